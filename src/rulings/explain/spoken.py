"""Values in words: moments, days, lengths of time, money, shares and choices, as a careful person writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from rulings.algebra import Value
from rulings.explain.grammar import quoted
from rulings.explain.quantities import decimals, duration, yuan
from rulings.explain.voice import Voice
from rulings.model import Bilingual
from rulings.plain import plain_value
from rulings.values import Distance, Money, Rate, Seconds
from rulings.values.zone import to_local

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ZONES = {
    "Asia/Shanghai": Bilingual("China time (UTC+08:00)", "北京时间"),
    "UTC": Bilingual("UTC", "协调世界时（UTC）"),
}
_SECOND = 10**6
_MINUTE, _HOUR, _DAY = 60 * _SECOND, 3600 * _SECOND, 86400 * _SECOND
_MANY_DAYS = 2


def day(date: dt.date, voice: Voice) -> str:
    """Write a day: "1 March 2024", "2024年3月1日"."""
    if voice.language == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def month(date: dt.date, voice: Voice) -> str:
    """Write a month: "February 2024", "2024年2月"."""
    return f"{date.year}年{date.month}月" if voice.language == "zh" else f"{_MONTHS[date.month - 1]} {date.year}"


def moment(when: dt.datetime, voice: Voice, timezone: str | None = None) -> str:
    """Write a moment on the clocks of the story, or of another zone, which is then named."""
    local = to_local(when, timezone or voice.timezone)
    written = _day_and_clock(local.date(), _clock(local), voice)
    return written if timezone in (None, voice.timezone) else written + voice.bracketed(zone_name(str(timezone), voice))


def end_of_day(when: dt.datetime, voice: Voice, timezone: str | None = None) -> str:
    """Write a midnight as the end of the day that it closes: "16 March 2024, 24:00"."""
    local = to_local(when, timezone or voice.timezone)
    if local.time() != dt.time.min:
        return moment(when, voice, timezone)
    written = _day_and_clock(local.date() - dt.timedelta(days=1), "24:00", voice)
    return written if timezone in (None, voice.timezone) else written + voice.bracketed(zone_name(str(timezone), voice))


def _day_and_clock(date: dt.date, clock: str, voice: Voice) -> str:
    return day(date, voice) + ("" if voice.language == "zh" else ", ") + clock


def _clock(local: dt.datetime) -> str:
    text = f"{local:%H:%M}"
    if local.second or local.microsecond:
        text += f":{local.second:02d}"
    return text + (f".{local.microsecond:06d}".rstrip("0") if local.microsecond else "")


def zone_name(timezone: str, voice: Voice) -> str:
    """Name a time zone as people call it."""
    known = _ZONES.get(timezone)
    return voice.say("zone", name=timezone) if known is None else voice.own(known)


def has_other_offsets(values: Iterable[object], voice: Voice) -> bool:
    """Tell whether some moment was given with another offset than the one in which it is shown."""
    moments = (given for given in values if isinstance(given, dt.datetime))
    return any(given.utcoffset() != to_local(given, voice.timezone).utcoffset() for given in moments)


def length(distance: Distance, voice: Voice) -> str:
    """Write a length of time: exact for an auditor; for a party the largest units, "more than" where some is cut."""
    if not voice.is_plain:
        return distance.text(voice.language)
    rounded = Distance(_rounded(distance.microseconds))
    written = rounded.text(voice.language)
    return written if rounded == distance else voice.say("more_than", length=written)


def _rounded(microseconds: int) -> int:
    """Keep days alone from two days on, else the two largest units."""
    if microseconds >= _MANY_DAYS * _DAY:
        return microseconds // _DAY * _DAY
    for unit, finer in ((_DAY, _HOUR), (_HOUR, _MINUTE), (_MINUTE, _SECOND)):
        if microseconds >= unit:
            return microseconds // finer * finer
    return microseconds


def money(amount: Money, voice: Voice) -> str:
    """Write money: "12.30 CNY", "12.30元"."""
    return yuan(Fraction(int(amount)), voice)


def _grouped(number: str, voice: Voice) -> str:
    """English groups the thousands of a number; Chinese does not."""
    whole, point, part = number.partition(".")
    return f"{int(whole):,}" + point + part if voice.language == "en" and whole.lstrip("-") != "0" else number


def shown_text(text: str) -> str:
    """Write a text of the case on one line, in quotation marks, with nothing in it that could rearrange the page."""
    plain = " ".join(text.split())
    return quoted("".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in plain))


def value(given: Value, voice: Voice, titles: Mapping[str, Bilingual] | None = None) -> str:  # noqa: PLR0911 - one a type
    """Write any value. `titles` name the options of a choice; other texts are quoted."""
    if isinstance(given, str):
        title = (titles or {}).get(given)
        return shown_text(given) if title is None else voice.told(title)
    if isinstance(given, bool):
        return voice.say("yes" if given else "no")
    if isinstance(given, dt.datetime):
        return moment(given, voice)
    if isinstance(given, dt.date):
        return day(given, voice)
    if isinstance(given, Money):
        return money(given, voice)
    if isinstance(given, Distance):
        return given.text(voice.language)
    return voice.say("nothing_known") if given is None else _number(given, voice)


def _number(given: Value, voice: Voice) -> str:
    """Write a number that is neither money nor a choice."""
    if isinstance(given, Seconds):
        return duration(Fraction(int(given)), voice)
    if isinstance(given, Fraction):
        return decimals(given, voice)
    plain = str(plain_value(given))
    return _grouped(plain, voice) if isinstance(given, Decimal | int) and not isinstance(given, Rate) else plain
