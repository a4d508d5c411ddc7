"""What opinions look like as data, and that their counts add up."""

from hypothesis import given
from hypothesis import strategies as st

from rulings.second_opinion import AGREES, DIFFERS, NONE, REASONS, Agreement, Opinion, Verdict, summary

VERDICTS = st.one_of(
    st.just(Verdict(AGREES)),
    st.just(Verdict(DIFFERS, ours="a (b)", theirs="c (d)")),
    st.builds(Verdict, st.just(NONE), st.sampled_from(REASONS)),
)
OPINIONS = st.builds(
    Opinion, st.none() | st.text(), st.just("p/q@2024-01-01"), st.dictionaries(st.text(), VERDICTS, max_size=6)
)


@given(st.lists(OPINIONS, max_size=6), st.lists(OPINIONS, max_size=6))
def test_counts_add_up(some, others):
    whole = summary([*some, *others])
    assert summary(some) + summary(others) == whole == summary([*others, *some])
    assert whole.rulings == len(some) + len(others)
    assert whole.decisions == sum(len(opinion.verdicts) for opinion in [*some, *others])
    assert whole.agreed == sum(v.stance == AGREES for one in [*some, *others] for v in one.verdicts.values())
    assert whole + Agreement() == whole


def test_as_data():
    opinion = Opinion(
        "C-1",
        "p/q@2024-01-01",
        {
            "b": Verdict(NONE, "too-large"),
            "a": Verdict(DIFFERS, ours="open (general)", theirs="expired (general)"),
            "c": Verdict(AGREES, timeline=True),
        },
    )
    assert opinion.to_dict() == {
        "case": "C-1",
        "version": "p/q@2024-01-01",
        "stance": "differs",
        "decisions": {
            "a": {"stance": "differs", "ours": "open (general)", "theirs": "expired (general)"},
            "b": {"stance": "none", "reason": "too-large"},
            "c": {"stance": "agrees", "timeline": True},
        },
    }
    assert opinion.differing == ("a",)
    assert Agreement.of(opinion).to_dict() == {"rulings": 1, "agreed": 1, "differed": 1, "none": {"too-large": 1}}


def test_no_opinion_on_one_decision_is_no_agreement():
    assert Opinion(None, "p/q@1", {"a": Verdict(AGREES), "b": Verdict(NONE, "too-large")}).stance == NONE
    assert Opinion(None, "p/q@1", {"a": Verdict(AGREES)}).stance == AGREES
    assert Opinion(None, "p/q@1", {}).stance == AGREES


def test_reasons_are_stable():
    assert REASONS == (
        "beyond-calendar",
        "engine-refused",
        "no-ruling",
        "not-translated",
        "too-large",
        "too-many-conditions",
        "worker-crashed",
        "worker-garbled",
        "worker-timed-out",
    )
