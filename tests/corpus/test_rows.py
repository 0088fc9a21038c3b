"""What counts as a row, and what is said of one that is none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from headnote.corpus import Job
from headnote.corpus.rows import Seen, from_line

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


def test_an_id_is_a_rows_own_once_and_no_id_is_nobodys() -> None:
    seen = Seen()
    ids: list[str | int | None] = ["a", 1, "1", None, "a", 1, None]
    assert [seen.first(its_id) for its_id in ids] == [True, True, True, True, False, False, True]


def test_the_columns_are_the_jobs(job: Job) -> None:
    other = Job(tier="fast", policy=job.policy, text_column="body", id_column="post")
    row = from_line(b'{"post": 7, "body": "A door.", "id": "x", "text": "y"}', "line 1", other)
    assert (row.id, row.text) == (7, "A door.")
