"""Ages, each to the right person and time; near misses beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from headnote.people.particulars import add_particulars
from tests.people.staging import stage

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "ages.toml").read_text(encoding="utf-8")
)["case"]


def parameters() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(reason=case["known_failure"], strict=True)] if "known_failure" in case else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", parameters())
def test_ages(case: dict[str, Any]) -> None:
    work, layout, cast = stage(case["text"], case["people"], case.get("speakers", ()), case.get("narrator"))
    people = add_particulars(work, layout, cast).people
    found = {
        p.name: [[-1 if a.low is None else a.low, -1 if a.high is None else a.high, a.time] for a in p.ages]
        for p in people
        if p.ages
    }
    assert found == case["ages"]
    for person in people:
        for age in person.ages:
            assert 0 <= age.start < age.end <= len(work.text)
