"""The second opinion needs durable-rules, which Python 3.13 cannot import: there, tests that ask it are skipped."""

import pytest
from tests.second_opinion.packaged_cases import packaged

from rulings.second_opinion import NoSecondEngine, SecondOpinion


@pytest.fixture(scope="session")
def second():
    try:
        opinion = SecondOpinion()
    except NoSecondEngine as missing:
        pytest.skip(str(missing))
    with opinion:
        yield opinion


@pytest.fixture(scope="session")
def book():
    return packaged()
