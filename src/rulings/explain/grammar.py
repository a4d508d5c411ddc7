"""What English and Chinese ask of a sentence: lists, quotation marks, capitals, full stops, and who is spoken to."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ENDS = tuple(".!?。！？…")
_CLOSING_MARKS = "”’\"')）"
_DETERMINERS = ("the", "a", "an", "who", "what", "whether", "how", "when", "your", "whose")

_PREPOSITIONS = frozenset(
    {
        "of",
        "from",
        "to",
        "in",
        "for",
        "on",
        "by",
        "with",
        "without",
        "within",
        "about",
        "at",
        "between",
        "against",
        "since",
        "until",
        "after",
        "before",
        "during",
        "under",
        "over",
        "per",
        "who",
        "that",
        "which",
    }
)


def listed(items: Sequence[str], language: str, last: str = "and") -> str:
    """Join words: "a, b and c", "a、b和c"; `last` is "and" or "or"."""
    if len(items) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(items)
    if language == "zh":
        return "、".join(items[:-1]) + ("和" if last == "and" else "或") + items[-1]
    return ", ".join(items[:-1]) + f" {last} {items[-1]}"


def sequence(items: Sequence[str], language: str) -> str:
    """Join clauses to one sentence: "a, b and c", "a，b，c"."""
    return "，".join(items) if language == "zh" else listed(items, language)


def alternatives(items: Sequence[str], language: str) -> str:
    """Join clauses of which one is meant: "a, b or c", "a，或者b，或者c"."""
    return "，或者".join(items) if language == "zh" else listed(items, language, "or")


def plural(noun: str) -> str:
    """Give the plural of an English noun: of the word on which its prepositions hang."""
    words = noun.split(" ")
    head = next((at - 1 for at, word in enumerate(words) if at and word in _PREPOSITIONS), len(words) - 1)
    words[head] = _plural(words[head])
    return " ".join(words)


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def sentence(text: str, language: str) -> str:
    """Begin with a capital and end with one full stop."""
    text = text.strip()
    if language == "zh":
        return text if _is_ended(text) else text + "。"
    return capital(text) + ("" if _is_ended(text) else ".")


def _is_ended(text: str) -> bool:
    return text.rstrip(_CLOSING_MARKS).endswith(_ENDS)


def capital(text: str) -> str:
    """Write the first letter large."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Write the first letter small, unless the word is an abbreviation or a name that ends the word."""
    word = text.split(" ", 1)[0]
    return text if len(word) > 1 and any(char.isupper() for char in word[1:]) else text[:1].lower() + text[1:]


def definite(title: str) -> str:
    """Give an English title as a part of a sentence: "Time to pay" becomes "the time to pay"."""
    text = small(title)
    return text if text.split(" ", 1)[0] in _DETERMINERS else "the " + text


def be(title: str) -> str:
    """Give "is" or "are" for an English title: that of the word on which its prepositions hang."""
    words = title.lower().split()
    head = next(
        (words[at - 1] for at, word in enumerate(words) if at and word in _PREPOSITIONS), words[-1] if words else ""
    )
    return "are" if head.endswith("s") and not head.endswith(("ss", "us", "is")) else "is"


def without_time(title: str) -> str:
    """Give what happened, of the Chinese title of its time: "申请退货的时间" becomes "申请退货"."""
    return re.sub(r"(?<=.)的?(?:时间|时刻|日期)$", "", title)


def quoted(text: str) -> str:
    """Put a text in quotation marks; both languages use the same ones."""
    return f"“{text}”"


def in_a_sentence(text: str) -> str:
    """Take the full stop from the end of a text that goes on."""
    return text.strip().rstrip(".。")


# After these words a party is the subject of a clause, so that its verb follows it.
_OPENERS = frozenset(
    {
        "whether",
        "that",
        "if",
        "where",
        "and",
        "or",
        "because",
        "as",
        "but",
        "while",
        "since",
        "when",
        "which",
        "then",
        "until",
        "once",
        "unless",
        "what",
    }
)
_VERBS = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}
_SIBILANTS = ("shes", "ches", "xes", "sses", "zes")


def spoken_to(text: str, party: str, language: str) -> str:
    """Speak to a party: "the buyer has proof" becomes "you have proof", "the buyer's proof" "your proof"."""
    if language == "zh":
        return re.sub(rf"(?<=以){party}(?=\w{{1,6}}为)|(?<=与){party}(?=\w{{1,8}}[相不][符一])", "您的", text).replace(
            party, "您"
        )
    pattern = re.compile(
        rf"(?P<before>(?:^|\b\w+ |[,:;“(] ?))(?P<party>\b{re.escape(party)}\b)(?P<own>[’']s)?(?P<next> \w+)?",
        re.IGNORECASE,
    )
    return pattern.sub(_you, text)


def _you(match: re.Match[str]) -> str:
    before, party, following = match["before"], match["party"], match["next"] or ""
    word = "your" if match["own"] else "you"
    is_subject = not before.endswith(" ") or before.strip().lower() in _OPENERS | {",", ":", ";"}
    if is_subject and not match["own"]:
        following = " " + _plural_verb(following.strip()) if following else ""
    return before + (capital(word) if party[0].isupper() else word) + following


def _plural_verb(verb: str) -> str:
    if verb in _VERBS:
        return _VERBS[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if verb.endswith(_SIBILANTS):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb
