"""Pairs and how they stand to each other; near misses beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

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
