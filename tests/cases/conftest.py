"""The book that every test of cases reads."""

import pytest
from tests.cases.market import write_policies

from rulings import PolicyBook


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    return PolicyBook.load(write_policies(tmp_path_factory.mktemp("policies")))
