"""Values of facts as cases have them in JSON: good ones, and ones that are bad or written in an unusual way."""

from random import Random

from rulings.cases.check import check_fact

GOOD = {
    "boolean": (True, False),
    "integer": (0, 1, 2, 3, 5, 50, 100_000),
    "decimal": ("0", "0.5", "1", "1.50", "2.2", "60", "99.999999999"),
    "rate": ("0%", "0.000001%", "50%", "99.9%", "99.999999%", "100%"),
    "money": ("0.00 CNY", "0.01 CNY", "12.3 CNY", "350 CNY", "12345678.90 CNY"),
    "span": ("1 minute", "3 minutes", "1 hour", "48 hours", "90 seconds"),
    "date": ("2024-02-29", "1900-01-01", "2099-12-31", "2000-02-29", "2023-12-31"),
    "datetime": (
        "2024-03-01T10:00:00+08:00",
        "2024-02-29T23:59:59.5+08:00",
        "2024-02-29T16:00:00Z",
        "2024-02-29T16:00:00.123456Z",
        "2024-02-29T16:00:00.1234Z",
        "1900-01-01T00:00:00+14:00",
        "2099-12-31T23:59:59.999999-12:00",
        "1970-01-01T00:00:00+00:00",
        "2024-01-01T00:00:00-23:59",
    ),
    "text": ("x", "真", "two words", "…" * 100),
}
BAD = {
    "boolean": ("yes", "True", "false ", 1, "1", "TRUE", "null"),
    "integer": (-1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 1.0, 1.5, "1", "01", True, 10**19, 10**50, "-0", "1e3"),
    "decimal": (
        -0.5,
        0.5,
        7,
        "-0",
        "-0.0",
        "00",
        "0.50",
        ".5",
        "5.",
        "1e3",
        1e3,
        "0.0000000001",
        "0.1234567890",
        "9999999999.5",
        "9223372036",
        "9223372037",
        "9223372036.85477580",
        "9" * 18,
        "9" * 19,
        "1." + "0" * 18,
        True,
        "NaN",
        " 1",
        "1 ",
        "1\u0660",
        '"1"',
    ),
    "rate": (
        "100.000001%",
        "-0%",
        "-0.1%",
        "1.1234567%",
        "00%",
        "01%",
        "%",
        "50",
        "50 %",
        "50.%",
        "999999999999.999999%",
        "1000000000000%",
        0.5,
        "\u0665%",
        "5%%",
    ),
    "money": (
        "-0.00 CNY",
        "-1 CNY",
        "000 CNY",
        "0.000 CNY",
        "12.345 CNY",
        "92233720368547758.07 CNY",
        "92233720368547758.08 CNY",
        "-92233720368547758.08 CNY",
        "99999999999999999.99 CNY",
        "1234567890123456.78 CNY",
        "12345678901234567 CNY",
        "123456789012345678 CNY",
        "12.30CNY",
        "12.30  CNY",
        "12.30 USD",
        "12.30",
        " CNY",
        "CNY",
        "- CNY",
        ". CNY",
        "1.2.3 CNY",
        "1-2 CNY",
        "+1 CNY",
        "1 CNY\n",
        12,
        12.3,
        "\u00a512.30 CNY",
        "12.30 CNY\0",
    ),
    "span": (
        "0 seconds",
        "-1 seconds",
        "1 day",
        "2 working days",
        "01 hours",
        "3 minutes ",
        "3  minutes",
        "3minutes",
        "3155760000 seconds",
        "3155760001 seconds",
        "52596000 minutes",
        "52596001 minutes",
        "876600 hours",
        "876601 hours",
        " seconds",
        "seconds",
        "1.5 hours",
        "999999999999 seconds",
        "1000000000000 seconds",
        5,
        "-0 seconds",
    ),
    "date": (
        "1899-12-31",
        "2100-01-01",
        "2023-02-29",
        "1900-02-29",
        "2024-13-01",
        "2024-00-01",
        "2024-01-00",
        "2024-04-31",
        "2024-1-1",
        "20240101",
        "2024-01-01T00:00:00Z",
        "2024/01/01",
        "\uff12024-01-01",
        20240101,
        "2024-01-01 ",
        "99999-1-01",
    ),
    "datetime": (
        "1899-12-31T23:59:59Z",
        "2100-01-01T00:00:00+08:00",
        "2024-03-01T10:00:00.1234567+08:00",
        "2024-03-01T10:00:00.0000000Z",
        "2024-03-01T10:00:00",
        "2024-03-01T10:00:00z",
        "2024-03-01t10:00:00Z",
        "2024-03-01 10:00:00+08:00",
        "2024-03-01T10:00:00+0800",
        "2024-03-01T10:00:00+08",
        "2024-03-01T10:00+08:00",
        "2024-03-01T24:00:00Z",
        "2024-03-01T23:60:00Z",
        "2024-03-01T23:59:60Z",
        "2024-03-01T10:00:00+24:00",
        "2024-03-01T10:00:00+08:60",
        "2024-03-01T10:00:00-00:00",
        "2024-03-01T10:00:00.Z",
        "2024-03-01T10:00:00,5Z",
        "2023-02-29T10:00:00Z",
        "2024-03-01",
        1709258400,
        "2024-03-01T10:00:00\u221208:00",
        "2024-03-01T10:00:00.12345+Z",
        "2024-03-01T10:00:00.123 08:00",
    ),
    "text": ("", "a,b", 'a "b"', "a\nb", "x" * 10_000, "x" * 10_001, "真" * 10_000, "真" * 10_001, 5, " x ", "a\\b"),
}
BAD["choice"] = ("", "neither", 1, "Red", "red ")
BAD["list"] = ({}, "none", [None], [1], [{"no_such_field": 1}], [{"no_such_field": None}], [[]])
BAD_IDS = ("", "x" * 200, "x" * 201, "真" * 200, "真" * 201, 17, "a,b", 'a "b"')


class Writer:
    """Draws the facts of one policy's cases."""

    def __init__(self, vocabulary, seed):
        self.random, self.vocabulary = Random(seed), vocabulary  # noqa: S311 - the same cases every time

    def value(self, fact, bad):
        """Give a value of a fact, a bad one in so many of a thousand."""
        name = fact.type.name
        if self.random.randrange(1000) < bad and name in BAD:
            return self.random.choice(BAD[name])
        if name == "choice":
            return self.random.choice(fact.type.options)
        if name == "list":
            count = self.random.randrange(4)
            return [self.some(fact.fields, bad) for _ in range(count)]
        return self.random.choice([value for value in GOOD[name] if not check_fact(fact, value, "it")])

    def some(self, facts, bad):
        """Give some of the facts."""
        return {name: self.value(fact, bad) for name, fact in facts.items() if self.random.random() < 0.6}

    def facts(self, paths, bad):
        """Give some of the facts with these paths."""
        return self.some({path: self.vocabulary.facts[path] for path in paths}, bad)
