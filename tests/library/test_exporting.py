"""Exports: three forms with the same rows, whole or not there, without formulas, without what a reader may not see."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from headnote.errors import NotFound, OutputExists, UsageError
from headnote.library import exporting
from headnote.library.database import Library
from headnote.library.exporting import ExportedWork, export
from headnote.library.query import Query, parse
from headnote.library.viewers import OWNER, Viewer
from tests.library.shelves import Made, Shelf

READER = Viewer(user_id=1, name="reader", role="reader")
BODY, FORMULA = "quincunx", "=HYPERLINK(1)"
WORKS = (
    Made(key="w1", title="The Red Lamp", codes=(("gore", 0.9, 2, True), ("war", 0.2, 0, False)), body=BODY),
    Made(key="w2", title=FORMULA, added_at="2026-01-02", terms=(("tag", "-1+1"), ("tag", "calm; sea")), body=BODY),
    Made(key="w3", title="Kept Away", added_at="2026-01-03", action="withhold", terms=(("tag", "hidden"),), body=BODY),
    Made(key="w4", title="\t＝1", added_at="2026-01-04", summary="@one\nline, two", language=None, rating=None),
)


@pytest.fixture
def filled(library: Library) -> Library:
    Shelf(library).put(WORKS)
    return library


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_same_rows_in_three_forms(filled: Library, tmp_path: Path) -> None:
    for suffix in ("jsonl", "parquet", "csv"):
        assert export(filled, READER, Query(), tmp_path / f"out.{suffix}") == 3
    rows = lines(tmp_path / "out.jsonl")
    assert [row["key"] for row in rows] == ["w4", "w2", "w1"]
    assert rows[2]["codes"] == [{"code": "gore", "confidence": 0.9, "intensity": "graphic", "presence": "depicted"}]
    assert rows[1]["tag"] == ["-1+1", "calm; sea"]
    assert parquet.read_table(tmp_path / "out.parquet").to_pylist() == rows
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert list(table[0]) == list(ExportedWork.__struct_fields__)
    assert [row["key"] for row in table] == ["w4", "w2", "w1"]
    assert (table[1]["title"], table[1]["tag"]) == (f"'{FORMULA}", "'-1+1; calm; sea")
    assert (table[0]["title"], table[0]["summary"], table[0]["rating"]) == ("'\t＝1", "'@one\nline, two", "")
    assert table[2]["codes"] == "gore:graphic>0.9"
    assert {path.name for path in tmp_path.iterdir()} >= {"out.csv", "out.jsonl", "out.parquet"}
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".new")]


def test_no_story_text_and_nothing_that_is_held(filled: Library, tmp_path: Path) -> None:
    export(filled, READER, Query(), tmp_path / "reader.jsonl")
    export(filled, OWNER, Query(), tmp_path / "owner.jsonl")
    assert BODY not in (tmp_path / "owner.jsonl").read_text(encoding="utf-8")
    assert "w3" not in (tmp_path / "reader.jsonl").read_text(encoding="utf-8")
    held = [row for row in lines(tmp_path / "owner.jsonl") if row["held"]]
    assert [(row["key"], row["summary"]) for row in held] == [("w3", None)]


def test_an_export_is_what_a_search_finds_in_its_order(filled: Library, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert export(filled, READER, parse("order:title -has:gore"), out) == 2
    assert [row["key"] for row in lines(out)] == ["w4", "w2"]


def test_more_works_than_a_batch(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_BATCH", 2)
    Shelf(library).put(Made(key=f"w{n}") for n in range(5))
    for suffix in ("jsonl", "parquet", "csv"):
        assert export(library, READER, Query(), tmp_path / f"out.{suffix}") == 5
    assert [row["key"] for row in parquet.read_table(tmp_path / "out.parquet").to_pylist()] == [
        f"w{n}" for n in (4, 3, 2, 1, 0)
    ]


def test_what_was_there_stays_until_the_new_file_is_whole(
    filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("before", encoding="utf-8")
    with pytest.raises(OutputExists, match="exists"):
        export(filled, READER, Query(), out)
    monkeypatch.setattr(exporting, "rows", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(filled, READER, Query(), out, force=True)
    assert [(path.name, path.read_text()) for path in tmp_path.glob("*out*")] == [("out.jsonl", "before")]
    monkeypatch.undo()
    assert export(filled, READER, Query(), out, force=True) == 3


def test_wrong_outputs(filled: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.jsonl, \.csv or \.parquet"):
        export(filled, READER, Query(), tmp_path / "out.xlsx")
    with pytest.raises(NotFound, match="no such folder"):
        export(filled, READER, Query(), tmp_path / "none" / "out.csv")
    with pytest.raises(UsageError, match="reviewers"):
        export(filled, READER, parse("action:withhold"), tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
