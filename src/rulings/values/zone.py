"""Time zones: from an instant to the clocks of a place, and back.

Moments leave this module with the fixed offset that the place has at that instant. A datetime that carries the zone
itself compares and subtracts by its clocks against others of the same zone, which is wrong where clocks are changed.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import zoneinfo
from functools import cache
from typing import Final

from rulings.values.fault import BadValue, quoted

# IANA's names only. "localtime", "posixrules" and "right/..." are files of some machines and mean something else on
# each; "Factory" is the zone of a machine on which nobody has set one.
_NAME: Final = re.compile(r"(?!Factory$)[A-Z][A-Za-z0-9_+-]{0,30}(?:/[A-Za-z0-9_+-]{1,30}){0,3}", re.ASCII)

_CHINA: Final = "Asia/Shanghai"
# What authors in China write for their time, where likeness of letters would find another place.
_MEANS_CHINA: Final = re.compile(
    r"(?:asia/)?(?:beijing|peking|china|shenzhen|guangzhou|hangzhou)(?: time)?|china standard time|cst"
    r"|(?:utc|gmt)? ?\+0?8(?::?00)?|北京时间|中国标准时间|东八区",
    re.IGNORECASE,
)
_CHINA_OFFSET: Final = dt.timezone(dt.timedelta(hours=8))
# China last put its clocks back in September 1991: since then its offset is fixed, and need not be looked up.
_CHINA_STEADY_YEAR: Final = 1992
_CHINA_STEADY: Final = dt.datetime(_CHINA_STEADY_YEAR, 1, 1, tzinfo=_CHINA_OFFSET)


@cache
def zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the time zone that IANA names `name`; raise BadValue if there is none."""
    if _NAME.fullmatch(name) is not None:
        try:
            return zoneinfo.ZoneInfo(name)
        except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
            pass  # a folder of zones, or no zone: what zoneinfo raises depends on the file that it finds
    raise _unknown_zone(name)


def to_local(moment: dt.datetime, name: str) -> dt.datetime:
    """Return the aware `moment` on the clocks of the zone `name`."""
    if name == _CHINA and moment >= _CHINA_STEADY:
        return moment.astimezone(_CHINA_OFFSET)
    return to_local_generally(moment, name)


def to_local_generally(moment: dt.datetime, name: str) -> dt.datetime:
    """Do what to_local does, for every zone and year, without its short cut."""
    # Through UTC: a moment that carries this very zone would come back as it is, even if no clock ever showed it.
    local = moment.astimezone(dt.UTC).astimezone(zone(name))
    return local.replace(tzinfo=dt.timezone(_offset(local)), fold=0)


def from_clock(clock: dt.datetime, name: str) -> dt.datetime:
    """Return the moment at which the clocks of the zone `name` show the naive time `clock`.

    A time that they show twice means the first one. A time that they skip is counted on from before they do.
    """
    if name == _CHINA and clock.year >= _CHINA_STEADY_YEAR:
        return clock.replace(tzinfo=_CHINA_OFFSET, fold=0)
    return from_clock_generally(clock, name)


def from_clock_generally(clock: dt.datetime, name: str) -> dt.datetime:
    """Do what from_clock does, for every zone and year, without its short cut."""
    return to_local_generally(clock.replace(tzinfo=zone(name), fold=0), name)


def _offset(local: dt.datetime) -> dt.timedelta:
    return local.utcoffset() or dt.timedelta()


def _unknown_zone(name: str) -> BadValue:
    known = sorted(zoneinfo.available_timezones())
    china = [_CHINA] if known and _MEANS_CHINA.fullmatch(name) else []
    near = china or difflib.get_close_matches(name[:60], known, n=1, cutoff=0)
    return BadValue(
        f"{quoted(name)} is not a time zone.",
        code="out-of-range",
        expected="the IANA name of a time zone, such as Asia/Shanghai",
        help=f"did you mean {quoted(near[0])}?" if near else "install the package tzdata: this machine has no zones",
    )
