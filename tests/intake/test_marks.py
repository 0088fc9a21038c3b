"""The author's own marks, hits and near misses beside each other."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from headnote import intake
from headnote.intake.marks import LINE_READ, find_marks, without_marks

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "marks.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES["hit"], ids=lambda c: c["line"])
def test_marks_are_found_where_they_stand(case: dict[str, Any]) -> None:
    line = case["line"]
    marks = find_marks(line, 10)
    assert [m.meaning for m in marks] == case["meanings"]
    for mark in marks:
        assert mark.start is not None
        assert mark.end is not None
        assert line[mark.start - 10 : mark.end - 10] == mark.text
    if "title" in case:
        assert without_marks(line, marks, 10) == case["title"]


@pytest.mark.parametrize("case", CASES["miss"], ids=lambda c: c["line"])
def test_words_that_only_look_like_marks(case: dict[str, Any]) -> None:
    assert find_marks(case["line"]) == []


def test_every_meaning_has_a_case() -> None:
    from headnote.intake.marks import _patterns

    shown = {meaning for case in CASES["hit"] for meaning in case["meanings"]}
    assert {meaning for meaning, _ in _patterns()} - {"rated-general"} <= shown


def test_a_long_line_is_read_only_at_its_start() -> None:
    assert find_marks(" " * LINE_READ + "(NSFW)") == []


def test_a_mark_without_a_place_has_no_offsets() -> None:
    (mark,) = find_marks("Kiss (18+)", None)
    assert (mark.start, mark.end) == (None, None)


def test_marks_above_later_chapters_are_found_and_prose_is_left_alone() -> None:
    text = (
        "The Long Quay\n\n1\n\nShe waited for the boat.\n\n2 (NSFW)\n\nThe boat came in.\n\nTW: storms, loss\n\n3\n\n"
        'He said the word NSFW aloud, and nobody at the table knew what he meant by it, "none of them," he said.\n'
    )
    work = intake.read_text(text)
    assert [(m.meaning, m.text) for m in work.declared.marks] == [("nsfw", "NSFW"), ("content-warning", "TW")]
    assert work.declared.tags == ["storms", "loss"]
    assert [work.text[r.start : r.end] for r in work.regions] == ["TW: storms, loss"]
