"""Drafts the next version of a policy: a copy of the last under a new date, in which nothing else is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rulings.checking import Checked, NothingToCheck
from rulings.errors import Diagnostic, Faults, PolicyFaults, nearest
from rulings.library import Library, read_library, read_version
from rulings.model import Policy
from rulings.reader.edits import Edits
from rulings.reader.fragments import POLICY
from rulings.reader.nodes import Mapping, Scalar
from rulings.reader.strict_yaml import read_yaml
from rulings.replacing import replace_files
from rulings.validity import base_of, check_validity, number_of
from rulings.values import BadValue, parse_date, parse_datetime

NEVER = "never"
"""What is written for the last day of a version that has none."""


class NotDrafted(PolicyFaults):
    """A new version that cannot be made as it was asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the new version's date, and what is to differ from it. `until` is a date or NEVER.

    `suspends` is the date of the version of which a temporary measure takes the place for some time.
    """

    version: str
    published: str | None = None
    since: str | None = None
    until: str | None = None
    suspends: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A new version that is ready to be written. `copied` is the version that it is a copy of."""

    path: Path
    text: str
    policy: Policy
    copied: Policy

    def write(self) -> None:
        """Write the file. Raises OSError."""
        replace_files({self.path: self.text.encode("utf-8")})


def draft(folder: Path, name: str, wanted: Wanted) -> Draft:
    """Make the next version of a policy; nothing is written.

    Raises NotDrafted where it was asked for in a way that cannot be, PolicyFaults where the policy as it stands has
    faults, NothingToCheck where there is no folder.
    """
    if not folder.is_dir():
        message = f"there is no folder {folder}"
        raise NothingToCheck(message)
    dates = _dates(wanted)
    library = _without_faults(folder, name)
    if wanted.suspends is not None:
        return _measure(folder / name, wanted.suspends, dates, library)
    last = [one.policy for one in library.versions[name] if one.policy.in_force.suspends is None][-1]
    path = folder / name / f"{wanted.version}.yaml"
    _refuse_order(path, dates, last, library)
    text = _rewritten(last, dates)
    return Draft(path, text, _read(path, text, last), last)


def _measure(folder: Path, suspends: str, dates: dict[str, date | None], library: Library) -> Draft:
    """Make a temporary measure: a copy of the version that it suspends."""
    name = "/".join(folder.parts[-2:])
    known = {policy.version: policy for policy in library.read.values() if policy.id == name}
    path = folder / f"{dates['DATE']}.yaml"
    suspended = _newest(known, suspends, "--suspends")
    faults: list[Diagnostic] = []
    if path.exists():
        faults.append(Diagnostic("version-exists", f"{path} is there already", None, "DATE", "a new date"))
    if dates.get("--until") is None:
        message = f"a temporary measure has a last day, after which {suspends} goes on"
        faults.append(Diagnostic("until-missing", message, None, "--until", f"a date after {dates['--from']}"))
    _raise(faults)
    text = _rewritten(suspended, dates, base_of(suspends))
    return Draft(path, text, _checked(_read(path, text, suspended), known), suspended)


def _newest(known: dict[str, Policy], version: str, option: str) -> Policy:
    """Give a version, or the last correction of it. Raises NotDrafted."""
    numbers = [number_of(one) for one in known if base_of(one) == base_of(version)]
    if not numbers:
        expected = "one of " + ", ".join(sorted({base_of(one) for one in known}))
        near = nearest(version, known)
        _raise([Diagnostic("unknown-version", f"there is no version {version}", None, option, expected, near=near)])
    return known[base_of(version) + (f"+{max(numbers)}" if max(numbers) else "")]


def _checked(made: Policy, known: dict[str, Policy]) -> Policy:
    """Refuse a version that does not go together with those that there are."""
    faults = Faults()
    check_validity([*known.values(), made], faults)
    if faults.errors:
        summary = "no version is made: it would have faults"
        raise NotDrafted(summary, faults.errors)
    return made


def correction(folder: Path, name: str, version: str, recorded: str) -> Draft:
    """Make a correction of a version, or of its last correction; nothing is written.

    `version` is the date of the version, `recorded` the day or the moment from which the correction is known. Raises
    what `draft` raises.
    """
    if not folder.is_dir():
        message = f"there is no folder {folder}"
        raise NothingToCheck(message)
    _check_recorded(recorded)
    library = _without_faults(folder, name)
    known = {policy.version: policy for policy in library.read.values() if policy.id == name}
    corrected = _newest(known, version, "VERSION")
    new = f"{base_of(version)}+{number_of(corrected.version) + 1}"
    path = folder / name / f"{new}.yaml"
    text = _corrected(corrected, new, recorded)
    return Draft(path, text, _checked(_read(path, text, corrected), known), corrected)


def _check_recorded(recorded: str) -> None:
    try:
        if "T" in recorded:
            parse_datetime(recorded)
        else:
            parse_date(recorded)
    except BadValue as bad:
        _raise([Diagnostic(bad.code, str(bad), None, "--recorded", bad.expected, bad.help)])


def _corrected(policy: Policy, new: str, recorded: str) -> str:
    """Give the text of a version with the name of its correction, and what that says of itself."""
    data = Path(policy.place.file).read_bytes()
    text = data.decode("utf-8")
    root = read_yaml(data, policy.place.file, Faults())
    edits = Edits(text)
    if isinstance(root, Mapping):
        edits.replace(_scalar(root, "version"), new)
        own = {"corrects": policy.version, "recorded": recorded}
        missing = [f"{key}: {value}" for key, value in own.items() if key not in root.entries]
        for key in own.keys() & root.entries.keys():
            edits.replace(_scalar(root, key), own[key])
        if missing:
            edits.insert_after(root, "version", "\n".join(missing))
    return edits.result()


def _without_faults(folder: Path, name: str) -> Library:
    """Read a folder in which the policy is, and has no fault. Raises NotDrafted and PolicyFaults."""
    library = read_library(folder)
    _refuse_unknown(name, library)
    faults = Checked(library, ((folder / name).resolve(),)).faults
    if faults:
        summary = f"{name} has faults; mend them before a new version is made of it"
        raise PolicyFaults(summary, faults)
    return library


def _dates(wanted: Wanted) -> dict[str, date | None]:
    """Read the dates by the names that the command gives them; `--until` is None for a version without a last day."""
    given = {"DATE": wanted.version, "--published": wanted.published, "--from": wanted.since, "--until": wanted.until}
    found: dict[str, date | None] = {}
    faults: list[Diagnostic] = []
    for option, text in given.items():
        try:
            if text is not None:
                found[option] = None if option == "--until" and text == NEVER else parse_date(text)
        except BadValue as bad:
            faults.append(Diagnostic(bad.code, str(bad), None, option, bad.expected, bad.help))
    _raise(faults)
    return {"--published": found["DATE"], "--from": found["DATE"]} | found


def _raise(faults: list[Diagnostic]) -> None:
    if faults:
        summary = "no version is made"
        raise NotDrafted(summary, faults)


def _refuse_unknown(name: str, library: Library) -> None:
    if re.search(POLICY, name) and any((library.folder / name).glob("*.yaml")):
        return
    known = sorted({policy.id for policy in library.read.values()})
    expected = "a policy that has a version" + (": " + ", ".join(known) if known else "")
    message = f'there is no policy "{name}" in {library.folder}'
    _raise([Diagnostic("unknown-policy", message, None, "POLICY", expected, near=nearest(name, known))])


def _refuse_order(path: Path, dates: dict[str, date | None], last: Policy, library: Library) -> None:
    """Refuse a version that is there already, is not the newest, or would be in force together with the last."""
    version, since = dates["DATE"], dates["--from"]
    newest = max(policy.version for policy in library.read.values() if policy.id == last.id).partition("+")[0]
    faults: list[Diagnostic] = []
    if path.exists():
        help_ = f"for a correction of it: `rulings correct {last.id} {version}`"
        faults.append(Diagnostic("version-exists", f"{path} is there already", None, "DATE", "a new date", help_))
    elif str(version) <= newest:
        message = f"{version} is not after {newest}, the last version of {last.id}"
        faults.append(Diagnostic("version-not-newer", message, None, "DATE", f"a date after {newest}"))
    elif since is not None and since <= last.in_force.since:
        message = f"{last.version} is in force from {last.in_force.since}, and the new version would be from {since}"
        expected = f"a first day after {last.in_force.since}"
        faults.append(Diagnostic("overlapping-versions", message, None, "--from", expected))
    elif since is not None and last.in_force.until is not None:
        faults += _of_ends(last, last.in_force.until, since, dates)
    _raise(faults)


def _of_ends(last: Policy, until: date, since: date, dates: dict[str, date | None]) -> list[Diagnostic]:
    """Find what is wrong where the last version has a last day, which cannot be that of the new one as well."""
    if since <= until:
        message = f"{last.version} is in force until {until}, and the new version would be from {since}"
        help_ = "let it begin later with --from"
        expected = f"a first day after {until}"
        return [Diagnostic("overlapping-versions", message, None, "--from", expected, help_)]
    if "--until" in dates:
        return []
    message = f"{last.version} is in force until {until}; it is not known when the new version ends"
    help_ = f"say its last day with --until, or --until {NEVER}"
    return [Diagnostic("until-missing", message, None, "--until", f"a date after {until}, or {NEVER}", help_)]


def _rewritten(last: Policy, dates: dict[str, date | None], suspends: str | None = None) -> str:
    """Give the text of a version with the new dates in it, and with what a temporary measure suspends."""
    file = last.place.file
    data = Path(file).read_bytes()
    text = data.decode("utf-8")
    root = read_yaml(data, file, Faults())
    edits = Edits(text)
    in_force = root.get("in_force") if isinstance(root, Mapping) else None
    if isinstance(root, Mapping) and isinstance(in_force, Mapping):
        for mapping, key, option in ((root, "version", "DATE"), (root, "published", "--published")):
            edits.replace(_scalar(mapping, key), str(dates[option]))
        for key in ("recorded", "corrects"):  # what was said of the copied version is not true of the new one
            if key in root.entries:
                edits.remove(root, key)
        edits.replace(_scalar(in_force, "from"), str(dates["--from"]))
        if "--until" in dates:
            _set_until(edits, in_force, dates["--until"])
        if suspends is not None and "suspends" in in_force.entries:
            edits.replace(_scalar(in_force, "suspends"), suspends)
        elif suspends is not None:
            edits.insert_after(in_force, "chosen_by", f"suspends: {suspends}")
    return edits.result()


def _scalar(mapping: Mapping, key: str) -> Scalar:
    node = mapping.get(key)
    if not isinstance(node, Scalar):
        message = f"the version has no {key}, although it was read without a fault"
        raise TypeError(message)
    return node


def _set_until(edits: Edits, in_force: Mapping, until: date | None) -> None:
    if until is None:
        if "until" in in_force.entries:
            edits.remove(in_force, "until")
    elif "until" in in_force.entries:
        edits.replace(_scalar(in_force, "until"), str(until))
    else:
        edits.insert_after(in_force, "from", f"until: {until}")


def _read(path: Path, text: str, last: Policy) -> Policy:
    """Read the new version before it is written: what is written has no fault."""
    faults = Faults()
    node = read_yaml(text.encode("utf-8"), str(path), faults)
    policy = None if node is None else read_version(node, str(path), last.vocabulary, last.register, faults)
    if policy is None or faults.errors:
        summary = "no version is made: it would have faults"
        raise NotDrafted(summary, faults.errors)
    return policy


def last_day_before(since: date) -> date:
    """Give the day on which a version ends that one from `since` on follows."""
    return since - timedelta(days=1)
