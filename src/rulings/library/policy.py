"""Reads one version of a policy: names first, then what they mean, and every fault on the way."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import PurePosixPath

from rulings.algebra import AT
from rulings.errors import Faults, nearest
from rulings.kinds import KINDS
from rulings.kinds.base import check_common_parts
from rulings.library.digests import digest_of
from rulings.model import Bilingual, Decision, InForce, Policy, Reading, Register, Vocabulary
from rulings.reader.fragments import POLICY
from rulings.reader.literals import infer_literal
from rulings.reader.nodes import Mapping, Node, Scalar, Sequence
from rulings.reader.scope import Scope
from rulings.reader.texts import bilingual, names
from rulings.schema.language import VERSION
from rulings.validity import base_of, number_of
from rulings.values import BadValue, Counting, parse_date, parse_datetime


def read_policy(node: Node, vocabulary: Vocabulary, register: Register, faults: Faults) -> Policy | None:
    """Read a version whose shape has been checked. None where faults keep it from being whole; they are in `faults`."""
    if not isinstance(node, Mapping):
        return None
    before = len(faults.errors)
    scope = Scope(vocabulary, register, faults)
    readings = _readings(node, scope)
    written = node.get("readings")
    scope.readings = set(written.entries) if isinstance(written, Mapping) else set()
    _parameters(node, scope)
    decisions = _decisions(node, scope)
    answers = _answers(node, scope, decisions)
    sources = _sources(node, scope)
    not_expressed = _not_expressed(node, scope)
    in_force = _in_force(node, scope)
    published = _date(node.get("published"), scope)
    recorded = _recorded(node, scope) or published
    _check_correction(node, scope)
    _check_names(node, scope)
    _refuse_circles(decisions, scope)
    title, name, version = bilingual(node.get("title")), node.get("policy"), node.get("version")
    if len(faults.errors) > before or title is None or in_force is None or published is None:
        return None
    if recorded is None:
        return None
    written = node.get("decisions")
    if not isinstance(name, Scalar) or not isinstance(version, Scalar) or not isinstance(written, Mapping):
        return None
    if decisions.keys() != written.entries.keys():
        return None
    return Policy(
        id=name.text,
        version=version.text,
        language=_language(node),
        title=title,
        published=published,
        in_force=in_force,
        sources=sources,
        readings=readings,
        not_expressed=not_expressed,
        parameters=dict(sorted(scope.parameters.items())),
        decisions=decisions,
        answers=answers,
        vocabulary=vocabulary,
        register=register,
        place=version.place,
        recorded=recorded,
        corrects=_text(node.get("corrects")),
        digest=digest_of(node, decisions, in_force, vocabulary),
    )


def _date(node: Node | None, scope: Scope) -> date | None:
    if not isinstance(node, Scalar) or node.value is None:
        return None
    try:
        return parse_date(node.text)
    except BadValue as fault:
        scope.faults.add(fault.code, node.place, str(fault), expected=fault.expected, help=fault.help)
        return None


def _language(node: Mapping) -> int:
    """The number of the language; a version that does not say it is written in the first."""
    said = node.get("language")
    return said.value if isinstance(said, Scalar) and isinstance(said.value, int) else 1


def _text(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) else None


def _recorded(node: Mapping, scope: Scope) -> date | datetime | None:
    """When the version became known: a day, or a moment where the hour matters."""
    said = node.get("recorded")
    if not isinstance(said, Scalar) or "T" not in said.text:
        return _date(said, scope)
    try:
        return parse_datetime(said.text)
    except BadValue as fault:
        scope.faults.add(fault.code, said.place, str(fault), expected=fault.expected, help=fault.help)
        return None


def _check_correction(node: Mapping, scope: Scope) -> None:
    """A correction says what it corrects and when it was recorded; another version corrects nothing."""
    version, corrects = node.get("version"), node.get("corrects")
    if not isinstance(version, Scalar):
        return
    number = number_of(version.text) if re.search(VERSION, version.text) else 0
    if number == 0:
        if isinstance(corrects, Scalar):
            message = f"version {version.text} is no correction: those are named by the version and a number"
            help_ = f"name it {corrects.text}+1, or take `corrects` away"
            scope.faults.add("corrects-nothing", corrects.place, message, expected=f"{corrects.text}+1", help=help_)
        return
    before = base_of(version.text) + (f"+{number - 1}" if number > 1 else "")
    for key, wanted in (("corrects", before), ("recorded", "a day, or a moment with its offset")):
        if key not in node.entries:
            message = f'the key "{key}" is missing: {version.text} is a correction'
            scope.faults.add("missing-key", version.place, message, expected=wanted, help=f"add `{key}: …`")
    if isinstance(corrects, Scalar) and corrects.text != before:
        message = f"{version.text} corrects {before}, but says {corrects.text}"
        scope.faults.add("corrects-nothing", corrects.place, message, expected=before)


def _readings(node: Mapping, scope: Scope) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    inner = node.get("readings")
    for name, _, value in sorted(inner.items(), key=lambda item: item[0]) if isinstance(inner, Mapping) else ():
        says = bilingual(value.get("says")) if isinstance(value, Mapping) else None
        of = names(value.get("of")) if isinstance(value, Mapping) else []
        for provision in of:
            scope.provision(provision)
        if says is not None:
            found[name] = Reading(name, tuple(item.text for item in of), says)
    return found


def _parameters(node: Mapping, scope: Scope) -> None:
    inner = node.get("parameters")
    for name, _, value in inner.items() if isinstance(inner, Mapping) else ():
        const = infer_literal(value, scope.faults)
        if const is None:
            scope.broken.add(name)
        else:
            scope.parameters[name] = const


def _decisions(node: Mapping, scope: Scope) -> dict[str, Decision]:
    inner = node.get("decisions")
    if not isinstance(inner, Mapping):
        return {}
    for name, key, value in inner.items():
        scope.places[name] = key.place
        kind = KINDS.get(_kind(value) or "")
        signature = kind.signature(value, scope) if kind is not None and isinstance(value, Mapping) else None
        if signature is None:
            scope.broken.add(name)
        else:
            scope.signatures[name] = signature
    found: dict[str, Decision] = {}
    for name, _, value in sorted(inner.items(), key=lambda item: item[0]):
        kind = KINDS.get(_kind(value) or "")
        if kind is None or not isinstance(value, Mapping) or name not in scope.signatures:
            check_common_parts(value, scope)
            continue
        decision = kind.read(name, value, scope.signatures[name], scope)
        if decision is not None:
            found[name] = decision
    return found


def _kind(node: Node) -> str | None:
    kind = node.get("kind") if isinstance(node, Mapping) else None
    return kind.text if isinstance(kind, Scalar) else None


def _answers(node: Mapping, scope: Scope, decisions: dict[str, Decision]) -> tuple[str, ...]:
    inner = node.get("answers")
    if not isinstance(inner, Sequence):
        used = (
            frozenset[str]().union(*(decision.uses for decision in decisions.values()))
            if decisions
            else frozenset[str]()
        )
        return tuple(sorted(set(decisions) - used))
    found: list[str] = []
    for item in inner.items:
        if not isinstance(item, Scalar) or scope.faults.is_full:
            continue
        if item.text not in scope.signatures and item.text not in scope.broken:
            near = nearest(item.text, scope.signatures)
            message = f'there is no decision "{item.text}"'
            scope.faults.add("unknown-decision", item.place, message, expected="a decision of this policy", near=near)
        else:
            found.append(item.text)
    return tuple(found)


def _sources(node: Mapping, scope: Scope) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    inner = node.get("sources")
    for name, key, value in inner.items() if isinstance(inner, Mapping) else ():
        document, about = (value.get("document"), value.get("about")) if isinstance(value, Mapping) else (None, None)
        if not scope.register.documents:
            continue
        if name not in scope.register.documents:
            near = nearest(name, scope.register.documents)
            message = f'the register of provisions has no document "{name}"'
            scope.faults.add("unknown-source", key.place, message, expected="a document of provisions.yaml", near=near)
        elif isinstance(document, Scalar) and scope.register.documents[name][0] not in ("", document.text):
            expected = scope.register.documents[name][0]
            message = f"the register names another file for {name}"
            scope.faults.add("unknown-source", document.place, message, expected=expected)
        if isinstance(document, Scalar) and isinstance(about, Scalar):
            found[name] = (document.text, about.text)
    return found


def _not_expressed(node: Mapping, scope: Scope) -> dict[str, Bilingual]:
    found: dict[str, Bilingual] = {}
    inner = node.get("not_expressed")
    for item in inner.items if isinstance(inner, Sequence) else ():
        provision = item.get("provision") if isinstance(item, Mapping) else None
        because = bilingual(item.get("because")) if isinstance(item, Mapping) else None
        if isinstance(provision, Scalar):
            scope.provision(provision)
            if because is not None:
                found[provision.text] = because
    return found


def _in_force(node: Mapping, scope: Scope) -> InForce | None:
    inner = node.get("in_force")
    if not isinstance(inner, Mapping):
        return None
    since, until = _date(inner.get("from"), scope), _date(inner.get("until"), scope)
    chosen_by = scope.fact(inner.get("chosen_by"), ("date", "datetime"))
    zone = inner.get("timezone")
    timezone = zone.text if isinstance(zone, Scalar) else "Asia/Shanghai"
    try:
        Counting(timezone=timezone)
    except BadValue as fault:
        place = zone.place if zone is not None else inner.place
        scope.faults.add("unknown-timezone", place, str(fault), expected=fault.expected, help=fault.help)
    if since is not None and until is not None and until < since:
        place = inner.entries["until"].value.place
        message = f"the version ends on {until}, before it begins on {since}"
        scope.faults.add("wrong-order", place, message, expected="a last day that is not before the first")
    suspends = inner.get("suspends")
    if isinstance(suspends, Scalar) and until is None:
        message = "a temporary measure says its last day: the version that it suspends goes on after it"
        scope.faults.add("missing-key", suspends.place, message, expected="until: a date", help="add `until: …`")
    if since is None or chosen_by is None:
        return None
    return InForce(since, until, chosen_by.path, timezone, _text(suspends))


def _check_names(node: Mapping, scope: Scope) -> None:
    """One name means one thing: decisions, parameters and groups of facts must not share one."""
    groups = scope.vocabulary.groups
    taken: dict[str, str] = dict.fromkeys(groups, "a group of facts")
    taken |= dict.fromkeys(scope.vocabulary.lists, "a record of a list")
    taken |= {AT.path: "the moment of evaluation", "by_level": "what goes by level"}
    for part, what in (("parameters", "a parameter"), ("decisions", "a decision")):
        inner = node.get(part)
        for name, key, _ in inner.items() if isinstance(inner, Mapping) else ():
            if name in taken:
                message = f'"{name}" is already the name of {taken[name]}'
                scope.faults.add("name-taken", key.place, message, help="take another name")
            else:
                taken[name] = what


def _refuse_circles(decisions: dict[str, Decision], scope: Scope) -> None:
    for name in sorted(decisions):
        circle = _circle_from(name, decisions)
        if circle is not None and name == min(circle):
            way = " → ".join((*circle, circle[0]))
            message = (
                f"decisions wait for each other: {way}"
                if len(circle) > 1
                else f'the decision "{name}" waits for itself'
            )
            scope.faults.add(
                "circular-decisions", decisions[name].place, message, help="take one of the references away"
            )


def _circle_from(start: str, decisions: dict[str, Decision]) -> tuple[str, ...] | None:
    """Give a shortest way from a decision back to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for used in sorted(decisions[way[-1]].uses if way[-1] in decisions else ()):
            if used == start:
                return way
            if used not in seen:
                seen.add(used)
                ways.append((*way, used))
    return None


def check_file_name(node: Node, file: str, faults: Faults) -> None:
    """Check that a version says the name that its folder and file have."""
    if not isinstance(node, Mapping):
        return
    path = PurePosixPath(file)
    expected = {"policy": "/".join(path.parent.parts[-2:]), "version": path.name.removesuffix(".yaml")}
    forms = {"policy": POLICY, "version": VERSION}
    for key, wanted in expected.items():
        said = node.get(key)
        if isinstance(said, Scalar) and said.text != wanted and re.search(forms[key], said.text):
            message = f'the file says {key} "{said.text}", but its place says "{wanted}"'
            faults.add("wrong-place", said.place, message, expected=wanted, help="rename the file or correct the key")
