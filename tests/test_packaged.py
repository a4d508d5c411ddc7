"""The policies and schemas that come with the package are found, from any folder."""

import subprocess
import sys
from pathlib import Path

import pytest

import rulings
from rulings import packaged


def test_the_register_of_provisions_is_packaged():
    assert (packaged.policies_folder() / "provisions.yaml").is_file()


def test_every_platform_has_its_vocabulary():
    platforms = [entry for entry in packaged.policies_folder().iterdir() if entry.is_dir()]
    assert platforms
    assert [platform.name for platform in platforms if not (platform / "facts.yaml").is_file()] == []


def test_schemas_are_packaged():
    assert list(packaged.schemas_folder().glob("*.schema.json"))


def test_types_are_packaged():
    assert (Path(rulings.__file__).parent / "py.typed").is_file()


def test_another_process_in_an_empty_folder_finds_the_same_policies(tmp_path):
    program = "from rulings.packaged import policies_folder; print(policies_folder())"
    answer = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(answer.stdout.strip()) == packaged.policies_folder()


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Two empty places: the package's own data, and the folder two above the package."""
    wheel, checkout = tmp_path / "package" / "_data", tmp_path / "checkout"
    monkeypatch.setattr(packaged, "_IN_WHEEL", wheel)
    monkeypatch.setattr(packaged, "_IN_CHECKOUT", checkout)
    wheel.mkdir(parents=True)
    checkout.mkdir()
    return wheel, checkout


def test_the_wheels_own_data_come_first(installed):
    wheel, checkout = installed
    (wheel / "policies").mkdir()
    (checkout / "policies").mkdir()
    (checkout / "pyproject.toml").touch()
    assert packaged.policies_folder() == wheel / "policies"


def test_a_checkout_uses_its_own_folders(installed):
    _, checkout = installed
    (checkout / "schemas").mkdir()
    (checkout / "pyproject.toml").touch()
    assert packaged.schemas_folder() == checkout / "schemas"


def test_a_neighbouring_folder_of_the_same_name_is_not_ours(installed):
    _, checkout = installed
    (checkout / "policies").mkdir()
    with pytest.raises(packaged.IncompletePackage):
        packaged.policies_folder()


def test_missing_data_are_an_error_that_names_both_places(installed):
    wheel, checkout = installed
    with pytest.raises(packaged.IncompletePackage) as raised:
        packaged.policies_folder()
    assert str(wheel / "policies") in str(raised.value)
    assert str(checkout / "policies") in str(raised.value)
    assert "reinstall" in str(raised.value)
