"""Spans of files: all rows once, whatever is done and however a table is cut."""

from __future__ import annotations

from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from headnote.corpus import Job, sources, spans
from headnote.corpus.engines import Todo
from headnote.corpus.places import place
from tests.corpus.files import Write, stories


def table(path: Path, rows: int, group: int) -> Path:
    parquet.write_table(pyarrow.Table.from_pylist(stories(rows)), path, row_group_size=group)
    return path


@pytest.mark.parametrize("done", [0, 1, 9, 10, 11, 34, 35])
@pytest.mark.parametrize("size", [1, 3000, 1 << 30])
def test_spans_hold_every_row_that_is_not_done_once(
    done: int, size: int, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spans, "BYTES", size)
    source = place(table(tmp_path / "rows.parquet", 35, 10))
    found = spans.spans(Todo(number=3, source=source, done=done))
    rows = [row for span in found for row in spans.rows(span, job)]
    whole = list(sources.rows(source, job))[done:]
    assert [row for row, _ in rows] == [row for row, _ in whole]
    assert [share for _, share in rows] == pytest.approx([share for _, share in whole])
    assert [span.last for span in found] == [False] * (len(found) - 1) + [True]
    assert {span.number for span in found} == {3}


def test_a_table_is_cut_between_row_groups_of_some_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = place(table(tmp_path / "rows.parquet", 40, 10))
    sizes = [size for _, size in sources.row_groups(source)]
    monkeypatch.setattr(spans, "BYTES", max(sizes) + 1)
    assert [span.groups for span in spans.spans(Todo(number=0, source=source))] == [(0, 2), (2, 4)]
    monkeypatch.setattr(spans, "BYTES", 1)
    assert [span.groups for span in spans.spans(Todo(number=0, source=source, done=25))] == [(2, 3), (3, 4)]


def test_lines_are_one_span(write_rows: Write, job: Job) -> None:
    source = place(write_rows(stories(5)))
    (span,) = spans.spans(Todo(number=0, source=source, done=2))
    assert [row.id for row, _ in spans.rows(span, job)] == ["s2", "s3", "s4"]
    assert span.last


@pytest.mark.parametrize("content", [None, b"", b"PAR1 is not all"])
def test_a_file_that_cannot_be_opened_is_one_span(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    if content is not None:
        path.write_bytes(content)
    (span,) = spans.spans(Todo(number=0, source=place(path)))
    assert span.last
    assert span.groups is None


def test_a_table_without_rows_is_one_span(tmp_path: Path, job: Job) -> None:
    path = tmp_path / "rows.parquet"
    parquet.write_table(pyarrow.table({"id": ["a"], "text": ["b"]}).slice(0, 0), path)
    (span,) = spans.spans(Todo(number=0, source=place(path)))
    assert list(spans.rows(span, job)) == []
