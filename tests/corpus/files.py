"""Files of rows in every form, written and read back."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.corpus.conftest import story

Write = Callable[..., Path]


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def stories(count: int) -> list[dict[str, Any]]:
    return [{"id": f"s{n}", "text": story(n)} for n in range(count)]


def convert(source: Path, to: Path) -> Path:
    import zstandard

    data = source.read_bytes()
    if to.suffix == ".parquet":
        import pyarrow
        from pyarrow import parquet

        parquet.write_table(pyarrow.Table.from_pylist([json.loads(line) for line in data.splitlines()]), to)
    else:
        pack: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstandard.compress}
        to.write_bytes(pack.get(to.suffix, bytes)(data))
    return to


def unpacked(path: Path) -> list[dict[str, Any]]:
    import zstandard
    from pyarrow import parquet

    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
        return rows
    with path.open("rb") as file:
        unpack: dict[str, Callable[[bytes], bytes]] = {
            ".gz": gzip.decompress,
            ".zst": lambda data: zstandard.ZstdDecompressor().stream_reader(data).read(),
        }
        return [json.loads(line) for line in unpack.get(path.suffix, bytes)(file.read()).splitlines()]
