"""Why a version was chosen, or why none could be: a typed answer, and the sentence that says it in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, NoReturn, TypeAlias

from rulings.errors import NoLongerInForce, NotYetInForce, NotYetRecorded, NoVersion, UnknownPolicy
from rulings.plain import plain_value
from rulings.validity import Period, Timetable, day_of

Answer: TypeAlias = Literal[
    "in force", "named", "no date", "not yet in force", "ended", "not yet recorded", "no such policy"
]
IN_FORCE: Final = "in force"
NAMED: Final = "named"
NO_DATE: Final = "no date"
NOT_YET: Final = "not yet in force"
ENDED: Final = "ended"
NOT_RECORDED: Final = "not yet recorded"
NO_POLICY: Final = "no such policy"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which version of a policy a day chooses, and why; `answer` says how it stands.

    `by` is the fact whose date chooses, `moment` its value. `since` and `until` are the days of the period in which the
    version is in force around that day, `until` None without end; `next` is the version that follows, `next_since` its
    first day. Where no version is in force, `version` is None: `next` begins later, `until` is the last day of the
    version that ended. `as_known_at` is the moment after which nothing recorded was taken into account.
    """

    answer: Answer
    policy: str
    by: str = ""
    moment: date | datetime | None = None
    version: str | None = None
    since: date | None = None
    until: date | None = None
    next: str | None = None
    next_since: date | None = None
    as_known_at: datetime | None = None
    timezone: str = "Asia/Shanghai"

    @property
    def version_in_force(self) -> str | None:
        """Give the version that rules on that date, None where none does."""
        return self.version if self.answer == IN_FORCE else None

    def explain(self, language: str = "en") -> str:
        """Say in one sentence why, in "en" or "zh"."""
        words = _WORDS[self.answer][language == "zh"]
        until = self._until(language)
        said = words.format(one=self, date=self._date(), until=until, known_at=plain_value(self.as_known_at))
        return said + self._following(language) + (_STOP if language == "zh" else ".")

    def _date(self) -> str:
        """The date of the case; of a moment the day on the policy's clocks."""
        return "" if self.moment is None else str(day_of(self.moment, self.timezone))

    def _until(self, language: str) -> str:
        words = ("without end", "无截止日期") if self.until is None else (f"until {self.until}", f"至{self.until}")
        return words[language == "zh"]

    def _following(self, language: str) -> str:
        if self.next is None or self.answer in (NAMED, NOT_YET):
            return ""
        if language == "zh":
            return f"；下一版本{self.next}自{self.next_since}起施行"
        return f"; the next, {self.next}, begins on {self.next_since}"

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain data."""
        return {
            "answer": self.answer,
            "policy": self.policy,
            "by": self.by or None,
            "value": plain_value(self.moment),
            "version": self.version,
            "from": plain_value(self.since),
            "until": plain_value(self.until),
            "next": None if self.next is None else {"version": self.next, "from": plain_value(self.next_since)},
            "as_known_at": plain_value(self.as_known_at),
            "why": {"en": self.explain("en"), "zh": self.explain("zh")},
        }

    def refuse(self) -> NoReturn:
        """Raise what an answer without a version means: NotYetInForce, NoLongerInForce, NotYetRecorded, …."""
        kinds: Mapping[str, type[NoVersion]] = {
            NOT_YET: NotYetInForce,
            ENDED: NoLongerInForce,
            NOT_RECORDED: NotYetRecorded,
            NO_POLICY: UnknownPolicy,
        }
        raise kinds.get(self.answer, NoVersion)(self.explain().removesuffix("."))


_STOP = "。"
_WORDS: dict[str, tuple[str, str]] = {
    IN_FORCE: (
        "{one.by} is {date}, so version {one.version} is in force (from {one.since} {until})",
        "{one.by}为{date}，适用{one.version}版本（自{one.since}起，{until}）",
    ),
    NAMED: ("version {one.version} was asked for by name", "按指定的{one.version}版本裁定"),
    NO_DATE: (
        "{one.by} is not known, so no version of {one.policy} can be chosen",
        "{one.by}未知，无法选定{one.policy}的版本",
    ),
    NOT_YET: (
        "{one.policy} is not yet in force: {one.by} is {date}, and its first version begins on {one.next_since}",
        "{one.policy}尚未施行：{one.by}为{date}，首个版本自{one.next_since}起施行",
    ),
    ENDED: (
        "{one.policy} is no longer in force: {one.by} is {date}, and its version {one.version} ended on {one.until}",
        "{one.policy}已不再施行：{one.by}为{date}，{one.version}版本已于{one.until}截止",
    ),
    NOT_RECORDED: (
        "no version of {one.policy} was recorded by {known_at}",
        "截至{known_at}，{one.policy}尚无已登记的版本",
    ),
    NO_POLICY: ('there is no policy "{one.policy}"', "没有名为“{one.policy}”的规则"),
}


def chosen(policy: str, by: str, moment: date | datetime, table: Timetable, known_at: datetime | None) -> Selection:
    """Choose by a day or a moment among the periods of a policy, and say why."""
    if not table.periods:
        return Selection(NOT_RECORDED, policy, by, moment, as_known_at=known_at)
    timezone = table.periods[0].timezone
    day, found = day_of(moment, timezone), table.on(moment)
    following = table.after(day)
    next_, next_since = (None, None) if following is None else (following.version, following.first)
    if found is not None:
        return _in_force(policy, by, moment, found, following, known_at)
    last = table.before(day)
    if last is None:
        return Selection(NOT_YET, policy, by, moment, None, None, None, next_, next_since, known_at, timezone)
    return Selection(
        ENDED, policy, by, moment, last.version, last.first, last.last, next_, next_since, known_at, timezone
    )


def _in_force(  # noqa: PLR0913, PLR0917 - all that such an answer says
    policy: str,
    by: str,
    moment: date | datetime,
    period: Period,
    following: Period | None,
    known_at: datetime | None,
) -> Selection:
    next_, next_since = (None, None) if following is None else (following.version, following.first)
    return Selection(
        IN_FORCE,
        policy,
        by,
        moment,
        period.version,
        period.first,
        period.last,
        next_,
        next_since,
        known_at,
        period.timezone,
    )
