"""What an engine answers about one decision of one case, as data that can be compared."""

from dataclasses import dataclass

from rulings.errors import Undecidable
from rulings.plain import plain_value
from rulings.values import BeyondCalendar
from rulings.values.rounding import BeyondRange

BEYOND_CALENDAR = "beyond the holiday calendar"
BEYOND_RANGE = "beyond what can be held"


@dataclass(frozen=True)
class Answer:
    status: str
    value: object = None
    rules: tuple = ()


def probed(ask):
    """Give what a question answers, or which error it raises; only errors of policies are answers."""
    try:
        return ask()
    except Undecidable as fault:
        return (type(fault).__name__, fault.decision, fault.rules, str(fault))
    except BeyondCalendar:
        return BEYOND_CALENDAR
    except BeyondRange:
        return BEYOND_RANGE


def shown(value):
    """Give a value as it is printed, with its type: equal moments may be written differently, and true is not 1."""
    kind = "Decimal" if type(value).__name__ == "Exact" else type(value).__name__
    return (kind, str(plain_value(value)))


def outcome(found):
    return Answer(found.status, shown(found.value), found.rules)


def fields_of(decision):
    rows = [*decision.choose.rows, *filter(None, [decision.choose.otherwise])]
    return sorted({name for row in rows for name, _ in row.fields})


def questions(decision):
    """Give all that can be asked about a decision: its outcome, margin, and every computed field."""
    return ("outcome", "margin", *fields_of(decision))


def interpreted(version, facts, at=None):
    """Give a function that answers questions by the interpreter, at a moment of evaluation."""
    engine = version.interpreter(facts, at)

    def answer(decision, question):
        if question == "outcome":
            return outcome(engine.decide(decision))
        return shown(engine.margin(decision) if question == "margin" else engine.field(decision, question))

    return lambda decision, question: probed(lambda: answer(decision, question))


def compiled(version, typed_facts, at=None):
    """Give a function that answers questions by the compiled policy, at a moment of evaluation."""
    engine = version.compiled
    memory = [*[None] * (engine.memory_size - 1), at]

    def answer(decision, question):
        if question == "outcome":
            found = memory[engine.place[decision]]
            return outcome(engine.decide[decision](typed_facts, memory) if found is None else found)
        memory[engine.place[decision]] = memory[engine.place[decision]] or engine.decide[decision](typed_facts, memory)
        if question == "margin":
            return shown(version.around(decision, typed_facts, memory)[0])
        return shown(engine.field_of(decision, question, typed_facts, memory))

    return lambda decision, question: probed(lambda: answer(decision, question))
