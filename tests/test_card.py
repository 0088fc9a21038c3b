"""The whole way through: what holds for the card of any story, whichever rooms made it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headnote import intake
from headnote.card import read, to_card
from headnote.records import Card, Work
from headnote.render import as_json
from headnote.render.schema import schemas

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.is_file())
SCHEMA = jsonschema.Draft202012Validator(schemas()["card.schema.json"])
MEGA = 1_000_000

NAMES = ("Mara", "Tobias Quill", "Mrs. Ansel", "Kit", "the keeper", "Will")
PARAGRAPHS = (
    "{a} climbed the stair. {b} had not slept; the lamp was out.",
    "\u201cYou might have waited,\u201d said {a}. \u201cI did,\u201d {b} said, \u201cfor an hour.\u201d",
    '"Where is {b}?" asked {a}.\n"Gone," she said.',
    "\u2018Not now,\u2019 {a} whispered. He didn\u2019t look at {b}.",
    "\u2014 Who goes there? {a} said. \u2014 Only {b}.",
    "{a}: are you up\n{b}: no\n{a}: liar",
    "Chapter 2: The Long Night",
    "***",
    "\n\n\n",
    "[A/N: thank you for reading, {a}!]",
    "The blood came through {a}\u2019s sleeve. {b} was eighteen, and had killed nobody.",
    "He had NOT drowned ! ! ! It was only a dre am . . .",
    "Caf\u00e9 \U0001f480 na\u00c3\u00afve \ufffd\ufffd {a} \u0130stanbul \u1e9e \u0345",
    "\u201cAn open quotation that nobody closes, {a} thought,",
    "Rated: Mature\nWarnings: Graphic Violence, major character death",
    "(2/34) {a} ran \u2193",
)
stories = st.builds(
    lambda parts, gap: gap.join(parts),
    st.lists(
        st.one_of(
            st.builds(
                lambda paragraph, a, b: paragraph.format(a=a, b=b),
                st.sampled_from(PARAGRAPHS),
                st.sampled_from(NAMES),
                st.sampled_from(NAMES),
            ),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(["\n", "\n\n", "\r\n\r\n", " "]),
).filter(lambda text: bool(text) and not text.isspace())


def card_of(work: Work) -> Card:
    return to_card(read(work, tier="fast"))


def spans(value: object, path: str = "$") -> Iterator[tuple[str, Any, Any]]:
    """Every ``start``, ``end`` pair of a decoded card, with where it stands."""
    if isinstance(value, dict):
        if "start" in value:
            yield path, value["start"], value["end"]
        for key, inner in value.items():
            yield from spans(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from spans(inner, f"{path}[{number}]")


def hold_to_contract(work: Work, card: Card) -> None:
    encoded = as_json.encode(card)
    assert encoded.count(b"\n") == 1
    assert msgspec.json.decode(encoded, type=Card) == card
    decoded = json.loads(encoded)
    SCHEMA.validate(decoded)
    for path, start, end in spans(decoded):
        assert (start is None and end is None) or 0 <= start <= end <= len(work.text), path
    hold_layout(work, card)
    people = {person.id for person in card.people}
    assert {quote.speaker for quote in card.quotes} <= people | {None}
    assert {one for pair in card.pairs for one in pair.people} <= people
    scenes = {scene.id for scene in card.layout.scenes}
    for finding in card.findings:
        assert set(finding.scenes) <= scenes
        assert len(finding.by_scene) == len(finding.scenes)
        assert 0 <= finding.confidence <= 1


def hold_layout(work: Work, card: Card) -> None:
    scenes, chapters = card.layout.scenes, card.layout.chapters
    assert [scene.id for scene in scenes] == list(range(1, len(scenes) + 1))
    for one, after in [*pairwise(scenes), *pairwise(chapters)]:
        assert one.end <= after.start
    for scene in scenes:
        chapter = chapters[scene.chapter]
        assert chapter.start <= scene.start <= scene.end <= chapter.end
    assert card.source.characters == len(work.text)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_hold_the_contract_and_make_the_same_bytes_twice(path: Path) -> None:
    work = intake.read_file(path)
    card = card_of(work)
    hold_to_contract(work, card)
    assert as_json.encode(card) == as_json.encode(card_of(intake.read_file(path)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=stories)
def test_any_story_holds_the_contract_and_makes_the_same_bytes_twice(text: str) -> None:
    work = intake.read_text(text)
    assert work.text == text
    card = card_of(work)
    hold_to_contract(work, card)
    assert as_json.encode(card) == as_json.encode(card_of(intake.read_text(text)))


def test_no_byte_of_a_card_depends_on_the_order_of_sets() -> None:
    """Strings hash differently in each process unless told otherwise; cards must not show it."""
    command = [sys.executable, "-m", "headnote", "card", *map(str, EXAMPLES), "--json", "--fast"]
    outs = [
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2", "3")
    ]
    assert outs[0].count(b"\n") == len(EXAMPLES)
    assert outs[0] == outs[1] == outs[2]


@pytest.mark.parametrize(
    ("size", "line"),
    [pytest.param(20 * MEGA, False, id="twenty-megabytes"), pytest.param(4 * MEGA, True, id="one-line")],
)
def test_a_large_text_works_in_bounded_memory(size: int, line: bool, tmp_path: Path) -> None:
    """The bar is 150 MB plus ten times the text; `python -m bench --large 200` measures 200 MB."""
    story = (ROOT / "examples" / "the-lamp-at-skerry-head.txt").read_bytes()
    story = story.replace(b"\n", b" ") if line else story
    path = tmp_path / "large.txt"
    path.write_bytes(story * (size // len(story)))
    command = [sys.executable, "-m", "bench.memory", "whole fast card", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, timeout=600)
    assert json.loads(done.stdout)["peak"] <= 150 * MEGA + 10 * size


@pytest.mark.parametrize("path", EXAMPLES[:2], ids=lambda path: path.name)
def test_the_short_call_is_the_long_way(path: Path) -> None:
    import headnote

    assert headnote.card(path, tier="fast") == card_of(intake.read_file(path))
    text = intake.read_file(path).text
    assert headnote.card(text, tier="fast") == card_of(intake.read_text(text))
