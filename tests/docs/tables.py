"""Tables of the documents: their rows, and what stands in a cell."""

import re


def tables_of(text, *heads):
    """Give the rows of every table whose head begins with these words; cells without spaces around them."""
    lines = text.splitlines()
    start = "| " + " | ".join(heads) + " |"
    return [_rows(lines[number + 2 :]) for number, line in enumerate(lines) if line.startswith(start)]


def table_of(text, *heads):
    """Give the rows of the one table whose head begins with these words."""
    [rows] = tables_of(text, *heads)
    return rows


def _rows(lines):
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def quoted(cell):
    """Give what a cell has in backticks."""
    return re.findall(r"`([^`]*)`", cell)


def keys_of(rows):
    """Give the keys that rows list, and whether each is said to be required."""
    return {quoted(row[0])[0]: row[1].strip("| ") == "required" for row in rows}
