"""Bytes -> Work: decode, tell the format by content, read what the author declared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from headnote.errors import EmptyWork
from headnote.intake.decode import decode, sound
from headnote.intake.draft import finish, origin_of
from headnote.intake.language import unread_reason
from headnote.intake.open_file import read_path
from headnote.intake.textual import read_textual
from headnote.records import Work

__all__ = ["read_bytes", "read_file", "read_files", "read_text", "unread_reason"]


def read_text(text: str, *, name: str | None = None) -> Work:
    """A work from text that is already decoded; `Work.text` is `text`, unchanged (lone surrogates are replaced)."""
    decoded = sound(text)
    origin = origin_of(decoded.text.encode("utf-8"), name, None, decoded.repairs)
    return finish(read_textual(decoded.text), origin)


def read_bytes(data: bytes, *, name: str | None = None) -> Work:
    decoded = decode(data)
    if not decoded.text.strip():
        raise EmptyWork("expected a story, found no text")
    return finish(read_textual(decoded.text), origin_of(data, name, decoded.encoding, decoded.repairs))


def read_file(path: Path) -> Work:
    return read_bytes(read_path(path), name=path.name)


def read_files(path: Path) -> Iterator[Work]:
    yield read_file(path)
