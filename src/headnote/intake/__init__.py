"""Bytes -> Work: decode, tell the format by content, read what the author declared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from headnote.records import Declared, Language, Source, Work


def read_text(text: str, *, name: str | None = None) -> Work:
    """A work from text that is already decoded; `Work.text` is `text`, unchanged."""
    raw = text.encode("utf-8", "surrogatepass")
    source = Source(
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        bytes=len(raw),
        language=Language(code="en", confidence=0.5),
        words=len(text.split()),
        characters=len(text),
    )
    return Work(text=text, source=source, declared=Declared())


def read_bytes(data: bytes, *, name: str | None = None) -> Work:
    return read_text(data.decode("utf-8"), name=name)


def read_file(path: Path) -> Work:
    return read_bytes(path.read_bytes(), name=path.name)


def read_files(path: Path) -> Iterator[Work]:
    yield read_file(path)


def unread_reason(source: Source) -> str | None:
    """Why the content of a work was not read ("The text is in French; ..."), null when it is read."""
    return None
