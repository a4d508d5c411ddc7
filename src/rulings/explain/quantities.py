"""Exact numbers in words: whole where their decimals end soon, else cut, with an ellipsis that says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from rulings.algebra import MONEY, SPAN, Type, Value
from rulings.explain.voice import Voice
from rulings.values import Distance, Seconds
from rulings.values.rounding import exact

MINUS = "−"
MOST_DECIMALS = 6
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECONDS = 10**6
_SIZES = (3600, 60, 1)
_MOST_UNITS = 999
_FEN = 2


def number_of(value: Value) -> Fraction:
    """Give a known value that counts as an exact number: money in fen, spans in seconds."""
    return exact(value)  # type: ignore[arg-type]  # the caller's types say that it counts


def decimals(number: Fraction, voice: Voice, least: int = 0) -> str:
    """Write a number with at least so many decimals: "1,999.99", "41.666666…"; English groups its thousands."""
    scaled, rest = divmod(abs(number) * 10**MOST_DECIMALS, 1)
    whole, part = divmod(int(scaled), 10**MOST_DECIMALS)
    digits = f"{part:0{MOST_DECIMALS}d}"
    kept = digits if rest else digits.rstrip("0").ljust(least, "0")
    sign = MINUS if number < 0 else ""
    head = f"{whole:,}" if voice.language == "en" else str(whole)
    return sign + head + ("." + kept if kept else "") + ("…" if rest else "")


def yuan(fen: Fraction, voice: Voice) -> str:
    """Write an amount that may have parts of a fen: "599.997 CNY", "599.997元"."""
    return decimals(fen / 100, voice, _FEN) + ("元" if voice.language == "zh" else " CNY")


def percent(rate: Fraction, voice: Voice) -> str:
    """Write a rate."""
    return decimals(rate * 100, voice) + "%"


def duration(seconds: Fraction, voice: Voice) -> str:
    """Write a length of time in its usual units: "48 hours", "1 day 3 hours 46 minutes 40 seconds"."""
    sign, length = (MINUS if seconds < 0 else ""), abs(seconds)
    largest = next((size for size in _SIZES if length % size == 0), None)
    if largest is not None and length / largest <= _MOST_UNITS:
        return sign + Seconds(int(length)).text(voice.language)
    microseconds, rest = divmod(length * _MICROSECONDS, 1)
    return sign + Distance(int(microseconds)).text(voice.language) + ("…" if rest else "")


def of_unit(number: Fraction, unit: Type, voice: Voice) -> str:
    """Write a number of a unit that formulas calculate with: an amount, a length of time, or a number alone."""
    write = {MONEY: yuan, SPAN: duration}.get(unit, decimals)
    return write(number, voice)


def moment_of(seconds: Fraction) -> datetime:
    """Give the moment that a number of seconds since 2000 stands for."""
    return _EPOCH + timedelta(microseconds=int(seconds * _MICROSECONDS))
