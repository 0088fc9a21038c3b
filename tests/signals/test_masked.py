"""Words of which signs stand for letters; profanity is tested with mild words, slurs with invented rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from headnote.signals import Lexicon, Rule
from headnote.signals.lexicon import rule_files
from headnote.signals.masked import masked
from headnote.signals.place import Places
from tests.signals.conftest import Read, make_layout, make_work

SLUR = Rule(id="standin.slur", code="slurs", group="slur", weight=0.7, words=["yorglet"], flags=[], passes=[])


def found(text: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    places = Places(make_work(text), make_layout(text))
    return [(signal.code, text[signal.start : signal.end]) for signal in masked(text, lexicon, places)]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    profanity = [path for path in rule_files() if path.name == "language.toml"]
    return Lexicon([*Lexicon.load(profanity).rules, SLUR])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oh, d*mn.", ["d*mn"]),
        ("Oh, d**n!", ["d**n"]),
        ("D*MN this", ["D*MN"]),
        ("b@stard", ["b@stard"]),
        ("(b*****d)", ["b*****d"]),
        ("He said #@$%! and left.", ["#@$%!"]),
        ("c**p and d*mn", ["c**p", "d*mn"]),
    ],
)
def test_masked_profanity(lexicon: Lexicon, text: str, words: list[str]) -> None:
    assert found(text, lexicon) == [("strong-language", word) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "*sigh*",
        "**very** tired",
        "2 * 3 * 4 = 24",
        "anna@example.org",
        "$5 & 20%",
        "********",
        "Colonel D*** of the guards",
        "R&D",
        "#winter",
        "d*mnation street",
        "Stop!Go",
        "",
        "*",
        "C#",
    ],
)
def test_signs_that_mask_nothing(lexicon: Lexicon, text: str) -> None:
    assert found(text, lexicon) == []


def test_a_slur_needs_two_letters(lexicon: Lexicon) -> None:
    assert found("yo**let", lexicon) == [("slurs", "yo**let")]
    assert found("y******", lexicon) == []


def test_a_scan_names_the_rule(read: Read) -> None:
    assert [signal.rule for signal in read("Oh, d*mn.")] == ["language.masked"]


def test_without_words_nothing_is_looked_for() -> None:
    assert found("Oh, d*mn. #@$%!", Lexicon.load([Path(__file__).parent / "stand_in.toml"])) == []
