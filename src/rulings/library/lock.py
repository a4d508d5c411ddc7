"""The lock of published versions: two digests of each, and the refusal of what changed or is gone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from rulings.errors import NOTE, Faults
from rulings.model import Policy
from rulings.reader.files import read_file
from rulings.reader.fragments import POLICY
from rulings.reader.nodes import Mapping as Lines
from rulings.reader.nodes import Node, Scalar
from rulings.schema.language import VERSION

LOCK = "published.lock"
MEANING, BYTES = "meaning", "bytes"
_FORM = f"`<policy>@<version>: {{{MEANING}: sha256:…, {BYTES}: sha256:…}}`"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}\Z")
_LOCKED = re.compile(POLICY.removesuffix("$") + "@" + VERSION.removeprefix("^").removesuffix("$") + r"\Z")


def check_lock(path: Path, read: Mapping[str, Policy], faults: Faults) -> None:
    """Refuse published versions that changed or are gone; `read` are all versions that could be read, by name."""
    if not path.is_file():
        return
    node = read_file(path, faults)
    if node is not None and not isinstance(node, Lines):
        faults.add("wrong-type", node.place, "the lock is no mapping", expected=f"lines such as {_FORM}")
    for name, key, value in node.items() if isinstance(node, Lines) else ():
        policy = read.get(name)
        if _LOCKED.match(name) is None:
            message = f'"{name}" does not name a version'
            faults.add("bad-name", key.place, message, expected="a name such as douyin/after-sales-dispute@2023-07-29")
        elif (locked := digests(value)) is None:
            message = f"the digests of {name} cannot be read"
            faults.add("bad-form", value.place, message, expected=_FORM, help="take the line from before the change")
        elif policy is not None and locked[MEANING] != policy.digest:
            _published_changed(policy, faults)
        elif policy is not None and locked[BYTES] != policy.bytes_digest:
            _text_changed(policy, faults)
        elif policy is None and not (path.parent / (name.replace("@", "/") + ".yaml")).is_file():
            message = f"{name} is published, but its file is gone"
            help_ = "bring the file back: a published version stays"
            faults.add("published-missing", key.place, message, help=help_)


def digests(node: Node | None) -> dict[str, str] | None:
    """Read the two digests of a published version; None where they have another form."""
    entries = node.items() if isinstance(node, Lines) else ()
    found = {name: value.text for name, _, value in entries if isinstance(value, Scalar) and _DIGEST.match(value.text)}
    return found if found.keys() == {MEANING, BYTES} else None


def line_of(policy: Policy) -> str:
    """Write the line of the lock for a version."""
    return f"{policy.name}: {{{MEANING}: {policy.digest}, {BYTES}: {policy.bytes_digest}}}"


def _text_changed(policy: Policy, faults: Faults) -> None:
    message = f"the file of {policy.name}, which is published, is not what it was; its meaning is the same"
    help_ = "undo the change, unless the comment or the layout that changed was wrong"
    faults.add("published-touched", policy.place, message, help=help_, severity=NOTE)


def _published_changed(policy: Policy, faults: Faults) -> None:
    message = f"{policy.name} is published, and its meaning is no longer what it was"
    base = policy.version.partition("+")[0]
    help_ = f"undo the change; then begin a correction, `rulings correct {policy.id} {base}`, or a new version"
    faults.add(
        "published-changed", policy.place, message, expected="the meaning whose digest is in published.lock", help=help_
    )
