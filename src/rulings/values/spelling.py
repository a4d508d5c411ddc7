"""What is wrong with a text that should have been a span of time."""

from __future__ import annotations

import difflib
import re
from typing import Final

from rulings.values.fault import BadValue, Diagnosis, listed, quoted, symptom

SPAN_EXPECTED: Final = "a span such as 15 days, 6 months or 48 hours"

_UNITS: Final = ("seconds", "minutes", "hours", "days", "working days", "weeks", "months", "years")
# What authors write instead of a unit, where likeness of letters would not find it.
_MEANT: Final = {
    "s": "seconds",
    "sec": "seconds",
    "min": "minutes",
    "h": "hours",
    "hr": "hours",
    "hrs": "hours",
    "d": "days",
    "w": "weeks",
    "mo": "months",
    "y": "years",
    "yr": "years",
    "秒": "seconds",
    "分": "minutes",
    "分钟": "minutes",
    "小时": "hours",
    "天": "days",
    "日": "days",
    "周": "weeks",
    "星期": "weeks",
    "月": "months",
    "个月": "months",
    "年": "years",
}
_UNKNOWN_UNIT: Final = re.compile(r"(?P<count>[0-9]+) ?(?P<unit>[^\W\d_][^\d]*)")
_DIAGNOSIS: Final = Diagnosis(
    noun="a span",
    code="not-a-span",
    expected=SPAN_EXPECTED,
    symptoms=(
        symptom(r"(?P<count>[0-9]+)", "unit-missing", "the unit is missing", 'add the unit: "{count} days"'),
        symptom(
            r"(?P<count>[0-9]+) ?(?i:(?:working|business|work|week)[ -]?days?|个?工作日)",
            "unit-unknown",
            "the unit is not written so",
            'write "{count} working days"',
        ),
        symptom(
            r"(?P<count>[0-9]+) ?(?i:(?:natural|calendar)[ -]?days?|个?自然日)",
            "unit-unknown",
            "the unit is not written so",
            'write "{count} days"',
        ),
        symptom(r"-.*", "out-of-range", "it is negative", "state how long it lasts, without a sign"),
        symptom(r"\+.*", "not-a-span", "a plus sign is not written", "leave it away"),
        symptom(
            r"[0-9]*[.,][0-9]+(?: .*)?",
            "not-a-span",
            "it has a fraction",
            'use a smaller unit: "90 minutes", not "1.5 hours"',
        ),
        symptom(r"0[0-9]+ .*", "not-a-span", "the number begins with a needless zero", "leave the zero away"),
        symptom(r"[0-9]{13,} [a-z]+", "out-of-range", "it is longer than 100 years", "state at most 100 years"),
        symptom(
            r"(?P<count>[0-9]+)(?P<unit>(?:second|minute|hour|day|week|month|year)s?)",
            "not-a-span",
            "the space is missing",
            'write "{count} {unit}"',
        ),
        symptom(r"\s.*|.*\s\s.*|.*\s", "not-a-span", "it has spaces too many", 'write "15 days", with one space'),
        symptom(
            r"[0-9]+ ?(?:to|-|–|~|至|到) ?[0-9]+ ?.*",
            "not-a-span",
            "it is a range",
            "state one span: the longest time that is given",
        ),
        symptom(
            r"[0-9]+ (?:working )?[a-z]+(?:,? (?:and )?[0-9]+ (?:working )?[a-z]+)+",
            "not-a-span",
            "it has more than one unit",
            'use the smaller unit alone: "90 minutes", not "1 hour 30 minutes"',
        ),
        symptom(r"\D.*", "not-a-span", "it does not begin with a number", 'write the number in digits: "15 days"'),
    ),
)


def span_fault(text: str) -> BadValue:
    """Return (not raise) the fault of `text`, which is no span."""
    fault = _DIAGNOSIS.of(text)
    match = _UNKNOWN_UNIT.fullmatch(text)
    if fault.help is not None or match is None:
        return fault
    return _unknown_unit(text, match["count"], match["unit"])


def nearest_unit(unit: str) -> str:
    """Return the known unit that `unit` most likely stands for."""
    folded = unit.strip().lower().rstrip(".")
    return _MEANT.get(folded) or difflib.get_close_matches(folded, _UNITS, n=1, cutoff=0)[0]


def _unknown_unit(text: str, count: str, unit: str) -> BadValue:
    message = f"{quoted(text)} is not a span: the unit {quoted(unit)} is not known."
    meant = quoted(f"{count} {nearest_unit(unit)}")
    advice = f"did you mean {meant}? The units are {listed(_UNITS)}"
    return BadValue(message, code="unit-unknown", expected=SPAN_EXPECTED, help=advice)
