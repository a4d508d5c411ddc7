"""The command as a process: locales, pipes, terminals."""

import os
import pty
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "rulings"]
BARE = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("LC_", "LANG", "PYTHONUTF8", "PYTHONIO", "NO_COLOR"))
}


def run(*arguments, given=None, **environment):
    return subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, env=BARE | environment, check=False)


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}], ids=str
)
@pytest.mark.usefixtures("shop")
def test_chinese_is_printed_on_any_locale(locale):
    done = run("evaluate", "case.json", "--lang", "zh", PYTHONUTF8="0", **locale)
    assert done.returncode == 0, done.stderr
    assert "立即同意" in done.stdout.decode("utf-8")


def test_faults_in_chinese_files_are_printed_on_any_locale(shop):
    shop.change("shop/review/2024-01-01.yaml", "zh: 审核", "zhh: 审核")
    done = run("check", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 1
    assert "zhh: 审核" in done.stdout.decode("utf-8")
    assert b"Traceback" not in done.stderr


@pytest.mark.usefixtures("shop")
def test_a_name_that_is_no_text_is_no_traceback():
    done = run("check", os.fsdecode(b"\xff\xfe.yaml"), LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 2
    assert done.stderr.startswith(b"error[nothing-to-check]: ")


def run_unread(*arguments):
    """Run the command with a standard output that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, *arguments], stdout=writing, stderr=subprocess.PIPE, env=BARE, check=False)
    os.close(writing)
    return done.returncode, done.stderr


def test_a_pipe_that_ends_early_changes_nothing(shop):
    assert run_unread("check") == (0, b"")
    assert run_unread("check", "--help") == (0, b"")
    assert run_unread("--version") == (0, b"")
    assert run_unread() == (0, b"")
    shop.change("shop/review/2024-01-01.yaml", "value: at_once", "value: at_onec")
    assert run_unread("check") == (1, b"")


def on_a_terminal(**environment):
    """What the command prints on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "check"], stdout=theirs, stderr=subprocess.PIPE, env=BARE | {"TERM": "xterm"} | environment
    )
    os.close(theirs)
    process.communicate()
    printed = b""
    try:
        while part := os.read(ours, 65536):
            printed += part
    except OSError:  # Linux says so where others give nothing: the other end is closed
        pass
    os.close(ours)
    return printed


@pytest.mark.usefixtures("shop")
def test_colours_are_for_terminals_that_want_them():
    assert b"\x1b[32m\x1b[1mno faults\x1b[0m" in on_a_terminal()
    assert b"\x1b" not in on_a_terminal(NO_COLOR="1")
    assert b"\x1b" not in on_a_terminal(TERM="dumb")
    assert b"\x1b" not in run("check").stdout
