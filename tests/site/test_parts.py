"""The parts of the site by themselves: markup, drawings, phrases, colours, search."""

import json
import re
import string
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import rulings.site
from rulings.site import pages, sheet, site_files
from rulings.site.addresses import link
from rulings.site.counting import nominal
from rulings.site.drawing import Bar, Lane, lanes, percent
from rulings.site.markup import Html, code, element, joined, separated
from rulings.site.phrases import PHRASES
from rulings.values import Span

SOURCE = Path(rulings.site.__file__).parent
STYLE = (SOURCE / "style.css").read_text(encoding="utf-8")


# Markup


def test_texts_are_escaped_and_html_is_not():
    written = element("p", '<b> & "x"', Html("<i>y</i>"), title="a\"b'<")
    assert written == '<p title="a&quot;b&#x27;&lt;">&lt;b&gt; &amp; &quot;x&quot;<i>y</i></p>\n'


def test_attributes():
    assert element("a", "x", href="#", class_="c", aria_label="l", hidden=True, id=None, open=False) == (
        '<a href="#" class="c" aria-label="l" hidden>x</a>'
    )


def test_void_elements_and_shapes_have_no_end():
    assert element("meta", charset="utf-8") == '<meta charset="utf-8">'
    assert element("rect", x="1%") == '<rect x="1%"/>'


def test_contents_nest():
    assert joined("a", None, ["b", [Html("<br>")]]) == "ab<br>"
    assert joined(separated(["a", "b", "c"], ", ")) == "a, b, c"


def test_identifiers_break_between_their_words():
    assert code("a.b_c") == '<code translate="no">a.<wbr>b_<wbr>c</code>'


# Links


@pytest.mark.parametrize(
    ("origin", "to", "anchor", "written"),
    [
        ("en/index.html", "en/a/b/2024-01-01.html", "", "a/b/2024-01-01.html"),
        ("en/a/b/1.html", "zh/a/b/1.html", "", "../../../zh/a/b/1.html"),
        ("en/a/b/1.html", "style.css", "", "../../../style.css"),
        ("en/a/b/1.html", "en/a/b/1+1.html", "x", "1%2B1.html#x"),
        ("en/a/b/1.html", "en/a/b/1.html", "fact-a.b", "#fact-a.b"),
        ("en/a/b/1.html", "en/a/b/1.html", "", "1.html"),
    ],
)
def test_links_are_relative(origin, to, anchor, written):
    assert link(origin, to, anchor) == written


# Drawings


@pytest.mark.parametrize(
    ("share", "written"),
    [(Fraction(0), "0%"), (Fraction(1), "100%"), (Fraction(1, 3), "33.33%"), (Fraction(1, 40), "2.5%")],
)
def test_places_are_written_as_shares(share, written):
    assert percent(share) == written


def test_what_is_short_is_seen_and_stays_inside():
    drawn = lanes([Lane("x", (Bar("open", Fraction(1), Fraction(1)),), "", "x")])
    assert 'class="open" x="99%" y="4" width="1%"' in drawn


def test_what_has_no_end_ends_in_a_point():
    drawn = lanes([Lane("x", (Bar("open", Fraction(0), Fraction(1), goes_on=True),), "", "x")], ends=("a", "b"))
    assert '<svg x="100%" overflow="visible"><path d="M-10 0H1V22H-10L0 11Z" class="cut"/></svg>' in drawn
    assert drawn.endswith('<li class="scale" aria-hidden="true"><span>a</span><span>b</span></li>\n</ul>\n')


@pytest.mark.parametrize(
    ("span", "days"), [("2 weeks", 14), ("1 month", 30), ("1 year", 365), ("48 hours", 2), ("5 working days", 7)]
)
def test_spans_have_a_length_to_be_drawn_with(span, days):
    assert nominal(Span.parse(span)) == days * 86_400
    assert nominal(None) == 0


# Phrases


def gaps(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_have_the_same_gaps(key):
    phrase = PHRASES[key]
    assert phrase.en.strip()
    assert phrase.zh.strip()
    if not key.endswith("_one"):
        assert gaps(phrase.en) == gaps(phrase.zh)


class Recorded(dict):
    """Phrases that remember which of them were said."""

    def __init__(self, phrases):
        super().__init__(phrases)
        self.said = set()

    def __getitem__(self, key):
        self.said.add(key)
        return super().__getitem__(key)


# What the policies of these tests have no occasion for.
UNSAID = {
    "calculated",
    "not_every",
    "not_some",
    "proved_but",
}


def test_every_phrase_is_said_somewhere(catalogue, monkeypatch):
    phrases = Recorded(PHRASES)
    for module in (sheet, pages):
        monkeypatch.setattr(module, "PHRASES", phrases)
    site_files(catalogue)
    assert set(PHRASES) - phrases.said == UNSAID


# Colours


def palette(block):
    return dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", block))


ROOTS = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
PALETTES = {"light": palette(ROOTS[0]), "dark": palette(ROOTS[1])}
ON_PAPER = ("ink", "soft", "link", "accent", "good", "warn", "bad")
PAIRS = [
    *((text, paper) for text in ON_PAPER for paper in ("paper", "panel")),
    *((text, "mark") for text in ("ink", "soft", "link")),
    *((text, f"{text}-paper") for text in ("good", "warn", "bad")),
    ("paper", "due"),
]
GRAPHICS = ("open", "wait", "due", "level", "weight", "past", "accent")


def luminance(colour):
    parts = (Decimal(int(colour[at : at + 2], 16)) / 255 for at in (0, 2, 4))
    linear = [
        part / Decimal("12.92")
        if part <= Decimal("0.04045")
        else ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
        for part in parts
    ]
    return sum(weight * part for weight, part in zip(map(Decimal, ("0.2126", "0.7152", "0.0722")), linear, strict=True))


def contrast(one, other):
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + Decimal("0.05")) / (darker + Decimal("0.05"))


def test_contrast_is_measured_as_it_should_be():
    assert contrast("ffffff", "000000") == 21
    assert Decimal("4.47") < contrast("777777", "ffffff") < Decimal("4.49")


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize(("text", "paper"), PAIRS)
def test_texts_can_be_read(scheme, text, paper):
    colours = PALETTES[scheme]
    assert contrast(colours[text], colours[paper]) >= Decimal("4.5")


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize("look", GRAPHICS)
def test_drawings_can_be_seen(scheme, look):
    colours = PALETTES[scheme]
    assert contrast(colours[look], colours["paper"]) >= 3


def test_every_class_of_the_stylesheet_is_used(files):
    styled = set(re.findall(r"\.([a-z][a-z-]+)(?![\w(])", re.sub(r"\{.*?\}", "{}", STYLE, flags=re.DOTALL)))
    used = {
        name for text in files.values() for names in re.findall(r' class="([^"]+)"', text) for name in names.split()
    }
    assert sorted(styled - used - {"css"}) == []


# Search


def test_what_can_be_searched_leads_somewhere(files, language):
    data = files[f"{language}/search-index.js"]
    assert data.startswith("window.rulingsSearch = [\n")
    entries = json.loads(data.removeprefix("window.rulingsSearch = ").removesuffix(";\n"))
    assert entries == sorted(entries)
    assert {kind for kind, *_ in entries} == {
        PHRASES[f"is_{kind}"].text(language) for kind in ("policy", "decision", "rule", "reading", "provision", "fact")
    }
    for _, words, name, address in entries:
        path, _, place = address.partition("#")
        assert words
        assert name
        assert not place or f'id="{place}"' in files[f"{language}/{path.replace('%2B', '+')}"]
