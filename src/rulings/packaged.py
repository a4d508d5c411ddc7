"""Where the policies and schemas that come with the package are.

A wheel carries them inside the package, under `_data`. A source checkout, or an editable install of one, has them as
folders of the repository, and there they can be edited in place.
"""

from pathlib import Path

from rulings.errors import RulingsError

_IN_WHEEL = Path(__file__).parent / "_data"
_IN_CHECKOUT = Path(__file__).parents[2]


class IncompletePackage(RulingsError):
    """The package was installed without its policies or schemas."""


def policies_folder() -> Path:
    """Return the folder of the packaged policies.

    Raises:
        IncompletePackage: Neither the wheel nor a source checkout has it; the message names both places.
    """
    return _folder("policies")


def schemas_folder() -> Path:
    """Return the folder of the packaged JSON Schemas.

    Raises:
        IncompletePackage: Neither the wheel nor a source checkout has it; the message names both places.
    """
    return _folder("schemas")


def _folder(name: str) -> Path:
    if (inside := _IN_WHEEL / name).is_dir():
        return inside
    # A package installed without its data may stand in a folder whose neighbour happens to be called "policies".
    if (beside := _IN_CHECKOUT / name).is_dir() and (_IN_CHECKOUT / "pyproject.toml").is_file():
        return beside
    message = f"the packaged {name} are missing, neither {inside} nor {beside} is there: reinstall rulings"
    raise IncompletePackage(message)
