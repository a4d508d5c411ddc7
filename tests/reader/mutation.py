"""Changes to the bytes of a file such as a slip of the hand, a bad merge or a broken disk would make."""

import random
import re

SPECIALS = [
    *(b"\t", b"\x00", b"\xff", b"\r", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\xa0", b"\xe2\x80\xae", b"\x1b", b"\n\n"),
    *(
        b"- ",
        b": ",
        b"? ",
        b"#",
        b" #x",
        b"&a ",
        b"*a ",
        b"!!str ",
        b"!x ",
        b"| ",
        b"> ",
        b">3",
        b"<<: ",
        b"%",
        b"@",
        b"`",
    ),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b"'",
        b'"',
        b"---\n",
        b"...\n",
        b"%YAML 1.2\n",
        b"{{{{",
        b"[[[[",
        b"\\",
        b"$",
        b"~",
    ),
    *(
        b"null",
        b"true",
        b"NO",
        b"1e3",
        b"0x1F",
        b".inf",
        b"12:30",
        b"-1",
        b"99999999999999999999",
        b"1.5 days",
        b"500 USD",
    ),
    *("：".encode(), "％".encode(), "　".encode(), "“".encode(), "退货".encode(), "👩‍💻".encode()),
]
_TOKEN = re.compile(rb"[A-Za-z_][\w.-]*|[0-9][0-9.%:+-]*|\S")


def mutated(data, rng):
    """One to three changes, chosen by a source of randomness."""
    for _ in range(rng.randint(1, 3)):
        data = rng.choice(CHANGES)(data, rng)
    return data


def _lines(data):
    return data.splitlines(keepends=True) or [b""]


def delete_line(data, rng):
    lines = _lines(data)
    del lines[rng.randrange(len(lines))]
    return b"".join(lines)


def delete_lines(data, rng):
    lines = _lines(data)
    start = rng.randrange(len(lines))
    del lines[start : start + rng.randint(1, 20)]
    return b"".join(lines)


def repeat_line(data, rng):
    lines = _lines(data)
    at = rng.randrange(len(lines))
    lines.insert(rng.randrange(len(lines)), lines[at])
    return b"".join(lines)


def swap_lines(data, rng):
    lines = _lines(data)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def join_lines(data, rng):
    lines = _lines(data)
    at = rng.randrange(len(lines))
    lines[at] = lines[at].rstrip(b"\n")
    return b"".join(lines)


def indent_line(data, rng):
    lines = _lines(data)
    at = rng.randrange(len(lines))
    lines[at] = b" " * rng.randint(1, 4) + lines[at]
    return b"".join(lines)


def dedent_line(data, rng):
    lines = _lines(data)
    at = rng.randrange(len(lines))
    lines[at] = lines[at].removeprefix(b" ").removeprefix(b" ")
    return b"".join(lines)


def flip_bytes(data, rng):
    broken = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        if broken:
            broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def delete_bytes(data, rng):
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.randint(1, 8) :]


def insert_special(data, rng):
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(SPECIALS) + data[at:]


def truncate(data, rng):
    return data[: rng.randrange(len(data) + 1)]


def replace_token(data, rng):
    """A word of the file, or a special one, in the place of another."""
    tokens = list(_TOKEN.finditer(data))
    if not tokens:
        return data
    old, new = rng.choice(tokens), rng.choice(tokens)
    word = rng.choice([new.group(), new.group(), rng.choice(SPECIALS)])
    return data[: old.start()] + word + data[old.end() :]


def misspell_token(data, rng):
    tokens = [token for token in _TOKEN.finditer(data) if len(token.group()) > 1]
    if not tokens:
        return data
    old = rng.choice(tokens)
    at = rng.randrange(old.start(), old.end() - 1)
    return data[:at] + data[at + 1 : at + 2] + data[at : at + 1] + data[at + 2 :]


CHANGES = (
    *(delete_line, delete_lines, repeat_line, swap_lines, join_lines, indent_line, dedent_line),
    *(flip_bytes, delete_bytes, insert_special, truncate, replace_token, misspell_token),
)


def seeded(*seed):
    """A source of randomness that is the same on every machine."""
    return random.Random("/".join(map(str, seed)))  # noqa: S311 - reproducible cases, nothing secret
