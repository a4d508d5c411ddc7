"""Writers that are killed, as a program of its own: it is warm, and makes each writer by a fork.

    python -m tests.audit.ledger.killed random WHERE ROUNDS SEED
    python -m tests.audit.ledger.killed steps WHERE

Before a writer is forked, no connection is open. After each kill the ledger is opened again, held against everything
that the writer had acknowledged, and the interrupted batch is tried again. What happened is printed as JSON.
"""

import json
import os
import signal
import sys
import time
from functools import partial
from itertools import count
from random import Random

from sqlalchemy import Engine, event
from tests.audit.ledger.sealed import first, receipts

from rulings.audit.ledger import Ledger
from rulings.audit.ledger.merkle import Frontier, leaf_hash
from rulings.audit.ledger.seals import leaf_of

_MOST_WORDS = 6
"""Words of a writer after which it is killed at the latest: it says when it is open, and two for each batch."""
_LONGEST = 0.004
"""Seconds that it lives on at most behind the word: about as long as an append takes."""


class Tally:
    """What happened, and what must hold after every kill."""

    def __init__(self, where):
        self.where = where
        self.told = {}
        self.found = {}
        self.frontier = Frontier()
        self.counts = {"kills": 0, "acknowledged": 0, "there_without_acknowledgement": 0, "before_any": 0}

    def check(self, acknowledged, tried):
        """Look at the ledger after a kill, and try again what was tried last."""
        with Ledger.open(self.where, create=True) as ledger:
            self.read_on(ledger)
            self.told |= acknowledged
            assert self.told.items() <= self.found.items(), "something acknowledged is lost"
            there = [each.seal in self.found for each in tried]
            assert len(set(there)) <= 1, "half of a batch is there"
            assert ledger.append(tried).added == there.count(False)
            self.read_on(ledger)
        self.counts["kills"] += 1
        self.counts["acknowledged"] += len(acknowledged)
        self.counts["there_without_acknowledgement"] += any(there)
        self.counts["before_any"] += not acknowledged

    def read_on(self, ledger):
        """Read what is new; that it leads to the root shows too that all before is as it was."""
        for entry in ledger.entries(len(self.found)):
            assert entry.index == self.frontier.size
            self.found[entry.seal] = entry.index
            self.frontier.add(leaf_hash(leaf_of(entry.seal)))
        assert (self.frontier.size, self.frontier.root()) == (ledger.size, ledger.root())

    def end(self):
        """Verify the whole ledger, and say what happened."""
        with Ledger.open(self.where) as ledger:
            report = ledger.verify()
            assert report.is_sound, report
            assert {entry.seal: entry.index for entry in ledger.entries()} == self.found
            sys.stdout.write(json.dumps({**self.counts, "size": report.size}))


def forked(work):
    """Run some work in a process of its own. Gives its id, and the end of the pipe from which its words are read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    try:
        work(writing)
    finally:
        os._exit(0)


def read_all(reading, before=b""):
    """What a writer said until it died."""
    with os.fdopen(reading, "rb") as file:
        said = before + file.read()
    return [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")]


def read_words(reading, count):
    """Wait until a writer has said so many words."""
    said = b""
    while said.count(b"\n") < count:
        said += os.read(reading, 65_536)
    return said


def say(writing, word):
    os.write(writing, json.dumps(word).encode() + b"\n")


def batches(start, random):
    """Batches of some receipts without end, from a number on."""
    while True:
        some = receipts(random.randint(1, 5), start)
        start += len(some)
        yield some


def write(writing, where, start, random):
    """Open the ledger, and append without end; each batch is named before, and acknowledged behind."""
    with Ledger.open(where, create=True) as ledger:
        say(writing, {"open": True})
        for batch in batches(start, random):
            say(writing, {"tried": [each.case_id for each in batch]})
            done = ledger.append(batch)
            say(writing, {"done": {each.seal: index for each, index in zip(batch, done.indexes, strict=True)}})


def sort_out(words):
    """What was acknowledged, and the batch that was not."""
    done = {}
    for word in words:
        done |= word.get("done", {})
    open_batch = words[-1]["tried"] if words and "tried" in words[-1] else []
    return done, [name.removeprefix("C-") for name in open_batch]


def kill_at_random(where, rounds, seed):
    random, tally = Random(seed), Tally(where)  # noqa: S311 - only when a writer dies, and how much it writes
    start = 0
    for _ in range(rounds):
        child, reading = forked(partial(write, where=where, start=start, random=random))
        said = read_words(reading, random.randint(0, _MOST_WORDS))
        time.sleep(random.uniform(0, _LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        done, names = sort_out(read_all(reading, said))
        tally.check(done, receipts(len(names), int(names[0])) if names else [])
        start += len(done) + len(names)
    tally.end()


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def append_and_die(writing, where, start, step):
    """Append a batch, and die before a statement or the commit; without a step, before the acknowledgement."""
    seen = count()

    def count_down(*_):
        if next(seen) == step:
            die()

    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, count_down)
    batch = receipts(3, start)
    say(writing, {"tried": [each.case_id for each in batch]})
    with Ledger.open(where, create=True) as ledger:
        ledger.append(batch)
        if step is None:
            die()
        say(writing, {"survived": step})


def kill_at_every_step(where):
    tally, steps = Tally(where), count()
    survived = False
    for start in count(step=3):
        step = None if survived else next(steps)
        child, reading = forked(partial(append_and_die, where=where, start=start, step=step))
        os.waitpid(child, 0)
        survived = "survived" in read_all(reading)[-1]
        if not survived:
            tally.check({}, receipts(3, start))
        if step is None:
            tally.end()
            return


if __name__ == "__main__":
    first()
    if sys.argv[1] == "random":
        kill_at_random(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        kill_at_every_step(sys.argv[2])
