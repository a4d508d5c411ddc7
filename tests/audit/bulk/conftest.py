"""Books of which inputs are made: the packaged one, and one with facts of every type."""

import pytest
from tests.strategies.by_hand import condition, policy
from tests.strategies.shop import POLICY, version_of

from rulings import PolicyBook
from rulings.book import packaged_book


@pytest.fixture(scope="session")
def shop():
    version = version_of(policy(flagged=condition({"goods.flag is": True})))
    return PolicyBook({POLICY: (version,)})


@pytest.fixture(scope="session")
def book():
    return packaged_book()
