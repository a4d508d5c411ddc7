"""Work in threads: in order, with few parts at a time, and by as many threads as are asked for."""

import threading

import pytest

from rulings.audit.columns.threads import in_threads


def square(part):
    if part == 13:
        message = "no square"
        raise ValueError(message)
    return part * part


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_results_come_in_order(threads):
    parts = [part for part in range(40) if part != 13]
    assert list(in_threads(square, parts, threads)) == [part * part for part in parts]


@pytest.mark.parametrize("threads", [2, 4])
def test_parts_are_at_work_at_the_same_time(threads):
    together = threading.Barrier(threads, timeout=30)

    def work(part):
        together.wait()  # nobody gets on before all are here
        return part, threading.get_ident()

    found = list(in_threads(work, range(3 * threads), threads))
    assert [part for part, _ in found] == list(range(3 * threads))
    assert len({thread for _, thread in found}) == threads


@pytest.mark.parametrize("threads", [1, 2])
def test_what_the_work_raises_is_raised_at_its_part(threads):
    found = []
    with pytest.raises(ValueError, match="no square"):
        found.extend(in_threads(square, range(20), threads))
    assert threads > 1 or found == [part * part for part in range(13)]


def test_few_parts_are_taken_ahead():
    taken = []

    def parts():
        for part in range(10):
            taken.append(part)
            yield part

    results = in_threads(square, parts(), 2)
    assert next(results) == 0
    assert taken == [0, 1, 2]
    results.close()
