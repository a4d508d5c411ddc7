"""A real Spark session, its workers in processes of their own, of which some are killed: the same rows and counts."""

import os
import shutil
import sys

import pytest
from tests.audit.cluster.parts import ROOT, Mortal, Twice, content

from rulings.audit.cluster import running, spark
from rulings.errors import PackageMissing


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Two executors, each in a JVM of its own, with the Python of these tests."""
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, and there is none on the path")
    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.executorEnv.PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]),
        "spark.pyspark.python": sys.executable,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.ui.enabled": "false",
        "spark.local.dir": str(folder),
        "spark.log.level": "OFF",
    }
    builder = sql.SparkSession.builder.master("local-cluster[2,1,1024]").appName("rulings")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_spark_writes_the_same_whatever_dies(session, job, whole, tmp_path, monkeypatch):
    """All in one test: it is a session for all that takes its time to start."""
    assert spark.session() is session
    for happens in (nothing, killed_workers, tasks_that_run_twice, killed_driver):
        folder = tmp_path / happens.__name__
        folder.mkdir()
        with monkeypatch.context() as patched:
            happens(patched, session, job, folder)
        report = spark.run(session, job, folder / "out", wave=3)
        assert content(folder / "out") == content(whole), happens.__name__
        assert report.impact.tally["read"] == sum(part.rows for part in job.parts)


def nothing(_patched, _session, _job, _folder):
    """All goes well."""


def killed_workers(patched, session, job, folder):
    patched.setattr(running, "Work", Mortal)
    spark.run(session, job, folder / "out")
    assert sorted(path.name for path in folder.glob("died-*")) == ["died-2", "died-4", "died-6"]
    assert (folder / "out" / "_SUCCESS.json").exists()


def tasks_that_run_twice(patched, session, job, folder):
    patched.setattr(running, "Work", Twice)
    spark.run(session, job, folder / "out")
    assert (folder / "out" / "_SUCCESS.json").exists()


class Killed(BaseException):
    """Ends the driver where it stands."""


def killed_driver(patched, session, job, folder):
    left, commit = [3], running.Folder.commit

    def mortal(self, answer):
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        commit(self, answer)

    patched.setattr(running.Folder, "commit", mortal)
    with pytest.raises(Killed):
        spark.run(session, job, folder / "out", wave=2)
    assert len(list((folder / "out" / "_counts").iterdir())) == 3


def test_without_pyspark_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(PackageMissing, match=r"rulings\[spark\]"):
        spark.session()
