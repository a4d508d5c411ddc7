"""Signed notes and checkpoints: the published example, and everything that is none."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from rulings.audit.ledger import BadSignature, Checkpoint, NotACheckpoint, NotAKey
from rulings.audit.ledger.note import key_id, read_note, signed

# The example of Go's package for signed notes, from which the format comes.
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PRIVATE = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NAME, KEY_ID = "PeterNeumann", "c74f20a3"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
EXAMPLE = f"{TEXT}\n{LINE}\n".encode()
ORIGIN, ROOT = "example.com/receipts", bytes(range(32))


def private():
    return Ed25519PrivateKey.from_private_bytes(b64decode(PRIVATE)[1:])


def public():
    return Ed25519PublicKey.from_public_bytes(b64decode(PUBLIC)[1:])


def test_the_published_example_is_signed_and_read_byte_for_byte():
    assert key_id(NAME, public()).hex() == KEY_ID
    assert signed(TEXT, NAME, private()).to_bytes() == EXAMPLE
    note = read_note(EXAMPLE)
    assert (note.text, note.to_bytes()) == (TEXT, EXAMPLE)
    assert note.is_signed(NAME, public()) is True


def test_a_signature_holds_for_its_text_name_and_key():
    note = read_note(EXAMPLE.replace(b"problem,", b"question,"))
    assert note.is_signed(NAME, public()) is False
    assert read_note(EXAMPLE).is_signed("EnochRoot", public()) is None
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    assert read_note(EXAMPLE).is_signed(NAME, other) is None


def test_signatures_of_others_do_not_matter():
    blob = b64encode(b"\x01\x02\x03\x04" + bytes(80)).decode()
    for lines in (f"— witness.example/w {blob}\n{LINE}\n", f"{LINE}\n— witness.example/w {blob}\n"):
        assert read_note(f"{TEXT}\n{lines}".encode()).is_signed(NAME, public()) is True


NO_NOTES = {
    "nothing": b"",
    "no signature": TEXT.encode(),
    "no blank line": f"{TEXT}{LINE}\n".encode(),
    "an empty line of signatures": f"{TEXT}\n\n".encode(),
    "no line break at the end": EXAMPLE[:-1],
    "a hyphen for the dash": EXAMPLE.replace("—".encode(), b"-"),
    "no name": EXAMPLE.replace(b"PeterNeumann ", b""),
    "a plus in the name": EXAMPLE.replace(b"PeterN", b"Peter+N"),
    "no base64": EXAMPLE.replace(b"x08go", b"x08g*"),
    "base64 that is cut": EXAMPLE.replace(b"JnAM=", b"JnA"),
    "base64 of another spelling": EXAMPLE.replace(b"JnAM=", b"JnAN="),
    "too short for a signature": f"{TEXT}\n— x AAAA\n".encode(),
    "a control character": EXAMPLE.replace(b"think", b"thi\tnk"),
    "a carriage return": EXAMPLE.replace(b"problem,\n", b"problem,\r\n"),
    "no UTF-8": EXAMPLE.replace(b"think", b"thi\xffk"),
    "too long": b"x" * 70_000 + EXAMPLE,
}


@pytest.mark.parametrize("case", NO_NOTES)
def test_what_is_no_note(case):
    with pytest.raises(NotACheckpoint):
        read_note(NO_NOTES[case])


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak", "\u3000"])
def test_names_that_no_key_has(name):
    with pytest.raises(NotAKey, match="cannot be the name of a key"):
        signed(TEXT, name, private())


def test_a_checkpoint_is_three_lines_and_a_signature():
    made = Checkpoint.sign(ORIGIN, 7, ROOT, private())
    text, _, line = made.to_bytes().decode().partition("\n\n")
    assert text == f"{ORIGIN}\n7\n{b64encode(ROOT).decode()}"
    assert line.startswith(f"— {ORIGIN} ")
    assert Checkpoint.read(made.to_bytes()) == made
    made.must_be_signed(public())


def test_a_checkpoint_may_say_more():
    text = f"{ORIGIN}\n7\n{b64encode(ROOT).decode()}\nmore of it\n"
    read = Checkpoint.read(signed(text, ORIGIN, private()).to_bytes())
    assert (read.origin, read.size, read.root) == (ORIGIN, 7, ROOT)
    assert read.is_signed(public()) is True


NO_CHECKPOINTS = {
    "a size with a zero in front": "a\n07\n{root}\n",
    "a size below zero": "a\n-7\n{root}\n",
    "a size in other digits": "a\n\u0667\n{root}\n",
    "no size": "a\n\n{root}\n",
    "no origin": "\n7\n{root}\n",
    "a root that is too short": "a\n7\nAAAA\n",
    "a root of another spelling": "a\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n",
    "two lines": "a\n7\n",
    "an empty line behind": "a\n7\n{root}\n\nmore\n",
}


@pytest.mark.parametrize("case", NO_CHECKPOINTS)
def test_what_is_no_checkpoint(case):
    text = NO_CHECKPOINTS[case].format(root=b64encode(ROOT).decode())
    with pytest.raises(NotACheckpoint):
        Checkpoint.read(signed(text, "a", private()).to_bytes())


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_changed_checkpoint_is_none_or_not_signed(at, bits):
    data = bytearray(Checkpoint.sign(ORIGIN, 7, ROOT, private()).to_bytes())
    data[at % len(data)] ^= bits
    try:
        read = Checkpoint.read(bytes(data))
    except NotACheckpoint:
        return
    with pytest.raises(BadSignature):
        read.must_be_signed(public())
