"""Where the pages of the site lie, and how one links to another: relative paths only, so that it works in any place."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from rulings.model import Policy

LANGUAGES = ("en", "zh")
HOME, REGISTER, STYLE, SEARCH, SEARCH_INDEX = (
    "index.html",
    "provisions.html",
    "style.css",
    "search.js",
    "search-index.js",
)


def version_page(policy: Policy) -> str:
    """Give the path of a version's page within a language."""
    return f"{policy.id}/{policy.version}.html"


def examples_page(policy: Policy) -> str:
    """Give the path of the page with a version's examples."""
    return f"{policy.id}/{policy.version}-examples.html"


def provisions_page(platform: str) -> str:
    """Give the path of a platform's register of provisions."""
    return f"{platform}/provisions.html"


def facts_page(platform: str) -> str:
    """Give the path of a platform's vocabulary."""
    return f"{platform}/facts.html"


def link(origin: str, target: str, anchor: str = "") -> str:
    """Give the link from one path of the site to another, or to a place on it."""
    fragment = f"#{quote(anchor)}" if anchor else ""
    if origin == target and fragment:
        return fragment
    return quote(posixpath.relpath(target, posixpath.dirname(origin) or ".")) + fragment


# Places on a page. What stands behind the hyphen keeps its own form, so that no two kinds of place share a name.


def decision_place(decision: str) -> str:
    """Name the place of a decision."""
    return f"decision-{decision}"


def rule_place(decision: str, rule: str) -> str:
    """Name the place of a rule."""
    return f"rule-{decision}.{rule}"


def reading_place(reading: str) -> str:
    """Name the place of a reading."""
    return f"reading-{reading}"


def parameter_place(parameter: str) -> str:
    """Name the place of a parameter."""
    return f"parameter-{parameter}"


def fact_place(path: str) -> str:
    """Name the place of a fact."""
    return f"fact-{path}"


def provision_place(provision: str) -> str:
    """Name the place of a provision."""
    return f"provision-{provision}"


def example_place(example: str) -> str:
    """Name the place of an example."""
    return f"example-{example}"
