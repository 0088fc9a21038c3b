"""A sweep from end to end: forms, order, bad rows, and files that cannot be used."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from headnote.corpus import Job, sweep
from headnote.corpus.engines import chunked
from headnote.errors import Damaged, NotFound, UsageError
from headnote.records import SweepError, SweepRow
from headnote.taxonomy import codes
from tests.corpus.conftest import story
from tests.corpus.files import Write, convert, rows_of, stories, unpacked


def test_every_row_comes_out_in_order_as_the_contract_says(write_rows: Write, tmp_path: Path, job: Job) -> None:
    out = tmp_path / "out.jsonl"
    tally = sweep(write_rows(stories(40)), out, job, workers=0)
    rows = [msgspec.json.decode(line, type=SweepRow) for line in out.read_bytes().splitlines()]
    assert (tally.rows, tally.errors) == (40, 0)
    assert [row.id for row in rows] == [f"s{n}" for n in range(40)]
    assert all(list(row.scores) == list(codes()) for row in rows)
    assert all(round(score, 4) == score for row in rows for score in row.scores.values())
    assert {path.name for path in tmp_path.iterdir()} == {"rows.jsonl", "out.jsonl", "out.jsonl.run.json"}


def test_bad_rows_are_errors_in_their_place_and_every_other_row_is_written(
    write_rows: Write, tmp_path: Path, job: Job
) -> None:
    lines: list[object] = [
        {"id": 1, "text": story(1)},
        "The lantern is no JSON",
        {"id": 2},
        "",
        {"id": 1, "text": "lantern"},
        {"id": 3, "text": ""},
        {"id": 4, "text": story(4)},
    ]
    out = tmp_path / "out.jsonl"
    tally = sweep(write_rows(lines), out, job, workers=0)
    rows = rows_of(out)
    assert (tally.rows, tally.errors) == (6, 4)
    assert [row["id"] for row in rows] == [1, None, 2, 1, 3, 4]
    assert ["error" in row for row in rows] == [False, True, True, True, True, False]
    assert [row["error"].split(":")[0] for row in rows if "error" in row] == ["line 2", "line 3", "line 5", "line 6"]
    assert b"lantern" not in out.read_bytes()
    for row in rows:
        if "error" in row:
            msgspec.convert(row, SweepError)


def test_worker_processes_write_the_same_bytes(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = write_rows([*stories(100), "no JSON", {"id": "s1", "text": "again"}])
    outs = [tmp_path / f"out{n}.jsonl" for n in (0, 1, 2)]
    for count, out in enumerate(outs):
        sweep(source, out, job, workers=count)
    first, *others = [out.read_bytes() for out in outs]
    assert first.count(b"\n") == 102
    assert all(other == first for other in others)


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet"])
def test_forms_in_and_out_hold_the_same_rows(suffix: str, write_rows: Write, tmp_path: Path, job: Job) -> None:
    plain = tmp_path / "plain.jsonl"
    source = write_rows(stories(70))
    sweep(source, plain, job, workers=0)
    packed = convert(source, tmp_path / f"in{suffix}")
    out = tmp_path / f"out{suffix}"
    sweep(packed, out, job, workers=0)
    assert unpacked(out) == [row | ({"error": None} if suffix == ".parquet" else {}) for row in rows_of(plain)]
    again = tmp_path / f"again{suffix}"
    sweep(packed, again, job, workers=0)
    assert again.read_bytes() == out.read_bytes()


def test_a_table_with_ids_of_both_kinds_has_text_ids_and_null_for_none(
    write_rows: Write, tmp_path: Path, job: Job
) -> None:
    out = tmp_path / "out.parquet"
    sweep(write_rows([{"id": 1, "text": story(1)}, {"id": "b", "text": story(2)}, "no JSON"]), out, job, workers=0)
    assert [row["id"] for row in unpacked(out)] == ["1", "b", None]


def test_no_rows_are_an_empty_output(write_rows: Write, tmp_path: Path, job: Job) -> None:
    for name in ("out.jsonl", "out.parquet"):
        assert sweep(write_rows([]), tmp_path / name, job, workers=2).rows == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""
    assert unpacked(tmp_path / "out.parquet") == []


def test_files_that_cannot_be_used_say_so(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = write_rows(stories(2))
    out = tmp_path / "out.jsonl"
    broken_table = tmp_path / "broken.parquet"
    broken_table.write_bytes(b"PAR1 nothing")
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(source.read_bytes())[:-12])
    other = write_rows(stories(2), "rows.csv")
    refused: Iterable[tuple[Path, Path, type[Exception]]] = [
        (tmp_path / "none.jsonl", out, NotFound),
        (source, tmp_path / "no" / "folder.jsonl", NotFound),
        (source, source, UsageError),
        (other, out, UsageError),
        (source, tmp_path / "out.csv", UsageError),
        (broken_table, out, Damaged),
        (cut, tmp_path / "cut-out.jsonl", Damaged),
    ]
    for path, to, error in refused:
        with pytest.raises(error):
            sweep(path, to, job, workers=0)


def test_a_table_without_the_column_names_those_it_has(write_rows: Write, tmp_path: Path, job: Job) -> None:
    source = convert(write_rows([{"id": 1, "body": "x"}]), tmp_path / "in.parquet")
    with pytest.raises(UsageError, match="expected a column `text`, found id, body"):
        sweep(source, tmp_path / "out.jsonl", job, workers=0)


def test_a_missing_extra_names_its_install_line(
    write_rows: Write, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    from headnote.errors import MissingExtra

    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra) as raised:
        sweep(write_rows(stories(1)), tmp_path / "out.parquet", job, workers=0)
    assert raised.value.hint == "pip install 'headnote[corpus]'"


def test_what_goes_wrong_within_a_row_is_named_without_its_text(
    write_rows: Write, tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the lantern")

    monkeypatch.setattr("headnote.people.find_cast", fail)
    out = tmp_path / "out.jsonl"
    assert sweep(write_rows(stories(1)), out, job, workers=0).errors == 1
    (row,) = rows_of(out)
    assert row["error"].startswith("line 1: internal error: RuntimeError at headnote.card:")
    assert b"lantern" not in out.read_bytes()


def test_chunks_end_at_a_long_row_or_at_enough_rows(job: Job) -> None:
    from headnote.corpus.rows import Row

    sizes = [1] * 40 + [600_000] + [1] * 3
    rows = [(Row(place="", id=n, text="x" * size), n / len(sizes)) for n, size in enumerate(sizes)]
    assert [(len(chunk), round(share * 44)) for chunk, share in chunked(rows)] == [(32, 31), (9, 40), (3, 43)]
