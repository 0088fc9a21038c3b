"""Pairs and how they stand to each other; near misses beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from headnote import intake
from headnote.layout import lay_out
from headnote.people import find_cast
from headnote.people.particulars import add_particulars
from tests.people.staging import stage

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "pairs.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_pairs(case: dict[str, Any]) -> None:
    work, layout, cast = stage(case["text"], case["people"], case.get("speakers", ()))
    read = add_particulars(work, layout, cast)
    names = {p.id: p.name for p in read.people}
    found = sorted([names[pair.people[0]], names[pair.people[1]], pair.kind] for pair in read.pairs)
    assert found == sorted(case["pairs"])
    for pair in read.pairs:
        assert 0 < pair.confidence <= 1
        assert all(0 <= e.start < e.end <= len(work.text) for e in pair.evidence)
        assert pair.evidence


def test_what_the_author_declares_makes_no_pair() -> None:
    text = "Corvin was Tam's rival on the ice. Corvin bowed to Tam."
    work, layout, cast = stage(text, {"Tam": "he", "Corvin": "he"})
    declared = msgspec.structs.replace(
        work.declared, relationships=["Corvin/Tam"], tags=["Rivals to Lovers", "Enemies to Lovers"]
    )
    read = add_particulars(msgspec.structs.replace(work, declared=declared), layout, cast)
    assert [pair.kind for pair in read.pairs] == ["rivals"]


def test_the_names_of_a_pair_are_found_in_the_plain_text() -> None:
    text = 'Bea and Nadia were girlfriends. "Late," said Bea. Nadia laughed at Bea.'
    work = intake.read_text(text)
    read = find_cast(work, lay_out(work))
    names = {p.id: p.name for p in read.people}
    assert [({names[p] for p in pair.people}, pair.kind) for pair in read.pairs] == [({"Bea", "Nadia"}, "romantic")]
