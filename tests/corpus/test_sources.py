"""Rows are read as a stream, of a disk and of a store alike, and no more of a file is asked for than is wanted."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from headnote.corpus import Job, sources
from headnote.corpus.places import PIECE, place
from headnote.errors import Damaged, HeadnoteError, SourceError, UsageError
from tests.corpus.stores import Shop
from tests.corpus.web import served

#: Text that does not pack well, in rows enough for several pieces of a store.
ROWS = [{"id": n, "text": f"Evening {n}. {os.urandom(600).hex()}"} for n in range(16_000)]
LINES = b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)
FORMS = ["rows.jsonl", "rows.jsonl.gz", "rows.jsonl.zst", "rows.parquet"]


def packed(name: str) -> bytes:
    """The rows as a file of this name; a Parquet file has a wide column between theirs."""
    if name.endswith(".parquet"):
        import pyarrow
        from pyarrow import parquet

        columns = {"id": [row["id"] for row in ROWS], "noise": [os.urandom(1500) for _ in ROWS]}
        file = io.BytesIO()
        texts = [row["text"] for row in ROWS]
        parquet.write_table(pyarrow.table({**columns, "text": texts}), file, row_group_size=4000)
        return file.getvalue()
    if name.endswith(".zst"):
        import zstandard

        return zstandard.compress(LINES)
    return gzip.compress(LINES, 1) if name.endswith(".gz") else LINES


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {name: packed(name) for name in FORMS}


@pytest.fixture
def shop(files: dict[str, bytes]) -> Iterator[type[Shop]]:
    Shop.empty()
    for name, data in files.items():
        Shop().pipe_file(f"/{name}", data)
    yield Shop
    Shop.empty()


def read(address: str | Path, job: Job) -> list[dict[str, Any]]:
    return [{"id": row.id, "text": row.text} for row, _ in sources.rows(place(address), job)]


@pytest.mark.parametrize("name", FORMS)
def test_rows_of_a_store_are_those_of_the_disk(
    name: str, shop: type[Shop], files: dict[str, bytes], tmp_path: Path, job: Job
) -> None:
    (tmp_path / name).write_bytes(files[name])
    assert read(f"shop://{name}", job) == read(tmp_path / name, job) == ROWS


@pytest.mark.parametrize("name", FORMS[:3])
def test_lines_come_in_pieces_as_they_are_read(name: str, shop: type[Shop], job: Job, files: dict[str, bytes]) -> None:
    shares = [share for _, share in islice(sources.rows(place(f"shop://{name}"), job), 10)]
    assert Shop.asked == [(0, PIECE)]
    assert 0 < shares[0] <= shares[-1] < 1

    Shop.asked.clear()
    *_, (_, share) = sources.rows(place(f"shop://{name}"), job)
    size = len(files[name])
    assert Shop.asked == [(start, start + PIECE) for start in range(0, size, PIECE)]
    assert share == 1


def test_only_the_columns_wanted_are_asked_of_a_store(shop: type[Shop], files: dict[str, bytes], job: Job) -> None:
    from pyarrow import parquet

    assert read("shop://rows.parquet", job) == ROWS
    data = files["rows.parquet"]
    about = parquet.ParquetFile(io.BytesIO(data)).metadata
    groups = [about.row_group(n) for n in range(about.num_row_groups)]
    footer = len(data) - (1 << 16)
    for group in groups:
        column = group.column(1)
        first = column.dictionary_page_offset or column.data_page_offset
        inside = range(first, min(first + column.total_compressed_size, footer))
        overlap = [part for part in Shop.asked if part[0] < inside.stop and part[1] > inside.start]
        assert not overlap, f"{overlap} lie in the column between, {inside}"
    wanted = sum(group.column(c).total_compressed_size for group in groups for c in (0, 2))
    assert wanted <= sum(after - first for first, after in Shop.asked) < wanted + 3 * (1 << 16)


def test_a_row_group_is_not_held_whole(shop: type[Shop], job: Job) -> None:
    next(sources.rows(place("shop://rows.parquet"), job))
    assert max(after - first for first, after in Shop.asked) <= PIECE


@pytest.mark.parametrize("name", FORMS)
def test_a_connection_that_breaks_while_rows_are_read_is_told(
    name: str, shop: type[Shop], job: Job, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = sources.rows(place(f"shop://key:sesame@{name}"), job)
    next(rows)
    monkeypatch.setattr(Shop, "fails_at", 0)
    with pytest.raises(SourceError) as told:
        for _ in rows:
            pass
    assert str(told.value).startswith(f"shop://***@{name}: expected to read on at byte ")
    assert str(told.value).endswith(", found ConnectionResetError")
    assert told.value.exit_code == 3


@pytest.mark.parametrize("name", FORMS[1:])
@pytest.mark.parametrize("lost", [1, 7, 100_000])
def test_a_file_that_is_cut_short_is_damaged(
    name: str, lost: int, shop: type[Shop], job: Job, files: dict[str, bytes]
) -> None:
    Shop().pipe_file(f"/{name}", files[name][:-lost])
    with pytest.raises(Damaged) as told:
        read(f"shop://key:sesame@{name}", job)
    assert "sesame" not in str(told.value)


def test_several_packed_parts_are_one_file(tmp_path: Path) -> None:
    import zstandard

    for suffix, pack in ((".gz", gzip.compress), (".zst", zstandard.compress)):
        path = tmp_path / f"rows.jsonl{suffix}"
        path.write_bytes(pack(b'{"id": 1}\n{"id"') + pack(b"") + pack(b": 2}\n"))
        assert [line for _, line, _ in sources.lines(path)] == [b'{"id": 1}\n', b'{"id": 2}\n']
        path.write_bytes(pack(b'{"id": 1}\n') + b"no packed part")
        with pytest.raises(Damaged, match="after line 1"):
            list(sources.lines(path))


@pytest.mark.parametrize(
    ("name", "columns", "error"),
    [("rows.parquet", ["body"], UsageError), ("gone.parquet", ["id"], SourceError), ("rows.jsonl", ["id"], Damaged)],
)
def test_what_a_file_lacks_is_told_without_keys(
    name: str, columns: list[str], error: type[HeadnoteError], shop: type[Shop]
) -> None:
    with pytest.raises(error) as told:
        list(sources.table_rows(place(f"shop://key:sesame@{name}"), columns, "Name them."))
    assert "sesame" not in str(told.value)


def test_a_suffix_that_is_none_is_told_without_keys() -> None:
    with pytest.raises(UsageError, match=r"^s3://\*\*\*@bucket/rows.txt: expected a name that ends in .jsonl"):
        sources.form_of(place("s3://key:sesame@bucket/rows.txt"))


def test_a_disk_that_breaks_while_lines_are_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.RawIOBase):
        left = [b'{"id": 1}\n{"id": 2}\n']
        at = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any, /) -> int:
            if not self.left:
                raise OSError(5, "Input/output error")
            data = self.left.pop()
            buffer[: len(data)] = data
            self.at += len(data)
            return len(data)

        def tell(self) -> int:
            return self.at

    (tmp_path / "rows.jsonl").write_bytes(b"{}\n")
    monkeypatch.setattr(Path, "open", lambda *_: io.BufferedReader(Failing()))
    monkeypatch.setattr("headnote.corpus.places.Place.told_size", lambda _: 20)
    with pytest.raises(SourceError, match="after line 2"):
        list(sources.lines(tmp_path / "rows.jsonl"))


@pytest.mark.parametrize("name", FORMS)
def test_rows_are_read_from_the_web(name: str, files: dict[str, bytes], job: Job) -> None:
    pytest.importorskip("aiohttp", reason="fsspec reads the web by aiohttp")
    with served(files) as site:
        assert read(site.address(name) + "?v=1", job) == ROWS
        assert sum(after - first for first, after in site.asked) < len(LINES) * 1.2
        site.breaks_at = 100_000
        with pytest.raises(SourceError, match="read on at byte"):
            read(site.address(name), job)


def test_a_server_that_gives_no_parts_gives_lines(files: dict[str, bytes], job: Job) -> None:
    pytest.importorskip("aiohttp", reason="fsspec reads the web by aiohttp")
    with served(files) as site:
        site.ranges = False
        for name in FORMS[:3]:
            assert read(site.address(name), job) == ROWS
        with pytest.raises(SourceError, match="parts of a file"):
            read(site.address("rows.parquet"), job)
