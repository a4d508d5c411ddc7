"""Settings of every test."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

# A busy machine is slow, not wrong: neither deadlines nor the health check on speed may fail a test.
_UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}

_FIXED = {"derandomize": True, "max_examples": 100, **_UNHURRIED}

settings.register_profile("standard", **_FIXED)
# A failing example is not made smaller, which can take minutes: the same seed fails everywhere.
settings.register_profile("ci", phases=[Phase.explicit, Phase.generate], **_FIXED)
settings.register_profile("deep", max_examples=5_000, **_UNHURRIED)
settings.load_profile(os.environ.get("RULINGS_HYPOTHESIS", "standard"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run random tests first: they are the longest."""
    items.sort(key=lambda item: item.get_closest_marker("hypothesis") is None)
