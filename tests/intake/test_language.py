"""Language and word counts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headnote import intake
from headnote.intake.words import count_words
from headnote.records import Language, Region, Source
from tests.intake.making import STORY

FRENCH = "Elle compta les lampes le long du quai, puis elle s'assit sur sa malle et attendit le matin sans rien dire. "
GERMAN = "Sie zählte die Lampen am Kai, dann setzte sie sich auf ihren Koffer und wartete schweigend auf den Morgen. "
CHINESE = "她数着码头上的灯，然后坐在箱子上，静静地等待天亮。"


@pytest.mark.parametrize(
    ("text", "code", "name"), [(FRENCH, "fr", "French"), (GERMAN, "de", "German"), (CHINESE, "zh", "Chinese")]
)
def test_another_language_is_said_in_one_sentence(text: str, code: str, name: str) -> None:
    source = intake.read_text(text * 10).source
    assert source.language is not None
    assert source.language.code == code
    assert intake.unread_reason(source) == f"The text is in {name}; its content was not read."


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "you up\n\nno\n\nliar your light's on\n",
        "Bonjour",
        FRENCH[:60],
        f'{STORY}\n\n"{FRENCH}" she said.\n\n{STORY}\n\n{STORY}',
        "Ay, lass, ye cannae gang doon tae the watter the noo, an' ye ken it. " * 6,
        "1 2 3 4 5",
        "?!",
    ],
    ids=["plain", "messages", "one word", "short", "lines in French", "dialect", "numbers", "signs"],
)
def test_english_and_short_texts_are_read(text: str) -> None:
    assert intake.unread_reason(intake.read_text(text).source) is None


def test_english_is_told_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    from headnote.intake import language

    monkeypatch.setattr(language, "_model", lambda: pytest.fail("the model was loaded for plain English"))
    found = intake.read_text(STORY).source.language
    assert found is not None
    assert found.code == "en"


def test_a_header_in_english_does_not_speak_for_the_story() -> None:
    text = (
        f"Title: The Quay\nRating: General Audiences\nSummary: She waits for the boat and the morning.\n\n{FRENCH * 20}"
    )
    assert intake.unread_reason(intake.read_text(text).source) is not None


def test_an_unknown_code_is_still_a_sentence() -> None:
    source = Source(language=Language(code="qqq", confidence=0.99), characters=5000)
    assert intake.unread_reason(source) == "The text is in another language (code qqq); its content was not read."


@given(st.text(alphabet=st.sampled_from("ab_9 \n\u00e9\u2019\u2014.'-\u4e2d"), max_size=200))
def test_words_are_counted_as_the_pattern_does(text: str) -> None:
    assert count_words(text) == len(re.findall(r"\w+", text))


def test_words_across_blocks_are_counted_once() -> None:
    text = "lamp " * 200_000 + "caf\u00e9 " * 100_000
    assert count_words(text) == 300_000


def test_regions_are_not_counted() -> None:
    text = "one two three four five"
    inner = Region(start=4, end=7, kind="note")
    assert count_words(text, (Region(start=0, end=13, kind="header"), inner)) == 2
