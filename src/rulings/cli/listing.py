"""`rulings list`: which policies and versions there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from rulings.algebra import OTHERWISE
from rulings.cli.frame import Command
from rulings.cli.options import format_option, language_option, policies_option, policies_or_default
from rulings.cli.output import JSON, counted, say, say_json
from rulings.errors import PolicyFaults
from rulings.library import Library, read_library
from rulings.model import Bilingual
from rulings.plain import plain_value
from rulings.publishing import published
from rulings.version import Version

SHORT = len("sha256:") + 8


@click.command(
    "list",
    cls=Command,
    short_help="List policies and versions.",
    examples=(
        "rulings list",
        "rulings list --policies policies --lang zh",
    ),
)
@policies_option
@language_option
@format_option
def listing(policies: Path | None, language: str, form: str) -> None:
    """List the policies and their versions: when they are in force, how many rules they have, which are published."""
    library = read_library(policies_or_default(policies))
    if library.errors:
        summary = f"{counted(len(library.errors), 'fault')} in the policies of {library.folder}"
        raise PolicyFaults(summary, library.errors)
    data = listed(library)
    if form == JSON:
        say_json(data)
    else:
        say("\n".join(_lines(data, language)))


def listed(library: Library) -> dict[str, Any]:
    """Give the policies, versions and platforms of a folder as plain data."""
    lock = published(library)
    policies = [
        {
            "policy": id_,
            "title": _both(versions[-1].policy.title),
            "versions": [_version(version, is_published=version.name in lock) for version in versions],
            "corrected": [
                _version(version, is_published=version.name in lock) for version in library.corrected.get(id_, ())
            ],
        }
        for id_, versions in library.versions.items()
    ]
    platforms = [
        {"platform": name, "title": _both(vocabulary.title), "facts": len(vocabulary.facts)}
        for name, vocabulary in library.vocabularies.items()
    ]
    return {"policies": policies, "platforms": platforms}


def _both(text: Bilingual) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _version(version: Version, *, is_published: bool) -> dict[str, Any]:
    policy = version.policy
    rules = [name for decision in policy.decisions.values() for name in decision.rules if name != OTHERWISE]
    return {
        "version": policy.version,
        "from": policy.in_force.since.isoformat(),
        "until": version.ends.isoformat() if version.ends is not None else None,
        "in_force": [{"from": plain_value(one.first), "until": plain_value(one.last)} for one in version.periods],
        "recorded": plain_value(policy.recorded),
        "corrects": policy.corrects,
        "suspends": policy.in_force.suspends,
        "decisions": len(policy.decisions),
        "rules": len(rules),
        "digest": policy.digest,
        "published": is_published,
    }


def _lines(data: dict[str, Any], language: str) -> Iterator[str]:
    say_version = _in_chinese if language == "zh" else _in_english
    for policy in data["policies"]:
        yield f"{policy['policy']}: {policy['title'][language]}"
        for version in policy["versions"]:
            yield f"  {version['version']}  {say_version(version)}"
        for version in policy["corrected"]:
            comma = "，" if language == "zh" else ", "
            yield f"  {version['version']}  {_CORRECTED.text(language)}{comma}{_state(version, language)}"
    for platform in data["platforms"]:
        name, title, facts = platform["platform"], platform["title"][language], platform["facts"]
        if language == "zh":
            yield f"平台 {name}：{title}，{facts}项事实"
        else:
            yield f"platform {name}: {title}, {counted(facts, 'fact')}"


_CORRECTED = Bilingual("a correction has taken its place", "已由更正版本取代")
_STATES = {True: Bilingual("published", "已发布"), False: Bilingual("draft", "草稿")}


def _state(version: dict[str, Any], language: str) -> str:
    return _STATES[version["published"]].text(language)


def _in_english(version: dict[str, Any]) -> str:
    spans = (
        f"from {one['from']} until {one['until']}" if one["until"] else f"from {one['from']} without end"
        for one in version["in_force"]
    )
    counts = f"{counted(version['decisions'], 'decision')}, {counted(version['rules'], 'rule')}"
    measure = f", suspends {version['suspends']}" if version["suspends"] else ""
    return f"{' and '.join(spans)}{measure}, {counts}, {version['digest'][:SHORT]}, {_state(version, 'en')}"


def _in_chinese(version: dict[str, Any]) -> str:
    spans = (
        f"自 {one['from']} 起，至 {one['until']}" if one["until"] else f"自 {one['from']} 起，无截止日期"
        for one in version["in_force"]
    )
    counts = f"{version['decisions']}项决定，{version['rules']}条规则"
    measure = f"，暂停 {version['suspends']} 版本" if version["suspends"] else ""
    return f"{'；'.join(spans)}{measure}，{counts}，{version['digest'][:SHORT]}，{_state(version, 'zh')}"
