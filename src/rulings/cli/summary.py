"""A ruling in a few lines: the answers with their rules and margins, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulings.model import Bilingual, Decision
from rulings.plain import plain_value
from rulings.ruling import Due, Result, Ruling
from rulings.values import format_moment

WORDS = {
    "case": Bilingual("case", "案件"),
    "decided": Bilingual("decided", "已确定"),
    "undetermined": Bilingual("undetermined", "尚不能确定"),
    "by": Bilingual("by", "依据"),
    "rules": Bilingual("rules", "规则"),
    "may": Bilingual("may apply", "可能适用"),
    "margin": Bilingual("margin", "距界限"),
    "needs": Bilingual("needs", "尚缺"),
    "due": Bilingual("due next", "接下来须完成"),
    "until": Bilingual("until", "截止"),
    "other": Bilingual("dates in the time of version", "下列时间处于另一版本施行期间："),
    "same": Bilingual("which would have said the same", "按该版本裁定结果相同"),
    "differs": Bilingual("which would have said otherwise", "按该版本裁定结果不同"),
    "ask": Bilingual("missing, those to ask first in front", "尚缺的事实（先问在前的）"),
}


def summary_of(ruling: Ruling, language: str) -> list[str]:
    """Give the lines; the first says the case, its status and the version."""
    word = {name: text.text(language) for name, text in WORDS.items()}
    case = ruling.id if ruling.id is not None else word["case"]
    lines = [f"{case}: {word[ruling.status]}, {word['by']} {ruling.version.name}"]
    for name in ruling.version.policy.answers:
        lines += _answer(ruling, name, word, language)
    vocabulary = ruling.version.policy.vocabulary
    if ruling.due:
        lines.append(f"\n{word['due']}:")
        lines += [_due(one, language) for one in ruling.due]
    for touch in ruling.touches:
        said = word["differs" if touch.differs else "same"]
        lines.append(f"\n{word['other']} {touch.version}: {', '.join(sorted(touch.facts))}; {said}")
    if ruling.needs:
        lines.append(f"\n{word['ask']}:")
        lines += [f"  {path}: {vocabulary.fact(path).title.text(language)}" for path in ruling.needs]
    return lines


def _due(due: Due, language: str) -> str:
    """Say by when who must do what."""
    until = f"{WORDS['until'].text(language)} {format_moment(due.due_at)}"
    return f"  {due.party}: {due.duty.text(language)} ({due.decision}), {until}"


def _answer(ruling: Ruling, name: str, word: Mapping[str, str], language: str) -> Iterator[str]:
    decision, result = ruling.version.policy.decisions[name], ruling[name]
    decided = result.status == "decided"
    said = value_text(decision, result, language) if decided else word["undetermined"]
    yield f"\n{decision.title.text(language)} ({name}): {said}"
    applying = ", ".join(result.rules)
    if applying:
        yield f"  {word['rules'] if decided else word['may']}: {applying}"
    if result.margin is not None:
        yield f"  {word['margin']}: {result.margin.text(language)}"
    for field, value in sorted(result.computed.items()):
        yield f"  {field}: {plain_value(value)}"
    if result.needs:
        yield f"  {word['needs']}: {', '.join(result.needs)}"


def value_text(decision: Decision, result: Result, language: str) -> str:
    """Write a value in words where the policy has words for it, the identifier behind them."""
    value = result.value
    if isinstance(value, bool):
        said = decision.if_true if value else decision.if_false
        return said.text(language) if said is not None else str(plain_value(value)).lower()
    if isinstance(value, str) and value in decision.value_titles:
        title = decision.value_titles[value].text(language)
        return title if title == value else f"{title} ({value})"
    if isinstance(value, Mapping):
        return "; ".join(f"{cost}: {_shares(shares)}" for cost, shares in value.items())
    return str(plain_value(value))


def _shares(shares: object) -> str:
    if not isinstance(shares, Mapping):
        return str(shares)
    return ", ".join(f"{party} {share}" for party, share in shares.items())
