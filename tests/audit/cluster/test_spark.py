"""A real Spark session, its workers in processes of their own, of which some are killed: the same rows and counts."""

import os
import shutil
import sys

import pytest
from tests.audit.cluster.parts import ROOT, Mortal, Twice, content

from rulings.audit.cluster import running, spark
from rulings.errors import PackageMissing

pytestmark = pytest.mark.xdist_group("spark")


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


def test_spark_writes_the_same(session, job, whole, tmp_path):
    report = spark.run(session, job, tmp_path / "out", wave=3)
    assert content(tmp_path / "out") == content(whole)
    assert report.impact.tally["read"] == sum(part.rows for part in job.parts)


def test_workers_that_are_killed_change_nothing(session, job, whole, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "Work", Mortal)
    spark.run(session, job, tmp_path / "out")
    assert content(tmp_path / "out") == content(whole)
    assert sorted(path.name for path in tmp_path.glob("died-*")) == ["died-2", "died-4", "died-6"]


def test_tasks_that_run_twice_change_nothing(session, job, whole, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "Work", Twice)
    spark.run(session, job, tmp_path / "out")
    assert content(tmp_path / "out") == content(whole)


def test_a_driver_that_dies_goes_on_in_spark(session, job, whole, tmp_path, monkeypatch):
    class Dies(BaseException):
        """Ends the driver where it stands."""

    left = [3]
    commit = running.Folder.commit

    def mortal(self, answer):
        left[0] -= 1
        if left[0] < 0:
            raise Dies
        commit(self, answer)

    with monkeypatch.context() as patched:
        patched.setattr(running.Folder, "commit", mortal)
        with pytest.raises(Dies):
            spark.run(session, job, tmp_path / "out", wave=2)
    assert len(list((tmp_path / "out" / "_counts").iterdir())) == 3
    spark.run(session, job, tmp_path / "out", wave=2)
    assert content(tmp_path / "out") == content(whole)


def test_the_session_that_there_is_serves(session):
    assert spark.session() is session


def test_without_pyspark_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(PackageMissing, match=r"rulings\[spark\]"):
        spark.session()
