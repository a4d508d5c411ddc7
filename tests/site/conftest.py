"""The site of policies that have every kind, hostile texts, long words, corrections and versions that ended."""

from pathlib import Path

import pytest

from rulings.site import read_catalogue, site_files, write_site
from rulings.site.addresses import LANGUAGES

POLICIES = Path(__file__).parent / "policies"


@pytest.fixture(scope="session")
def catalogue():
    return read_catalogue(POLICIES)


@pytest.fixture(scope="session")
def files(catalogue):
    return {path: content.decode("utf-8") for path, content in site_files(catalogue).items()}


@pytest.fixture(scope="session")
def pages(files):
    return {path: text for path, text in files.items() if path.endswith(".html")}


@pytest.fixture(scope="session")
def folder(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_site({path: text.encode("utf-8") for path, text in files.items()}, folder)
    return folder


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param
