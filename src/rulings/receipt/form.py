"""The form of receipts as types: the quick way to see that a receipt has it.

The schema (`rulings.schema.receipts`) is the form; what these types refuse, it decides and describes. They take nothing
that it does not take, which tests/receipt/test_form.py shows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, MsgspecError, Struct, UnsetType, convert

from rulings.cases.limits import LONGEST_ID
from rulings.reader.fragments import DATE_FORM, FACT, FACT_OR_AT, POLICY, SNAKE
from rulings.schema.data import DIGEST
from rulings.schema.forms import DATETIME_FORM
from rulings.schema.language import LANGUAGE, VERSION
from rulings.schema.receipts import FIELD, RELEASE_FORM, SALT


def _whole(pattern: str) -> str:
    """To the very end: in Python alone `$` would let a line break behind the text pass."""
    return pattern.removesuffix("$") + r"\Z"


# Annotations are values here, for the patterns are; msgspec reads them when a class is made.
_Text: Any = Annotated[str, Meta(min_length=1)]
_Digest: Any = Annotated[str, Meta(pattern=_whole(DIGEST))]
_Moment: Any = Annotated[str, Meta(pattern=_whole(DATETIME_FORM))]
_Date: Any = Annotated[str, Meta(pattern=_whole(DATE_FORM))]
_Snake: Any = Annotated[str, Meta(pattern=_whole(SNAKE))]
_Need: Any = Annotated[str, Meta(pattern=_whole(FACT_OR_AT))]
_Field: Any = Annotated[str, Meta(pattern=_whole(FIELD))]
_Policy: Any = Annotated[str, Meta(pattern=_whole(POLICY))]
_Version: Any = Annotated[str, Meta(pattern=_whole(VERSION))]
_Fact: Any = Annotated[str, Meta(pattern=_whole(FACT))]
_Release: Any = Annotated[str, Meta(pattern=_whole(RELEASE_FORM))]
_Salt: Any = Annotated[str, Meta(pattern=_whole(SALT))]
_Id: Any = Annotated[str, Meta(max_length=LONGEST_ID)]
_Group: Any = Annotated[dict[str, Any], Meta(min_length=1)]
_Status = Literal["decided", "undetermined"]


class _Strict(Struct, forbid_unknown_fields=True, gc=False):
    """Just these keys."""


class _Case(_Strict):
    policy: _Policy
    facts: dict[_Snake, _Group]
    id: _Id | UnsetType | None = UNSET


class _Digests(_Strict):
    meaning: _Digest
    bytes: _Digest


class _Selection(_Strict, rename={"since": "from"}):
    by: _Fact
    how: Literal["in force", "named", "no date"]
    since: _Date | None
    until: _Date | None
    as_known_at: _Moment | None


class _Result(_Strict):
    status: _Status
    value: str | int | bool | dict[str, Any] | list[Any] | None
    rules: list[_Text]
    margin: str | None
    needs: list[_Need]
    computed: dict[str, Any] | UnsetType = UNSET


class _Due(_Strict):
    decision: _Text
    party: _Text
    due_at: _Moment


class _Receipt(_Strict):
    receipt: Literal[1]
    engine: _Release
    language: Annotated[int, Meta(ge=1, le=LANGUAGE)]
    case: _Case
    version: _Version | None
    digests: _Digests | None
    selection: _Selection
    at: _Moment | None
    status: _Status
    results: dict[_Snake, _Result]
    needs: list[_Need]
    seal: _Digest
    due: list[_Due] | UnsetType = UNSET
    salts: Annotated[dict[_Field, _Salt], Meta(min_length=1)] | UnsetType = UNSET
    withheld: Annotated[dict[_Field, _Digest], Meta(min_length=1)] | UnsetType = UNSET


def has_form(data: object) -> bool:
    """Tell whether plain data surely has the form of a receipt; where not, the schema knows."""
    try:
        read = convert(data, _Receipt)
    except (MsgspecError, RecursionError):
        return False
    return _no_twins(read.needs) and all(_no_twins(result.needs) for result in read.results.values())


def _no_twins(needs: list[str]) -> bool:
    return len(needs) == len(set(needs))
