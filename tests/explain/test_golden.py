"""Explanations of told cases, kept as files that people have read.

After a change that is meant, write them again and read them:

    RULINGS_WRITE_GOLDEN=1 python -m pytest tests/explain/test_golden.py
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.explain.told_cases import AUDIENCES, FORMATS, LANGUAGES, ROOT, TOLD, ruled

GOLDEN = Path(__file__).parent / "golden"
WRITE = bool(os.environ.get("RULINGS_WRITE_GOLDEN"))
EVERY = [(name, "text", language, audience) for name in TOLD for language in LANGUAGES for audience in AUDIENCES]
MARKED = [
    ("in-time-freight-split", form, language, audience)
    for form in ("markdown", "html")
    for language in LANGUAGES
    for audience in AUDIENCES
]
WHY_NOT = [
    ("late-by-a-minute", "outcome", "platform_steps_in"),
    ("another-offset-and-no-pictures", "outcome", "platform_steps_in"),
    ("in-time-freight-split", "window", "expired"),
    ("goods-unknown", "window", "open"),
    ("late-shipment-too-early", "shipping_window", "open"),
    ("refused-parcel", "freight", "not_applicable"),
]


def masked(text):
    """The digest stands for every word of the policy's meaning; its tests are elsewhere."""
    return re.sub(r"sha256:[0-9a-f]{64}", "sha256:(digest)", text)


def compare(path, text):
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(masked(text), encoding="utf-8", newline="\n")
    assert masked(text) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "form", "language", "audience"), EVERY + MARKED)
def test_explanation(name, form, language, audience):
    text = ruled(TOLD[name]).explain(language, audience=audience, format=form)
    compare(GOLDEN / f"{name}.{audience}.{language}.{FORMATS[form]}", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "decision", "value"), WHY_NOT)
def test_why_not(name, decision, value, language):
    text = ruled(TOLD[name]).why_not(decision, value).text(language)
    compare(GOLDEN / f"{name}.why-not-{decision}-{value}.{language}.txt", text)


def test_no_file_is_left_over():
    named = {f"{name}.{audience}.{language}.{FORMATS[form]}" for name, form, language, audience in EVERY + MARKED}
    named |= {
        f"{name}.why-not-{decision}-{value}.{lang}.txt" for name, decision, value in WHY_NOT for lang in LANGUAGES
    }
    assert {path.name for path in GOLDEN.iterdir()} == named


SAID = """
import hashlib
from tests.explain.told_cases import AUDIENCES, FORMATS, LANGUAGES, TOLD, ruled
said = hashlib.sha256()
for facts in TOLD.values():
    for facts in (facts, dict(reversed(facts.items()))):
        for language in LANGUAGES:
            for audience in AUDIENCES:
                for form in FORMATS:
                    said.update(ruled(facts).explain(language, audience=audience, format=form).encode())
            said.update(ruled(facts).why_not("outcome", "platform_steps_in").text(language).encode())
print(said.hexdigest())
"""


def test_the_same_bytes_whatever_the_seed_of_hashes():
    def said(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
        command = [sys.executable, "-c", SAID]
        return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert len({said(seed) for seed in ("0", "1", "42")}) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_twice(form):
    ruling = ruled(TOLD["goods-unknown"])
    assert ruling.explain("zh", format=form) == ruling.explain("zh", format=form)
