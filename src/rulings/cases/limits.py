"""How much a case may hold. What is longer is refused before anybody looks at it."""

from __future__ import annotations

import re
from typing import Final

MOST_BYTES: Final = 1_000_000
LONGEST_TEXT: Final = 10_000
LONGEST_ID: Final = 200
LONGEST_NUMBER: Final = 40
"""Characters of a number in JSON; no number that a fact can hold needs as many."""
LEAST_INTEGER: Final = -(2**63)
MOST_INTEGER: Final = 2**63 - 1
MOST_DIGITS: Final = 18
MOST_RECORDS: Final = 10_000
"""Records of one list of a case."""

TOO_FINE: Final = re.compile(r"\.[0-9]{7}")
"""In the text of a moment: a fraction that is finer than a microsecond, which could only be rounded."""
TOO_FINE_BYTES: Final = re.compile(TOO_FINE.pattern.encode())
