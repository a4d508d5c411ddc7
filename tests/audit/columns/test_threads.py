"""Work in threads: in order, with few parts at a time, and one worker a thread."""

import threading

import pytest

from rulings.audit.columns.threads import in_threads


class Workers:
    def __init__(self):
        self.made, self.lock = 0, threading.Lock()

    def __call__(self):
        self.made += 1
        busy = threading.Lock()

        def work(part):
            assert busy.acquire(blocking=False), "two threads share a worker"
            try:
                if part == 13:
                    message = "no square"
                    raise ValueError(message)
                return part * part
            finally:
                busy.release()

        return work


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_results_come_in_order_from_a_worker_a_thread(threads):
    workers = Workers()
    parts = [part for part in range(40) if part != 13]
    assert list(in_threads(workers, parts, threads)) == [part * part for part in parts]
    assert workers.made == threads


@pytest.mark.parametrize("threads", [1, 2])
def test_what_a_worker_raises_is_raised_at_its_part(threads):
    found = []
    with pytest.raises(ValueError, match="no square"):
        found.extend(in_threads(Workers(), range(20), threads))
    assert threads > 1 or found == [part * part for part in range(13)]


def test_few_parts_are_taken_ahead():
    taken = []

    def parts():
        for part in range(10):
            taken.append(part)
            yield part

    results = in_threads(Workers(), parts(), 2)
    assert next(results) == 0
    assert taken == [0, 1, 2]
    results.close()
