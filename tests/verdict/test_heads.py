"""Heads of works as strangers write them: what is read of them, from the bytes of a file to the audit."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from headnote import intake, verdict
from headnote.records import Work
from headnote.verdict.declared import Labels, read_labels
from tests.verdict.build import a_cast, read_or_not

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "heads.toml").read_text(encoding="utf-8")
)["case"]
#: A tame story that names no content, long enough that an end note stands in its last third.
STORY = "\n\n".join(
    (
        "Wren found the ledger under the third shelf, where the damp had got at it, and carried it to the window.",
        '"You can still read the sums," Odalys said, and turned a page with one finger.',
        "The rain went on. Somewhere below them a door opened, and the smell of bread came up the stairs.",
        '"Read them to me, then," Wren said. She sat down on the sill and closed her eyes.',
        "Odalys read until the lamps were lit along the quay. None of the sums came out even, and neither minded.",
    )
    * 3
)


def work_of(case: dict[str, Any]) -> Work:
    return intake.read_bytes(case["text"].replace("{story}", STORY).lstrip("\n").encode())


def as_read(case: dict[str, Any], work: Work, labels: Labels) -> dict[str, Any]:
    """What is declared, in the case's own words, of the fields that the case speaks of."""
    plain = {n.code for n in labels.named if not n.denied and not n.soft}
    got: dict[str, Any] = {
        "named": plain,
        "soft": {n.code for n in labels.named if n.soft and not n.denied} - plain,
        "denied": {n.code for n in labels.named if n.denied},
        "marks": set(labels.marks),
        "rating": labels.rating,
        "warnings": None if labels.warnings is None or (not labels.warnings) else list(labels.warnings),
    }
    if "relationships" in case:
        got["relationships"] = work.declared.relationships
    if "title" in case:
        got["title"] = work.declared.title
    return got


def expected(case: dict[str, Any]) -> dict[str, Any]:
    want: dict[str, Any] = {name: set(case.get(name, [])) for name in ("named", "soft", "denied", "marks")}
    want |= {"rating": case.get("rating"), "warnings": case.get("warnings")}
    return want | {name: case[name] for name in ("relationships", "title") if name in case}


def parameters(cases: list[dict[str, Any]]) -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["says"],
            marks=[pytest.mark.xfail(strict=True, reason=case["fails"])] if case.get("fails") else [],
        )
        for case in cases
    ]


@pytest.mark.parametrize("case", parameters(CASES))
def test_what_a_head_declares_is_read(case: dict[str, Any]) -> None:
    work = work_of(case)
    assert as_read(case, work, read_labels(work)) == expected(case)


@pytest.mark.parametrize("case", parameters([case for case in CASES if "items" in case]))
def test_the_audit_says_what_the_head_and_the_text_call_for(case: dict[str, Any]) -> None:
    work = work_of(case)
    items = verdict.audit(work, a_cast({}), read_or_not(work, case["found"], True)).items
    got = [f"{item.level} {item.rule}" for item in items if item.rule not in case.get("aside", [])]
    assert Counter(got) == Counter(case["items"])


def test_there_are_heads_enough() -> None:
    assert len(CASES) >= 60
