"""A year of a platform: versions, a temporary measure, a correction, ten thousand cases, facts corrected later, and a
ledger that somebody tampered with. What the auditor is told comes out right in every line.

What is right is worked out here by a few plain lines of Python (`limit_on`, `outcome`), which know no engine.
"""

import json
import re
import shutil
import sqlite3
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest
from click.testing import CliRunner

from rulings import PolicyBook, Receipt
from rulings.audit.ledger import Ledger, private_key, write_new_key
from rulings.audit.ledger.tables import ENTRIES
from rulings.cli import rulings

CASES = 10_000
REGISTER = """\
documents:
  S1: {file: rules.txt, about: {en: the rules, zh: 规则}}
provisions:
  SH-01: {document: S1, states: {en: Small sums are paid at once., zh: 小额即时赔付。}}
"""
FACTS = """\
platform: shop
title: {en: a shop, zh: 商店}
parties: {buyer: {en: the buyer, zh: 买家}}
groups: {claim: {en: claim, zh: 申请}}
facts:
  claim.opened_at: {type: datetime, title: {en: the claim, zh: 申请时间}}
  claim.amount: {type: money, title: {en: the amount, zh: 金额}, minimum: 0.00 CNY}
"""
POLICY = """\
policy: shop/claims
version: {name}
title: {{en: Claims, zh: 赔付}}
published: {published}
{more}in_force: {{{in_force}, chosen_by: claim.opened_at}}
sources:
  S1: {{document: rules.txt, about: the rules}}
parameters:
  large: {limit}.00 CNY
decisions:
  outcome:
    kind: table
    title: {{en: the outcome, zh: 结果}}
    gives:
      type: choice
      options: {{by_hand: {{en: looked at by hand, zh: 人工处理}}, at_once: {{en: paid at once, zh: 立即赔付}}}}
    rules:
      - {{id: large, when: {{claim.amount at least: $large}}, value: by_hand, cites: SH-01}}
      - {{id: small, when: {{claim.amount less than: $large}}, value: at_once, cites: SH-01}}
"""
# Version: published, lines of its own, in force, from this sum in yuan on it is looked at by hand.
VERSIONS = {
    "2024-01-01": ("2023-12-15", "", "from: 2024-01-01", 100),
    "2024-03-01": ("2024-02-20", "", "from: 2024-03-01, until: 2024-03-15, suspends: 2024-01-01", 300),
    "2024-07-01": ("2024-06-20", "", "from: 2024-07-01", 150),
    "2024-07-01+1": (
        "2024-06-20",
        "corrects: 2024-07-01\nrecorded: 2024-10-15T12:00:00+08:00\n",
        "from: 2024-07-01",
        120,
    ),
}
RECORDED = datetime.fromisoformat("2024-10-15T12:00:00+08:00")
MONTHS = range(1, 13)
START = datetime.fromisoformat("2024-01-01T00:00:00+08:00")
MINUTES = 366 * 24 * 60


def limit_on(day, known_at):
    """The sum in force on a day, as known at a moment; the plain reading of the versions above."""
    if date(2024, 3, 1) <= day <= date(2024, 3, 15):
        return 300
    if day < date(2024, 7, 1):
        return 100
    return 120 if known_at >= RECORDED else 150


def outcome(fen, day, known_at):
    return "by_hand" if fen >= 100 * limit_on(day, known_at) else "at_once"


def case_of(number, opened_at, fen):
    facts = {"opened_at": opened_at.isoformat(), "amount": f"{fen // 100}.{fen % 100:02} CNY"}
    return {"id": f"C-{number:05}", "policy": "shop/claims", "facts": {"claim": facts}}


def drawn():
    """Ten thousand claims over the year, a third of them on one of the sums or one fen beside it."""
    random = Random(2024)  # noqa: S311 - the same cases every time
    lines = [100 * sum_ + step for sum_ in (100, 120, 150, 300) for step in (-1, 0, 1)]
    for number in range(CASES):
        opened_at = START + timedelta(minutes=number * MINUTES // CASES)
        yield number, opened_at, random.choice(lines) if random.randrange(3) == 0 else random.randrange(40_000)


class Year:
    """What happened, and what an auditor should find at its end."""

    def __init__(self, folder):
        self.folder = folder
        self.policies = folder / "policies"
        self.ledger = folder / "year.ledger"
        self.claims = list(drawn())
        random = Random(12)  # noqa: S311 - the same corrections every time
        # Of every fiftieth claim, the amount turns out to have been another.
        self.corrected = {number: random.randrange(40_000) for number, _, _ in self.claims if number % 50 == 7}

    def publish(self):
        (self.policies / "shop" / "claims").mkdir(parents=True)
        (self.policies / "provisions.yaml").write_text(REGISTER, encoding="utf-8")
        (self.policies / "shop" / "facts.yaml").write_text(FACTS, encoding="utf-8")
        for name, (published, more, in_force, limit) in VERSIONS.items():
            text = POLICY.format(name=name, published=published, more=more, in_force=in_force, limit=limit)
            (self.policies / "shop" / "claims" / f"{name}.yaml").write_text(text, encoding="utf-8")

    def rule(self):
        """Rule on each claim by what was known when it was opened; at the end of a month sign a checkpoint."""
        book = PolicyBook.load(self.policies)
        write_new_key(self.folder / "key.pem", self.folder / "key.pem.pub")
        key = private_key((self.folder / "key.pem").read_bytes())
        with Ledger.open(self.ledger, create=True) as ledger:
            for month in MONTHS:
                receipts = []
                for number, opened_at, fen in self.claims:
                    if opened_at.month == month:
                        ruling = book.evaluate(case_of(number, opened_at, fen), as_known_at=opened_at)
                        assert ruling["outcome"].value == outcome(fen, opened_at.date(), opened_at)
                        receipts.append(ruling.receipt())
                ledger.append(receipts)
                checkpoint = ledger.checkpoint(key, "shop.example/claims")
                (self.folder / f"{month:02}.checkpoint").write_bytes(checkpoint.to_bytes())

    def correct_facts(self):
        lines = [
            json.dumps(case_of(number, opened_at, self.corrected[number]))
            for number, opened_at, _ in self.claims
            if number in self.corrected
        ]
        (self.folder / "today.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def verdict(self, number, opened_at, fen):
        """What the auditor should be told of a claim."""
        day, now = opened_at.date(), datetime.fromisoformat("2025-01-10T00:00:00+08:00")
        sealed = outcome(fen, day, opened_at)
        other = self.corrected.get(number, fen)
        by_policy = outcome(fen, day, now) != sealed
        by_facts = outcome(other, day, opened_at) != sealed
        causes = ["policy corrected later"] * by_policy + ["facts corrected later"] * by_facts
        if not causes and outcome(other, day, now) != sealed:
            causes = ["policy corrected later", "facts corrected later"]
        return " and ".join(causes) or "same"

    def verdicts(self):
        return Counter(self.verdict(*claim) for claim in self.claims)

    def run(self, *arguments):
        return CliRunner().invoke(rulings, [*map(str, arguments)], prog_name="rulings")


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    made = Year(tmp_path_factory.mktemp("year"))
    made.publish()
    published = made.run("publish", made.policies)
    assert published.exit_code == 0, published.output
    made.rule()
    made.correct_facts()
    return made


def test_the_year_holds_everything_that_the_report_is_about(year):
    verdicts = year.verdicts()
    assert sum(verdicts.values()) == CASES
    assert verdicts.keys() >= {"same", "policy corrected later", "facts corrected later"}
    assert verdicts["policy corrected later and facts corrected later"] > 0
    assert min(verdicts.values()) >= 1


def test_the_report_of_the_auditor(year):
    out = year.folder / "report.jsonl"
    result = year.run(
        "replay", year.ledger, "--policies", year.policies, "--facts", year.folder / "today.jsonl", "-o", out
    )
    assert result.exit_code == 1, result.output
    verdicts = year.verdicts()
    lines = result.stdout.splitlines()
    assert lines[0] == f"{CASES:,} rows: {CASES:,} ruled, 0 faulty"
    told = dict(re.findall(r"([a-z ]+?) ([0-9,]+)(?:, |$)", lines[1].removeprefix("  verdicts: ")))
    assert {name: int(count.replace(",", "")) for name, count in told.items()} == verdicts
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    for (number, opened_at, fen), row in zip(year.claims, rows, strict=True):
        assert row["case"] == f"C-{number:05}"
        assert " and ".join(row["verdict"]["causes"]) == year.verdict(number, opened_at, fen), row["case"]


def test_as_known_before_the_correction_nothing_was_corrected(year):
    result = year.run(
        "replay",
        year.ledger,
        "--policies",
        year.policies,
        "--as-known-at",
        "2024-10-15T11:59:59+08:00",
        "--format",
        "json",
    )
    data = json.loads(result.stdout)
    opened_before = sum(opened_at < RECORDED for _, opened_at, _ in year.claims)
    assert data["verdicts"]["same"] >= opened_before
    later = Counter(
        outcome(fen, opened_at.date(), opened_at) == outcome(fen, opened_at.date(), RECORDED - timedelta(seconds=1))
        for _, opened_at, fen in year.claims
    )
    assert data["verdicts"]["same"] == later[True]


def test_the_ledger_is_sound_and_meets_every_checkpoint(year):
    kept = [option for month in MONTHS for option in ("--checkpoint", year.folder / f"{month:02}.checkpoint")]
    result = year.run("ledger", "verify", year.ledger, *kept, "--key", year.folder / "key.pem.pub")
    assert result.exit_code == 0, result.output
    assert re.match(rf"sound: {CASES:,}|sound: {CASES} ", result.stdout)
    assert "24 checkpoints met" in result.stdout


def test_receipts_of_any_month_verify_offline(year):
    with Ledger.open(year.ledger, read_only=True) as ledger:
        picked = [next(ledger.entries(index, index + 1)).receipt for index in range(0, CASES, 997)]
    file = year.folder / "picked.jsonl"
    file.write_text("\n".join(picked) + "\n", encoding="utf-8")
    result = year.run("verify", file, "--policies", year.policies)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == f"{len(picked)} receipts: {len(picked)} derived"


def tampered(year, name, statement, values=()):
    """A copy of the ledger in which somebody changed something."""
    copy = year.folder / f"{name}.ledger"
    shutil.copyfile(year.ledger, copy)
    with sqlite3.connect(copy) as connection:
        connection.execute(statement, values)
    connection.close()
    return copy


def test_a_tampered_entry_is_named_by_the_ledger_and_by_the_report(year):
    position = 4321
    with Ledger.open(year.ledger, read_only=True) as ledger:
        payload = next(ledger.entries(position, position + 1)).receipt
    words = ("by_hand", "at_once") if '"value":"by_hand"' in payload else ("at_once", "by_hand")
    forged = payload.replace(f'"value":"{words[0]}"', f'"value":"{words[1]}"')
    change = f"UPDATE {ENTRIES.name} SET payload = ? WHERE position = ?"  # noqa: S608 - our own table
    copy = tampered(year, "forged", change, (forged.encode(), position))
    result = year.run("ledger", "verify", copy, "--format", "json")
    assert result.exit_code == 1, result.output
    assert f"entries[{position}]" in result.stdout
    report = json.loads(year.run("replay", copy, "--policies", year.policies, "--format", "json").stdout)
    assert report["verdicts"]["tampered"] == 1


def test_an_entry_that_was_taken_away_is_named(year):
    copy = tampered(year, "shorter-by-one", f"DELETE FROM {ENTRIES.name} WHERE position = 77")  # noqa: S608 - our own
    result = year.run("ledger", "verify", copy, "--format", "json")
    assert result.exit_code == 1
    assert "entries[77]" in result.stdout


def test_a_ledger_that_was_written_anew_is_seen_against_a_checkpoint_kept_outside(year):
    """Whoever holds the whole ledger can write one without the second half; it is sound by itself."""
    shorter = year.folder / "anew.ledger"
    with Ledger.open(year.ledger, read_only=True) as ledger, Ledger.open(shorter, create=True) as other:
        other.append(Receipt.read(entry.receipt) for entry in ledger.entries(0, CASES // 2))
    assert year.run("ledger", "verify", shorter).exit_code == 0
    kept = ("--checkpoint", year.folder / "12.checkpoint", "--key", year.folder / "key.pem.pub")
    assert year.run("ledger", "verify", shorter, *kept).exit_code == 1
