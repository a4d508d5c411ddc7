"""Reasons, derived from how a case stands to a policy, and their words in English and Chinese."""
