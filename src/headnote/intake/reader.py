"""Bytes to works: which reader gets them, and the files of an archive one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from headnote.errors import EmptyWork, HeadnoteError, NotText, ReadError, SeveralWorks
from headnote.intake.decode import decode, decode_as, in_markup
from headnote.intake.draft import Draft, finish, origin_of
from headnote.intake.open_file import shown
from headnote.intake.textual import read_textual
from headnote.records import Work

if TYPE_CHECKING:
    from headnote.intake.archive import Archive

#: Code points of a text in which its format is looked for.
_HEAD = 4096
#: Files beside stories in an archive: a suffix alone is enough to say that something is no story.
_BESIDE = (
    ".css", ".js", ".json", ".opf", ".ncx", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".ttf", ".otf",
    ".woff", ".woff2", ".ds_store", ".ini", ".db", ".db-shm", ".db-wal", ".mp3", ".sha256",
)  # fmt: skip
#: Failures of an archive's files that a message lists.
_LISTED = 5


def read_one(data: bytes, name: str | None) -> Work:
    """The one work that bytes hold.

    Raises:
        SeveralWorks: they are an archive of more than one.
        ReadError: they hold none that can be read.
    """
    from headnote.intake.detect import is_zip

    if not is_zip(data):
        return _from_text(data, name)
    return _from_container(data, name)


def read_each(data: bytes, name: str | None) -> Iterator[Work]:
    """The works of an archive in its order, or the one work of any other bytes.

    A file that cannot be read does not lose the others: they are all yielded, then one `ReadError` says what was
    left out.
    """
    from headnote.intake.detect import is_zip

    if not is_zip(data):
        yield _from_text(data, name)
        return
    from headnote.intake.archive import Archive
    from headnote.intake.detect import container_of

    archive = Archive(data)
    if container_of(archive) == "zip":
        yield from _each_member(archive, name)
    else:
        yield _from_container(data, name)


def _from_text(data: bytes, name: str | None) -> Work:
    from headnote.intake.detect import refuse_binary

    refuse_binary(data)
    decoded = decode(data)
    draft: Draft | None = None
    if decoded.text[:_HEAD].lstrip().startswith("<"):
        from headnote.intake.html_tree import declared_charset, looks_like_html
        from headnote.intake.markup import read_html

        if looks_like_html(decoded.text[:_HEAD]):
            decoded = decode_as(data, declared_charset(data[:2048]))
            draft = read_html(decoded.text)
            decoded = in_markup(decoded, draft.text)
    if draft is None:
        draft = read_textual(decoded.text)
    _refuse_empty(draft)
    return finish(draft, origin_of(data, name, decoded.encoding, decoded.repairs))


def _from_container(data: bytes, name: str | None) -> Work:
    from headnote.intake.archive import Archive
    from headnote.intake.detect import container_of

    archive = Archive(data)
    kind = container_of(archive)
    if kind == "zip":
        stories = story_names(archive.names)
        if len(stories) > 1:
            raise SeveralWorks(f"expected one story, found an archive of {len(stories):,} files")
        return next(_each_member(archive, name))
    if kind == "epub":
        from headnote.intake.epub import read_epub

        draft = read_epub(archive)
    else:
        from headnote.intake.docx import read_docx

        draft = read_docx(archive)
    _refuse_empty(draft)
    return finish(draft, origin_of(data, name, None))


def _each_member(archive: Archive, name: str | None) -> Iterator[Work]:
    stories = story_names(archive.names)
    failures: list[tuple[str, HeadnoteError]] = []
    for member in stories:
        try:
            work = read_member(archive.read(member), member, name)
        except HeadnoteError as error:
            failures.append((member, error))
        else:
            yield work
    if not stories:
        raise EmptyWork("expected a story in the archive, found none")
    if failures:
        raise _left_out(failures, len(stories))


def _left_out(failures: list[tuple[str, HeadnoteError]], total: int) -> HeadnoteError:
    """One error for all files that could not be read; for an archive of one file it is that file's own."""
    told = "; ".join(f"{shown(member)}: {error}" for member, error in failures[:_LISTED])
    more = f"; and {len(failures) - _LISTED:,} more" if len(failures) > _LISTED else ""
    kind = type(failures[0][1]) if total == 1 else ReadError
    counted = f"{len(failures):,} of {total:,} files in the archive could not be read: " if total > 1 else ""
    return kind(f"{counted}{told}{more}", hint=failures[0][1].hint)


def story_names(names: Iterable[str]) -> list[str]:
    """Names of an archive or folder that may be stories: neither hidden nor what lies beside one."""
    return [name for name in names if not _hidden(name) and not name.casefold().endswith(_BESIDE)]


def _hidden(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts)


def read_member(data: bytes, member: str, archive: str | None) -> Work:
    """The work in one file of an archive.

    Raises:
        ReadError: as `read_one`, or it is an archive itself.
    """
    from headnote.intake.archive import Archive
    from headnote.intake.detect import container_of, is_zip

    if is_zip(data) and container_of(Archive(data)) == "zip":
        raise NotText("expected a story, found an archive within the archive", hint="Unpack the outer archive first.")
    return read_one(data, f"{archive}/{member}" if archive else member)


def _refuse_empty(draft: Draft) -> None:
    if not draft.text.strip("\ufeff\u200b \t\r\n\f\v\x00"):
        raise EmptyWork("expected a story, found no text")
