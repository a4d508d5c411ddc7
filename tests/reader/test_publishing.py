"""What could not be proved is not published."""

from folders import cases, written

from rulings.library import LOCK
from rulings.publishing import publish


def test_an_unproved_decision_keeps_a_folder_from_being_published(tmp_path):
    (case,) = [case for _, case in cases() if any(fault.startswith("unproved") for fault in case["expect"])]
    folder = written(case, tmp_path / "policies")
    done = publish(folder)
    assert [fault.code for fault in done.faults] == ["unproved"]
    assert done.new == ()
    assert not (folder / LOCK).exists()
