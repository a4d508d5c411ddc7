"""Files of which some cases are unknown, faulty or of nobody's policy, jobs over them, and what one machine finds."""

import pyarrow.parquet as pq
import pytest
from tests.audit.cluster.parts import NEW, OLD, PART, SIZES, write_cases
from tests.audit.store import NAME, store

from rulings.audit.cluster.job import make_job
from rulings.audit.cluster.running import run_job
from rulings.audit.impact.running import How, Versions, compare_versions
from rulings.audit.replay.sources import open_source

__all__ = ["store"]


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cases")
    return [write_cases(folder / f"{name}.parquet", count, seed) for seed, (name, count) in enumerate(SIZES.items())]


@pytest.fixture(scope="session")
def versions(store):
    return Versions(store.policies, NAME, OLD, NEW)


@pytest.fixture(scope="session")
def job(versions, files):
    """A job of seven parts: three of spring, one of summer, one of the empty file, two of autumn."""
    return make_job(versions, files, money=["order.amount"], examples=2, rows_of_part=PART)


@pytest.fixture(scope="session")
def alone(store, versions, files, job, tmp_path_factory):
    """What one machine finds in the same files: by file the impact, and the changed rows."""
    found = {}
    for file in files:
        out = tmp_path_factory.mktemp("alone") / "changed.parquet"
        source = open_source(str(file), store.book, NAME)
        impact = compare_versions(source, versions, job.question, store.book, how=How(changes=out))
        found[str(file)] = impact, pq.read_table(out).to_pylist()
    return found


@pytest.fixture(scope="session")
def whole(job, tmp_path_factory):
    """The folder of the job, done without any trouble."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    run_job(job, folder, lambda work, parts: (work(part) for part in parts))
    return folder
