"""Who speaks to whom: the language, the reader, and the clocks by which moments are shown."""

from __future__ import annotations

from dataclasses import dataclass

from rulings.explain.grammar import be, in_a_sentence, sentence, spoken_to
from rulings.explain.phrases import PHRASES
from rulings.model import Bilingual

AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Voice:
    """How a story is told. `party` is what the policy calls the reader, None where the reader is not a party."""

    language: str
    audience: str
    timezone: str
    party: Bilingual | None = None

    @property
    def is_plain(self) -> bool:
        """Tell whether the reader is a party, who wants it short and without ids."""
        return self.audience != AUDITOR

    @property
    def stop(self) -> str:
        """Give the full stop of the language."""
        return "。" if self.language == "zh" else "."

    def say(self, key: str, **parts: object) -> str:
        """Give one of our own phrases, its gaps filled."""
        if "title" in parts:
            parts["be"] = be(str(parts["title"]))
        return PHRASES[key].text(self.language).format(**parts)

    def own(self, text: Bilingual) -> str:
        """Give a text of the policy as it stands there, to be quoted or to name something."""
        return text.text(self.language)

    def told(self, text: Bilingual) -> str:
        """Give a text of the policy as part of what is said to the reader, who is "you" in it."""
        words = self.own(text)
        return words if self.party is None else spoken_to(words, self.own(self.party), self.language)

    def sentence(self, text: str) -> str:
        """Make a clause a sentence."""
        return sentence(text, self.language)

    def labelled(self, label: str, text: str) -> str:
        """Put a label before a text: "Outcome: …", "处理结果：…"."""
        return label + ("：" if self.language == "zh" else ": ") + in_a_sentence(text)

    def bracketed(self, text: str) -> str:
        """Put a remark in brackets, with the space before it that the language wants."""
        return f"（{text}）" if self.language == "zh" else f" ({text})"
