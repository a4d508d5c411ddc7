"""`rulings ledger`: append, verify, prove, check-proof, checkpoint, key."""

import json
import sqlite3
import stat
import sys
from pathlib import Path

import pytest
from tests.audit.ledger.sealed import receipts, salted

from rulings.audit.ledger import Ledger
from rulings.packaged import policies_folder

LEDGER, ORIGIN = "receipts.ledger", "example.com/receipts"


class Kept:
    """A ledger of seven receipts with checkpoints of five and of seven, and a key, made by the commands."""

    def __init__(self, shop):
        self.shop = shop
        self.write("five.jsonl", receipts(5))
        self.write("more.jsonl", [receipts(1, start=5)[0], salted()])
        shop.data("ledger", "key", "k.pem")
        shop.data("ledger", "append", "--create", LEDGER, "five.jsonl")
        self.sign("five.checkpoint")
        shop.data("ledger", "append", LEDGER, "more.jsonl")
        self.sign("seven.checkpoint")
        Path("one.json").write_text(receipts(2)[1].to_json(), encoding="utf-8")

    @staticmethod
    def write(name, some):
        Path(name).write_text("".join(f"{each.to_json()}\n" for each in some), encoding="utf-8")

    def sign(self, out):
        return self.shop.data("ledger", "checkpoint", LEDGER, "--key", "k.pem", "--origin", ORIGIN, "-o", out)

    def prove(self, *arguments):
        return self.shop.data("ledger", "prove", LEDGER, *arguments, "-o", "proof.json")

    def check(self, *arguments, code=0, checkpoints=("seven.checkpoint",), key="k.pem.pub"):
        named = [word for each in checkpoints for word in ("--checkpoint", each)]
        found = self.shop.data("ledger", "check-proof", "proof.json", *arguments, *named, "--key", key, code=code)
        return [fault["code"] for fault in found["faults"]]

    def verify(self, *arguments, code=0):
        return self.shop.data("ledger", "verify", LEDGER, *arguments, code=code)


@pytest.fixture
def kept(shop):
    return Kept(shop)


def codes(data):
    return [fault["code"] for fault in data["faults"]]


def test_receipts_are_appended_and_those_that_are_there_are_told(kept):
    done = kept.shop.data("ledger", "append", LEDGER, "five.jsonl", "more.jsonl")
    assert (done["added"], done["size"]) == (0, 7)
    assert [each["index"] for each in done["before"]] == list(range(7))
    result = kept.shop.run("ledger", "append", LEDGER, "-", given=Path("one.json").read_text(encoding="utf-8"))
    assert result.stdout.startswith(
        f"already there, at index 1: {receipts(2)[1].seal}\nappended: 0 receipts; 7 entries"
    )


def test_one_receipt_over_many_lines(kept):
    pretty = json.dumps(receipts(1, start=9)[0].data, indent=2)
    Path("pretty.json").write_text(pretty, encoding="utf-8")
    assert kept.shop.data("ledger", "append", LEDGER, "pretty.json")["added"] == 1
    assert kept.shop.run("ledger", "append", LEDGER, "pretty.json").stdout.startswith("already there, at index 7")


def test_an_unreadable_receipt_stops_it_and_those_before_it_are_in(kept, shop):
    some = [each.to_json() for each in receipts(4, start=20)]
    some[2] = some[2].replace('"service"', '"quality"')
    Path("bad.jsonl").write_text("\n".join(some), encoding="utf-8")
    found = shop.data("ledger", "append", LEDGER, "bad.jsonl", code=2)
    assert codes(found) == ["seal-broken"]
    assert "bad.jsonl:3" in found["faults"][0]["path"]
    assert kept.verify()["size"] == 9


def test_a_ledger_is_made_only_where_that_is_asked_for(shop):
    Kept.write("some.jsonl", receipts(1))
    assert codes(shop.data("ledger", "append", "new.ledger", "some.jsonl", code=2)) == ["no-such-ledger"]
    assert not Path("new.ledger").exists()
    assert shop.data("ledger", "append", "new.ledger", "nothing.jsonl", "--create", code=2)["faults"]


def test_a_sound_ledger(kept):
    found = kept.verify("--checkpoint", "five.checkpoint", "--checkpoint", "seven.checkpoint", "--key", "k.pem.pub")
    assert (found["sound"], found["size"], found["checkpoints"], found["first_wrong"]) == (True, 7, 4, None)
    text = kept.shop.run("ledger", "verify", LEDGER).stdout
    assert text == f"sound: 7 entries, 2 checkpoints met, root {found['root']}\n"


def test_a_changed_ledger_is_told_with_its_first_wrong_entry(kept):
    data = Path(LEDGER).read_bytes()
    Path(LEDGER).write_bytes(data.replace(b'"id":"C-3"', b'"id":"C-8"'))
    found = kept.verify(code=1)
    assert (found["sound"], codes(found), found["first_wrong"]) == (False, ["entry-altered"], {"from": 3, "to": 3})
    result = kept.shop.run("ledger", "verify", LEDGER)
    assert result.exit_code == 1
    assert "entries[3]: error[entry-altered]" in result.stdout
    assert result.stdout.endswith("not sound: 1 fault in 7 entries, 2 checkpoints met; the first wrong entry is 3\n")


def test_a_ledger_that_was_made_anew_is_told_by_a_kept_checkpoint(kept):
    Path(LEDGER).unlink()
    kept.write("other.jsonl", receipts(8, start=3))
    kept.shop.data("ledger", "append", "--create", LEDGER, "other.jsonl")
    assert kept.verify()["sound"]
    found = kept.verify("--checkpoint", "five.checkpoint", "--key", "k.pem.pub", code=1)
    assert (codes(found), found["first_wrong"]) == (["ledger-rewritten"], {"from": 0, "to": 4})
    text = kept.shop.run("ledger", "verify", LEDGER, "--checkpoint", "five.checkpoint", "--key", "k.pem.pub").stdout
    assert text.endswith("the first wrong entry is one of 0 to 4\n")


def test_a_checkpoint_of_another_key_is_told(kept):
    kept.shop.data("ledger", "key", "other.pem")
    found = kept.verify("--checkpoint", "five.checkpoint", "--key", "other.pem.pub", code=1)
    assert codes(found) == ["bad-signature"]


def test_a_ledger_without_its_head_is_told(kept):
    with sqlite3.connect(LEDGER) as connection:
        connection.execute("DELETE FROM ledger_head")
    connection.close()
    assert codes(kept.verify(code=1)) == ["ledger-damaged"]


def test_rulings_are_derived_again_by_the_policies_that_are_named(kept):
    assert kept.verify("--policies", str(policies_folder()))["sound"]
    found = kept.verify("--policies", "policies", code=1)
    assert set(codes(found)) == {"entry-not-derived"}
    assert len(found["faults"]) == 7
    assert found["first_wrong"] is None


@pytest.mark.parametrize("entry", [["one.json"], ["--index", "1"], ["--seal", receipts(2)[1].seal]])
def test_a_proof_is_made_and_checked(kept, entry):
    proof = kept.prove(*entry)
    assert json.loads(Path("proof.json").read_text(encoding="utf-8")) == proof
    assert (proof["inclusion"]["index"], proof["inclusion"]["size"]) == (1, 7)
    assert kept.check("one.json") == []
    assert kept.check() == []


def test_a_copy_with_withheld_facts_is_proved_to_be_in_the_ledger(kept):
    copy = salted().withhold(["case.id", "facts.claim"])
    Path("copy.json").write_text(copy.to_json(), encoding="utf-8")
    kept.prove("copy.json")
    assert kept.check("copy.json") == []
    Path("whole.json").write_text(salted().to_json(), encoding="utf-8")
    assert kept.check("whole.json") == []


def test_a_proof_is_of_as_many_entries_as_its_checkpoint(kept):
    kept.prove("one.json")
    assert kept.check("one.json", checkpoints=["five.checkpoint"], code=1) == ["proof-not-signed"]
    kept.prove("one.json", "--size", "5")
    assert kept.check("one.json", checkpoints=["five.checkpoint"]) == []
    assert kept.check("one.json", code=1) == ["proof-not-signed"]


def test_growth_is_proved_between_two_checkpoints(kept):
    kept.prove("--consistency", "5")
    assert kept.check(checkpoints=["five.checkpoint", "seven.checkpoint"]) == []
    assert kept.check(checkpoints=["five.checkpoint"], code=1) == ["proof-not-signed"]
    assert kept.check("one.json", code=1) == ["proof-of-another"]


def test_an_entry_of_the_older_checkpoint_needs_only_that_where_the_ledger_only_grew(kept):
    kept.prove("one.json", "--consistency", "5")
    assert kept.check("one.json", checkpoints=["five.checkpoint"]) == []
    kept.prove("--index", "6", "--consistency", "5")
    assert "proof-not-signed" in kept.check(checkpoints=["five.checkpoint"], code=1)


def test_proofs_that_fail(kept):
    proof = kept.prove("one.json")
    Path("two.json").write_text(receipts(3)[2].to_json(), encoding="utf-8")
    assert kept.check("two.json", code=1) == ["proof-of-another"]
    Path("changed.json").write_text(
        Path("one.json").read_text(encoding="utf-8").replace('"service"', '"quality"'), encoding="utf-8"
    )
    assert kept.check("changed.json", code=1) == ["seal-broken"]
    kept.shop.data("ledger", "key", "other.pem")
    assert kept.check("one.json", key="other.pem.pub", code=1) == ["bad-signature"]
    proof["inclusion"]["path"][0] = proof["inclusion"]["path"][1]
    Path("proof.json").write_text(json.dumps(proof), encoding="utf-8")
    assert kept.check("one.json", code=1) == ["proof-fails"]


def test_a_proof_of_another_ledger_fails(kept):
    Path(LEDGER).unlink()
    kept.write("other.jsonl", [receipts(2)[1], *receipts(6, start=30)])
    kept.shop.data("ledger", "append", "--create", LEDGER, "other.jsonl")
    kept.prove("one.json")
    result = kept.shop.run(
        "ledger", "check-proof", "proof.json", "one.json", "--checkpoint", "seven.checkpoint", "--key", "k.pem.pub"
    )
    assert result.exit_code == 1
    assert "this is another ledger" in result.stdout
    assert result.stdout.endswith("the proof fails\n")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"proof": 2, "inclusion": null}', '{"proof": 1}', "\xff"])
def test_what_is_no_proof(kept, text):
    Path("proof.json").write_text(text, encoding="latin-1")
    assert kept.check(code=2) == ["not-a-proof"]


def test_hashes_of_a_proof_are_hashes(kept):
    proof = kept.prove("one.json")
    proof["inclusion"]["root"] = "sha256:12"
    Path("proof.json").write_text(json.dumps(proof), encoding="utf-8")
    assert kept.check(code=2) == ["not-a-proof"]


def test_a_checkpoint_is_printed_and_stored(kept):
    arguments = ("ledger", "checkpoint", LEDGER, "--key", "k.pem", "--origin", ORIGIN)
    printed = kept.shop.run(*arguments).stdout
    assert printed.encode() == Path("seven.checkpoint").read_bytes()
    data = kept.shop.data(*arguments)
    assert (data["origin"], data["size"], data["note"]) == (ORIGIN, 7, printed)
    with Ledger.open(LEDGER, read_only=True) as ledger:
        assert [each.size for each in ledger.checkpoints()] == [5, 7]


def test_a_key_is_for_its_owner_and_never_written_over(kept):
    before = Path("k.pem").read_bytes()
    assert stat.S_IMODE(Path("k.pem").stat().st_mode) == 0o600
    assert codes(kept.shop.data("ledger", "key", "k.pem", code=2)) == ["key-exists"]
    Path("fresh.pem.pub").touch()
    assert codes(kept.shop.data("ledger", "key", "fresh.pem", code=2)) == ["key-exists"]
    assert not Path("fresh.pem").exists()
    assert Path("k.pem").read_bytes() == before


def test_a_key_needs_a_name(shop):
    result = shop.run("ledger", "key", "")
    assert result.exit_code == 2
    assert "name the file that the key goes into" in result.stderr


def test_a_port_that_is_no_number_is_told(shop):
    found = shop.data("ledger", "verify", "postgresql://u:secret@db:none/x", code=2)
    assert codes(found) == ["not-a-ledger"]
    assert "secret" not in str(found)


def test_keys_that_are_none(kept):
    sign = ("ledger", "checkpoint", LEDGER, "--origin", ORIGIN, "--key")
    assert codes(kept.shop.data(*sign, "k.pem.pub", code=2)) == ["not-a-key"]
    checking = ("--checkpoint", "five.checkpoint", "--key", "k.pem")
    assert codes(kept.verify(*checking, code=2)) == ["not-a-key"]
    named = ("ledger", "checkpoint", LEDGER, "--key", "k.pem", "--origin", "two words")
    assert codes(kept.shop.data(*named, code=2)) == ["not-a-key"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["prove", LEDGER],
        ["prove", LEDGER, "one.json", "--index", "1"],
        ["verify", LEDGER, "--checkpoint", "five.checkpoint"],
        ["check-proof", "proof.json", "one.json"],
        ["append", LEDGER],
        ["checkpoint", LEDGER],
    ],
)
def test_wrong_use(kept, arguments):
    result = kept.shop.run("ledger", *arguments)
    assert result.exit_code == 2
    assert "error[wrong-use]" in result.stderr


def test_what_is_not_in_the_ledger(kept):
    for arguments in (["--index", "7"], ["--seal", f"sha256:{'0' * 64}"], ["--index", "0", "--size", "8"]):
        assert codes(kept.shop.data("ledger", "prove", LEDGER, *arguments, code=2)) == ["not-in-ledger"]


def test_a_seal_that_is_none(kept):
    assert codes(kept.shop.data("ledger", "prove", LEDGER, "--seal", "sha256:12", code=2)) == ["not-in-ledger"]


def test_without_its_packages_it_says_what_to_install(shop, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("rulings.audit.ledger")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    result = shop.run("ledger", "verify", LEDGER)
    assert result.exit_code == 2
    assert "error[package-missing]" in result.stderr
    assert "pip install 'rulings[ledger]'" in result.stderr
