"""The other engine's process may crash, hang, grow or answer nonsense: that is told, and the rest goes on."""

import json
import os
import signal
import sys
from textwrap import dedent
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulings.second_opinion import AGREES, NONE, REASONS, Limits, NoSecondEngine, SecondOpinion, summary
from rulings.second_opinion.asking import Question, fired, of
from rulings.second_opinion.process import Process, _Running, check_installed
from rulings.second_opinion.reasons import NotCarried
from rulings.second_opinion.rulesets import ruleset_text

RULES = ruleset_text({"one": {"a": 1}, "two": {"$gt": {"a": 1}}})
CASE = {
    "id": "C-1",
    "policy": "douyin/after-sales-dispute",
    "facts": {
        "order": {"completed_at": "2024-03-01T10:00:00+08:00"},
        "claim": {"opened_at": "2024-03-05T10:00:00+08:00", "reason": "quality"},
    },
}


def message(**properties):
    return json.dumps({"id": "m", "sid": "s", "on": 1, **properties})


def questions(*values):
    return [Question(RULES, message(a=value)) for value in values]


@pytest.fixture
def process(request, second):
    assert second is not None  # the engine is installed
    limits = Limits(**getattr(request, "param", {}))
    found = Process(limits)
    yield found
    found.close()


@pytest.fixture
def made_up(tmp_path, monkeypatch):
    """An engine that fires only what always fires, and does what a test wants where a message holds "boom"."""

    def install(deed, at="boom"):
        source = f"""
            import gc, io, os, signal, sys, time
            def create_ruleset(name, text):
                return 1
            def assert_fact(handle, message):
                if {at!r} in message:
                    {deed}
                return 0, 1
            def start_action_for_state(handle, state):
                return "{{}}", '{{"always": {{}}}}'
            def complete_and_start_action(handle, state):
                return None
            def retract_fact(handle, message):
                return 0, 1
        """
        (tmp_path / "durable_rules_engine.py").write_text(dedent(source), encoding="utf-8")
        monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    return install


def answered(limits, number=9, bad=(4,)):
    process = Process(limits)
    try:
        asked = [f"boom {place}" if place in bad else place for place in range(number)]
        return process.answers(questions(*asked)), process.restarts
    finally:
        process.close()


GOOD = frozenset({"always"})
ANSWERS_NONSENSE = "[one.write(b'nonsense\\n') for one in gc.get_objects() if isinstance(one, io.BufferedWriter)]"
"""Writes where the answers are written, whatever that is."""


def test_rules_fire(process):
    assert process.answers(questions(1, 2, 0)) == [
        frozenset({"always", "one"}),
        frozenset({"always", "two"}),
        GOOD,
    ]


def test_a_real_crash_of_the_engine_is_survived(process):
    """It divides integers by zero as C does: the process dies."""
    divides = ruleset_text({"x": {"a": {"$div": {"$l": of("b"), "$r": of("c")}}}})
    crash = Question(divides, message(a=1, b=1, c=0))
    found = process.answers([*questions(1, 2), crash, *questions(1)])
    assert found[2] == NotCarried("worker-crashed")
    assert [found[0], found[1], found[3]] == process.answers(questions(1, 2, 1))
    assert process.restarts >= 2


@pytest.mark.parametrize(
    ("deed", "limits", "reason"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", Limits(), "worker-crashed"),
        ("os._exit(0)", Limits(), "worker-crashed"),
        ("time.sleep(600)", Limits(seconds=1), "worker-timed-out"),
        ("bytearray(10**10)", Limits(memory=2**29), "engine-refused"),
        ("raise ValueError('error 303')", Limits(), "engine-refused"),
        (ANSWERS_NONSENSE, Limits(), "worker-garbled"),
    ],
    ids=["segmentation fault", "exit", "hang", "memory", "error", "garbage"],
)
def test_what_one_question_does_concerns_that_question_alone(made_up, deed, limits, reason):
    made_up(deed)
    found, _ = answered(limits)
    assert found[4] == NotCarried(reason)
    assert found[:4] + found[5:] == [GOOD] * 8


def test_what_the_engine_prints_is_no_answer(made_up):
    made_up("print('nonsense', flush=True); os.write(1, b'nonsense\\n')")
    assert answered(Limits()) == ([GOOD] * 9, 0)


def test_a_process_that_always_crashes_is_given_up(made_up):
    made_up("os._exit(0)")
    found, restarts = answered(Limits(failures=5), number=40, bad=range(40))
    assert found == [NotCarried("worker-crashed")] * 40
    assert restarts == 5


def test_what_was_given_up_is_not_waited_for_again(made_up):
    made_up("time.sleep(600)")
    process = Process(Limits(seconds=1, failures=2))
    bad, good = questions("boom", 1)
    assert process.answers([bad]) == process.answers([good]) == [NotCarried("worker-timed-out")]
    assert process.restarts == 2
    process.close()


def test_a_process_with_many_rulesets_makes_room_for_a_new_one(second):
    assert second is not None  # the engine is installed
    process = Process(Limits(rulesets=3))
    rulesets = [ruleset_text({"one": {"a": value}}) for value in range(10)]
    for value, ruleset in enumerate([*rulesets, *rulesets]):
        wanted = value % 10
        asked = [Question(ruleset, message(a=wanted)), Question(ruleset, message(a=wanted + 1))]
        assert process.answers(asked) == [frozenset({"always", "one"}), GOOD]
    assert process.restarts == 0
    process.close()


def test_equal_questions_are_all_answered(process):
    one, two, none = process.answers(questions(1, 2, 0))
    assert process.answers(questions(1, 2, 1, 0, 2)) == [one, two, one, none, two]
    assert len({one, two, none}) == 3


def test_a_process_that_was_ended_is_started_again(book, second):
    assert second is not None  # the engine is installed
    with SecondOpinion() as own:
        ruling = book.evaluate(CASE)
        before = own.on(ruling)
        os.kill(own._process._running._process.pid, signal.SIGKILL)  # noqa: SLF001 - as a stranger would
        assert own.on(ruling) == before
        assert before.stance == AGREES
        assert own.restarts == 1


def test_a_crash_is_counted_and_is_no_agreement(book, second, made_up):
    assert second is not None  # the engine is installed
    made_up("os._exit(0)", at="")
    with SecondOpinion(Limits(failures=3)) as crashing:
        opinions = list(crashing.on_many([book.evaluate(CASE)] * 3))
        assert crashing.restarts == 3
    assert {opinion.stance for opinion in opinions} == {NONE}
    counted = summary(opinions)
    assert counted.none == {"worker-crashed": counted.decisions}


def test_an_answer_without_the_rule_that_always_fires_is_none():
    asking = fired(RULES, {"a": 1})
    assert json.loads(next(asking).message)["a"] == 1
    with pytest.raises(StopIteration) as end:
        asking.send(frozenset({"one"}))
    assert end.value.value == NotCarried("worker-garbled")


REPLIES = st.one_of(
    st.binary(max_size=40),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.sampled_from(["always", "one", "r0"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["answers", "ready"]), inner),
        max_leaves=6,
    ).map(lambda reply: json.dumps(reply).encode() + b"\n"),
)


@given(st.lists(REPLIES, max_size=12))
def test_whatever_is_replied_questions_are_answered_or_not_carried(replies):
    """A process of ours is replaced by one that replies anything, the greeting included."""
    left = list(replies)
    process = Process(Limits(failures=4))
    with (
        patch.object(_Running, "_sent", lambda *_: left.pop() if left else b""),
        patch("subprocess.Popen"),
        patch.object(_Running, "close", lambda _: None),
    ):
        try:
            found = process.answers(questions(1, 2, 3))
        except NoSecondEngine:
            assert any(b'"ready": false' in reply for reply in replies)
            return
    assert len(found) == 3
    for answer in found:
        assert isinstance(answer, NotCarried) or all(isinstance(name, str) for name in answer)
        assert not isinstance(answer, NotCarried) or answer.reason in REASONS


def test_a_missing_engine_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    with pytest.raises(NoSecondEngine, match=r"pip install 'rulings\[second-opinion\]'"):
        SecondOpinion()


def test_a_python_that_cannot_import_it_is_told(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    with pytest.raises(NoSecondEngine, match=r"Python 3\.13"):
        check_installed()


def test_an_engine_that_cannot_be_imported_is_told(tmp_path, monkeypatch):
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError('undefined symbol')", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    process = Process(Limits())
    with pytest.raises(NoSecondEngine, match=r"undefined symbol.*rulings\[second-opinion\]"):
        process.answers(questions(1))


def test_the_other_engine_is_not_imported_here(book, second):
    second.on(book.evaluate(CASE))
    assert "durable_rules_engine" not in sys.modules
    assert "durable" not in sys.modules
