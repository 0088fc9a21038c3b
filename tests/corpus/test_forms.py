"""Files are put in their place when they are whole, and are the same bytes for the same rows."""

from __future__ import annotations

import builtins
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

from headnote.corpus import forms
from headnote.corpus.places import place
from headnote.corpus.sources import Form
from headnote.errors import MissingExtra, UsageError

SCHEMA = pa.schema({"id": pa.int64(), "text": pa.string()})


def test_a_file_takes_its_place_when_the_block_ends(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")
    with forms.placed(out) as file:
        file.write(b"new")
        assert out.read_bytes() == b"old"
    assert out.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [out]


def test_a_block_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(out)
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def _write_and_fail(out: Path) -> None:
    with forms.placed(out) as file:
        file.write(b"new")
        raise ZeroDivisionError


def test_an_address_gets_the_file_that_was_made_here(tmp_path: Path) -> None:
    out, fresh = place("memory://forms/out.jsonl"), tmp_path / "made"
    with forms.placed(out, fresh=fresh) as file:
        file.write(b"rows")
        assert not out.exists()
    assert out.read() == b"rows"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["lines", "gzip", "zstd"])
def test_lines_in_each_form(form: Form, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        with forms.placed(tmp_path / name) as file, forms.Lines(file, form) as lines:
            for number in range(100):
                lines.write(b"%d\n" % number)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    unpack: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.decompress,
        "zstd": lambda data: zstandard.ZstdDecompressor().stream_reader(data).read(),
    }
    assert unpack.get(form, bytes)(written[0]) == b"".join(b"%d\n" % number for number in range(100))


def groups(path: Path) -> list[int]:
    found = parquet.ParquetFile(path).metadata
    return [found.row_group(number).num_rows for number in range(found.num_row_groups)]


def batch(*rows: dict[str, Any]) -> Any:
    return pa.RecordBatch.from_pylist(list(rows), schema=SCHEMA)


def test_a_table_is_written_in_groups_that_fit_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "GROUP", 10)
    monkeypatch.setattr(forms, "GROUP_BYTES", 1000)
    out = tmp_path / "out.parquet"
    with forms.placed(out) as file, forms.Table(file, SCHEMA) as table:
        for number in range(25):
            table.write({"id": number, "text": "x"})
        table.add(batch({"id": 25, "text": "x" * 600}, {"id": 26, "text": "x" * 600}))
        table.add(batch({"id": 27, "text": "x"}))
    assert parquet.read_table(out)["id"].to_pylist() == list(range(28))
    assert groups(out) == [10, 10, 7, 1]


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    with forms.placed(out) as file, forms.Table(file, SCHEMA):
        pass
    assert parquet.read_schema(out).equals(SCHEMA)


@pytest.mark.parametrize(("suffix", "package"), [(".jsonl.zst", "zstandard"), (".parquet", "pyarrow")])
def test_what_is_not_installed_is_told_before_the_first_row(
    suffix: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == package:
            raise ImportError(name=package)
        return usual(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=package) as told:
        forms.check_writable(tmp_path / f"out{suffix}")
    assert told.value.hint == "pip install 'headnote[corpus]'"


def test_a_suffix_that_says_no_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"out\.csv: expected a name that ends in"):
        forms.check_writable(tmp_path / "out.csv")
