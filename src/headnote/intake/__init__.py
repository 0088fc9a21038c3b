"""Bytes -> Work: decode, tell the format by content, read what the author declared.

For text formats `Work.text` is the decoded text exactly as it is; for markup it is composed, paragraphs joined by a
blank line. Everything that a person would read is in it, and `regions` say which stretches are not story.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from headnote.errors import EmptyWork, HeadnoteError
from headnote.intake.decode import sound
from headnote.intake.draft import finish, origin_of
from headnote.intake.language import unread_reason
from headnote.intake.open_file import read_path, shown
from headnote.intake.reader import read_each, read_one
from headnote.intake.textual import read_textual
from headnote.records import Work

__all__ = ["read_bytes", "read_file", "read_files", "read_text", "unread_reason"]


def read_text(text: str, *, name: str | None = None) -> Work:
    """A work from text that is already decoded. `Work.text` is `text`, unchanged but for lone surrogates.

    Args:
        text: plain text, Markdown or an unrolled thread; markup is taken as text here.
        name: what to call it in `Source.name`.

    Raises:
        EmptyWork: the text is blank.
    """
    if not text or text.isspace():
        raise EmptyWork("expected a story, found no text")
    decoded = sound(text)
    origin = origin_of(decoded.text.encode("utf-8"), name, None, decoded.repairs)
    return finish(read_textual(decoded.text), origin)


def read_bytes(data: bytes, *, name: str | None = None) -> Work:
    """The work that bytes hold, in any format that headnote reads; the format is told by content.

    Raises:
        SeveralWorks: the bytes are an archive of more than one story.
        ReadError: they cannot be read as a story; see `headnote.errors` for the kinds.
    """
    try:
        return read_one(data, name)
    except HeadnoteError as error:
        raise _with_name(error, name) from None


def read_file(path: Path) -> Work:
    """The work in a file.

    Raises:
        SourceError: the file cannot be opened.
        SeveralWorks, ReadError: as `read_bytes`.
    """
    data = read_path(path)
    try:
        return read_one(data, path.name)
    except HeadnoteError as error:
        raise _with_name(error, str(path)) from None


def read_files(path: Path) -> Iterator[Work]:
    """The works in a file: one, or each of an archive in its order.

    A file of an archive that cannot be read does not lose the others: all works come first, then one `ReadError`
    names what was left out.

    Raises:
        SourceError, ReadError: as `read_file`.
    """
    data = read_path(path)
    try:
        yield from read_each(data, path.name)
    except HeadnoteError as error:
        raise _with_name(error, str(path)) from None


def _with_name(error: HeadnoteError, name: str | None) -> HeadnoteError:
    """The same error with the file that it is about before its message."""
    return type(error)(f"{shown(name)}: {error}", hint=error.hint) if name else error
