"""Settings of every test."""

import os

from hypothesis import HealthCheck, settings

# A busy machine is slow, not wrong: neither deadlines nor the health check on speed may fail a test.
_UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}

settings.register_profile("ci", derandomize=True, max_examples=100, **_UNHURRIED)
settings.register_profile("deep", max_examples=5_000, **_UNHURRIED)
settings.load_profile(os.environ.get("RULINGS_HYPOTHESIS", "ci"))
