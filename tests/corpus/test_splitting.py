"""The input of a sweep in parts by action."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from headnote.corpus import Job, split, sweep
from headnote.errors import DataError, OutputExists, UsageError
from tests.corpus.files import Write, convert, rows_of, stories, unpacked
from tests.corpus.test_report import ROWS, inputs

FORMS = [".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet"]


def parts(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {path.name.split(".")[0]: unpacked(path) for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("suffix", FORMS)
def test_every_row_is_in_one_part_with_what_was_found(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    rows = [{**row, "site": "quay"} for row in [*stories(5), {"id": "empty", "text": " "}]]
    source, out = convert(write_rows(rows), tmp_path / f"in{suffix}"), tmp_path / "out.jsonl"
    sweep(source, out, job, workers=0)
    assert split(source, out, tmp_path / "parts") == {"list": 5, "error": 1}
    found = parts(tmp_path / "parts")
    assert [{k: v for k, v in row.items() if k != "headnote"} for row in found["list"]] == rows[:5]
    swept = rows_of(out)
    assert [row["headnote"]["sha256"] for row in found["list"]] == [row["sha256"] for row in swept[:5]]
    assert all(row["headnote"]["action"] == "list" for row in found["list"])
    assert [(row["id"], list(row)) for row in found["error"]] == [("empty", ["id", "error"])]


@pytest.mark.parametrize("suffix", FORMS)
def test_nothing_of_a_withheld_row_is_written_but_its_id_digest_and_reasons(
    suffix: str, write_rows: Write, tmp_path: Path
) -> None:
    lines = inputs(site="quay")[:-1]
    source = convert(write_rows(lines), tmp_path / f"in{suffix}")
    swept = write_rows(ROWS[:-1], "swept.jsonl")
    assert split(source, swept, tmp_path / "parts") == {"list": 6, "label": 1, "review": 2, "withhold": 1}
    (row,) = parts(tmp_path / "parts")["withhold"]
    assert row == {
        "id": "r8",
        "sha256": "0" * 64,
        "action": "withhold",
        "reasons": ["found: It was found. (underage-sex 75%)"],
    }


@pytest.mark.parametrize("suffix", FORMS)
def test_the_same_split_is_the_same_bytes(suffix: str, write_rows: Write, tmp_path: Path) -> None:
    source = convert(write_rows(inputs()[:-1]), tmp_path / f"in{suffix}")
    swept = write_rows(ROWS[:-1], "swept.jsonl")
    for name in ("one", "two"):
        split(source, swept, tmp_path / name)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("told_in", [".jsonl", ".parquet"])
def test_what_rows_are_like_goes_with_them(
    suffix: str, told_in: str, write_rows: Write, tmp_path: Path, job: Job
) -> None:
    rows = [{"id": "empty", "text": " "}, *stories(2), {"id": "again", "text": stories(1)[0]["text"]}]
    source, out = convert(write_rows(rows), tmp_path / f"in{suffix}"), tmp_path / f"out{told_in}"
    sweep(source, out, msgspec.structs.replace(job, duplicates=True), workers=0)
    assert split(source, out, tmp_path / "parts") == {"list": 3, "error": 1}
    found = [row["headnote"] for row in parts(tmp_path / "parts")["list"]]
    assert [(f["duplicate_of"], f["likeness"]) for f in found] == [(None, None), (None, None), ("s0", 1.0)]


def test_parts_that_are_there_are_not_replaced_unless_asked(write_rows: Write, tmp_path: Path) -> None:
    source, swept = write_rows(inputs()), write_rows(ROWS, "swept.jsonl")
    split(source, swept, tmp_path / "parts")
    with pytest.raises(OutputExists, match=r"list\.jsonl"):
        split(source, swept, tmp_path / "parts")
    assert split(source, swept, tmp_path / "parts", force=True)["list"] == 6


def test_another_input_leaves_no_parts(write_rows: Write, tmp_path: Path) -> None:
    swept = write_rows(ROWS, "swept.jsonl")
    with pytest.raises(DataError, match=r"part at row 3$"):
        split(write_rows(inputs()[:2]), swept, tmp_path / "parts")
    assert list((tmp_path / "parts").iterdir()) == []


def test_a_column_that_would_be_lost_is_told(write_rows: Write, tmp_path: Path) -> None:
    swept = write_rows(ROWS, "swept.jsonl")
    with pytest.raises(UsageError, match="expected no column `headnote`"):
        split(write_rows(inputs(headnote=1)), swept, tmp_path / "parts")
