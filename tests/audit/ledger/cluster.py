"""A PostgreSQL server of its own in a temporary folder, for the tests that run on both databases."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

GIVEN = "RULINGS_TEST_POSTGRESQL"
"""The variable that names a server to test on, by its URL, instead of one of our own."""
_SETTINGS = {
    "listen_addresses": "''",  # nobody but these tests reaches it
    "fsync": "off",  # writers are killed here, the server is not
    "max_connections": "30",
    "shared_buffers": "16MB",
}


def binaries():
    """The folder of `initdb`, or None where PostgreSQL is not installed."""
    folders = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)]
    if not folders and shutil.which("initdb"):
        folders = [Path(shutil.which("initdb")).parent]
    return folders[0] if folders else None


class Cluster:
    """A server that runs until it is stopped. It refuses to run as root, and so runs as `postgres` there."""

    def __init__(self, folder):
        self._binaries = folder
        # The path of a socket must be short, which those of pytest's folders are not.
        self.folder = Path(tempfile.mkdtemp(prefix="ledger-"))
        self._as = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as = ["runuser", "-u", "postgres", "--"]

    def _run(self, program, *arguments):
        command = [*self._as, str(self._binaries / program), "-D", str(self.folder / "data"), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self):
        self._run("initdb", "-A", "trust", "-U", "rulings", "-E", "UTF8", "--locale=C", "--no-sync")
        settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-s", "-l", log, "-o", f"-k {self.folder} {settings}", "start")

    def stop(self):
        self._run("pg_ctl", "-w", "-s", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    @property
    def url(self):
        return f"postgresql://rulings@/postgres?host={quote(str(self.folder), safe='')}"
