"""The examples are what they claim to be: readable stories of the promised length, each there for a difficulty."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from headnote import card
from headnote.records import Card

EXAMPLES = Path(__file__).parent.parent / "examples"
STORIES = sorted(EXAMPLES.iterdir())


@pytest.fixture(scope="module")
def cards() -> dict[str, Card]:
    return {path.stem: card(path, tier="fast") for path in STORIES}


@pytest.mark.parametrize("path", STORIES, ids=lambda p: p.stem)
def test_an_example_is_a_short_story(path: Path) -> None:
    text = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    assert 600 <= len(text.split()) <= 2500


@pytest.mark.parametrize("path", STORIES, ids=lambda p: p.stem)
def test_no_example_reads_as_explicit(path: Path, cards: dict[str, Card]) -> None:
    found = cards[path.stem]
    assert found.rating.value in ("General Audiences", "Teen And Up Audiences")
    raised = {finding.code for finding in found.findings if finding.raised}
    assert not raised & {"sex-explicit", "noncon", "dubcon", "underage-sex", "violence-graphic"}


@pytest.mark.parametrize("path", STORIES, ids=lambda p: p.stem)
def test_a_card_goes_through_json_unchanged(path: Path, cards: dict[str, Card]) -> None:
    found = cards[path.stem]
    assert msgspec.json.decode(msgspec.json.encode(found), type=Card) == found


def test_the_sea_story_has_two_chapters_and_a_death(cards: dict[str, Card]) -> None:
    found = cards["the-lamp-at-skerry-head"]
    assert len(found.layout.chapters) == 2
    assert {"major-death", "death"} & {finding.code for finding in found.findings if finding.raised}


def test_the_thread_declares_its_sign_and_pair(cards: dict[str, Card]) -> None:
    declared = cards["thread-last-bus"].declared
    assert [mark for mark in declared.marks if "🔞" in mark.text]
    assert declared.relationships is not None
    assert any("orrin" in name.casefold() and "wes" in name.casefold() for name in declared.relationships)


def test_posts_of_the_thread_fit_a_post() -> None:
    text = (EXAMPLES / "thread-last-bus.txt").read_text(encoding="utf-8")
    assert max(len(paragraph) for paragraph in text.split("\n\n")[3:]) <= 280


def test_the_download_declares_its_labels(cards: dict[str, Card]) -> None:
    declared = cards["the-tide-office"].declared
    assert declared.rating == "Teen And Up Audiences"
    assert declared.warnings == ["No Archive Warnings Apply"]
    assert declared.relationships == ["Ottoline Marsh/Sefa Brandt"]
    assert declared.chapters is not None
    assert (declared.chapters.posted, declared.chapters.planned) == (2, None)


def test_the_mark_in_the_title_is_read(cards: dict[str, Card]) -> None:
    assert any("mild" in mark.text.casefold() for mark in cards["the-greenhouse"].declared.marks)


def test_the_messages_are_read_as_messages(cards: dict[str, Card]) -> None:
    found = cards["read-receipts"]
    text = (EXAMPLES / "read-receipts.txt").read_text(encoding="utf-8")
    assert any(text[quote.start : quote.end] == "you up" for quote in found.quotes)


def test_the_world_of_the_winter_story_is_named(cards: dict[str, Card]) -> None:
    assert "trope-abo" in {trope.code for trope in cards["winter-quarters"].tropes}
