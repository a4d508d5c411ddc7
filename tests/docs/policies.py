"""The table of the READMEs that names every policy: what stands there, and what has to."""

from tests.docs.fences import ROOT

from rulings import PolicyBook

HEADS = {
    "README.md": "| policy | rules on | versions in force from |\n|---|---|---|\n",
    "README.zh.md": "| 规则 | 内容 | 各版本施行日期 |\n|---|---|---|\n",
}


def rows_for(document):
    """Give the rows that the table of a README must have: every policy with its title and its versions."""
    language = "zh" if document == "README.zh.md" else "en"
    book = PolicyBook.load(ROOT / "policies")
    return "".join(_row(book, policy, language) for policy in book.policies)


def _row(book, policy, language):
    versions = [version.policy for version in book.versions(policy)]
    title = versions[-1].title.text(language)
    dates = ", ".join(version.in_force.since.isoformat() for version in versions)
    return f"| [`{policy}`](policies/{policy}) | {title} | {dates} |\n"


def with_rows(document, text):
    """Give a README with the rows that its table must have, in the place of those that it has."""
    head, found, rest = text.partition(HEADS.get(document, "\0"))
    if not found:
        return text
    lines = rest.splitlines(keepends=True)
    behind = next(number for number, line in enumerate(lines) if not line.startswith("|"))
    return head + found + rows_for(document) + "".join(lines[behind:])
