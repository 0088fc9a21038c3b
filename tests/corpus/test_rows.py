"""What counts as a row, and what is said of one that is none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from headnote.corpus import Job
from headnote.corpus.rows import Row, from_line, refuse_repeats

CASES = tomllib.loads((Path(__file__).parent / "cases" / "rows.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["good"], ids=lambda c: c["name"])
def test_a_good_row_has_its_id_and_text(case: dict[str, Any], job: Job) -> None:
    row = from_line(case["line"].encode(), "line 1", job)
    assert (row.error, row.id, row.text) == (None, case["id"], case["text"])


def line_of(case: dict[str, Any]) -> bytes:
    if "repeat" in case:
        text: str = case["repeat"]["text"] * case["repeat"]["times"]
        return text.encode()
    return bytes.fromhex(case["hex"]) if "hex" in case else case["line"].encode()


@pytest.mark.parametrize("case", CASES["bad"], ids=lambda c: c["name"])
def test_a_bad_row_says_what_was_expected_and_never_what_it_held(case: dict[str, Any], job: Job) -> None:
    row = from_line(line_of(case), "line 1", job)
    assert row.error is not None
    assert case["says"] in row.error
    assert row.id == case.get("id")
    assert "lantern" not in row.error  # the word that stands for story text in the cases


def test_a_second_row_with_an_id_is_refused_and_the_first_is_kept() -> None:
    ids: list[str | int] = ["a", 1, "1", "a", 1]
    rows = [Row(place=f"line {n}", id=i, text="x") for n, i in enumerate(ids, 1)]
    kept = [row.error is None for row in refuse_repeats(rows)]
    assert kept == [True, True, True, False, False]


def test_rows_without_an_id_are_not_repeats_of_each_other() -> None:
    rows = [Row(place=f"line {n}", error="no id") for n in (1, 2)]
    assert [row.error for row in refuse_repeats(rows)] == ["no id", "no id"]


def test_the_columns_are_the_jobs(job: Job) -> None:
    other = Job(tier="fast", policy=job.policy, text_column="body", id_column="post")
    row = from_line(b'{"post": 7, "body": "A door.", "id": "x", "text": "y"}', "line 1", other)
    assert (row.id, row.text) == (7, "A door.")
