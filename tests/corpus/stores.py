"""Stores for tests: one in memory that counts what is asked of it and fails where it is told to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.spec import AbstractBufferedFile


class Shop(MemoryFileSystem):  # type: ignore[misc]
    """A store for addresses of ``shop://``.

    Attributes:
        asked: the parts of files that were asked for, as (first byte, last + 1).
        fails_at: the byte at which reading and writing fail, null for never.
        error: what it then raises.
        seen: the names that were there while a file was uploaded.
    """

    protocol = "shop"
    store: dict[str, Any] = {}
    pseudo_dirs = [""]
    asked: list[tuple[int, int]] = []
    fails_at: int | None = None
    error: Exception = ConnectionResetError("shop://key:sesame@shop/ is gone")
    seen: list[set[str]] = []

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        path = path.removeprefix("shop://").rpartition("@")[2].strip("/")
        return "/" + path if path else ""

    @classmethod
    def empty(cls) -> None:
        cls.store.clear()
        cls.pseudo_dirs[:] = [""]
        cls.asked.clear()
        cls.seen.clear()
        cls.fails_at = None

    def _open(self, path: str, mode: str = "rb", *args: Any, **options: Any) -> Any:
        if mode != "rb":
            return super()._open(path, mode, *args, **options)
        if path not in self.store:
            raise FileNotFoundError(path)
        return Ware(self, path, cache_type=options.get("cache_type", "readahead"))

    def put_file(self, lpath: str, rpath: str, **_: Any) -> None:
        data = Path(lpath).read_bytes()
        end = len(data) if self.fails_at is None else self.fails_at
        self.pipe_file(rpath, data[:end])
        self.seen.append(set(self.store))
        if end < len(data):
            raise self.error


class Ware(AbstractBufferedFile):  # type: ignore[misc]
    """A file of the shop."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        self.fs.asked.append((start, end))
        if self.fs.fails_at is not None and end > self.fs.fails_at:
            raise self.fs.error
        data: bytes = self.fs.store[self.path].getvalue()
        return data[start:end]


fsspec.register_implementation("shop", Shop, clobber=True)
