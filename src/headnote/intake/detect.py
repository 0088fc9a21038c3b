"""What bytes are: a zip container and of which kind, text, or something that holds no story."""

from __future__ import annotations

from typing import Literal

from headnote.errors import EmptyWork, Encrypted, NotText
from headnote.intake.archive import Archive
from headnote.intake.docx import DOCUMENT
from headnote.intake.epub import CONTAINER

Container = Literal["epub", "docx", "zip"]

#: First bytes of files that hold no text that headnote reads, with what to call them.
_KNOWN = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a Rich Text document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document, or a protected new one"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ\x00", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard-compressed data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound"),
    (b"ID3", "a sound"),
    (b"RIFF", "a sound or film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
_MOBI, _MOBI_AT = (b"BOOKMOBI", b"TEXtREAd"), 60
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(b for b in range(0x20) if b not in b"\t\n\x0b\x0c\r\x1a\x1b")
#: Share of control bytes over which bytes are no text. Text has none; a stray few come from damaged copies.
_BINARY = 0.02
_SAMPLE = 1 << 16
_ODT = b"application/vnd.oasis.opendocument"


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def container_of(archive: Archive) -> Container:
    """Kind of a zip container.

    Raises:
        NotText: it is a document of a kind that headnote does not read.
    """
    if CONTAINER in archive:
        return "epub"
    if DOCUMENT in archive:
        return "docx"
    if "mimetype" in archive:
        kind = archive.read("mimetype").strip()
        if kind.startswith(b"application/epub"):
            return "epub"
        if kind.startswith(_ODT):
            raise NotText(
                "expected a story, found an OpenDocument file",
                hint="Save it as DOCX, HTML or plain text first.",
            )
    if "[Content_Types].xml" in archive:
        raise NotText("expected a story, found an Office file that is no text document")
    return "zip"


def refuse_binary(data: bytes) -> None:
    """Raise for bytes that are no text.

    Raises:
        EmptyWork: there are none.
        Encrypted: a protected Kindle book.
        NotText: a known kind of file that holds no text, or bytes that none does.
    """
    if not data:
        raise EmptyWork("expected a story, found an empty file")
    kind = kind_of_binary(data)
    if kind:
        raise NotText(f"expected a story, found {kind}", hint=_hint(kind))
    if data.startswith(_WIDE_MARKS):
        return
    head = data[:_SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls > _BINARY * len(head) and not _alternates(head):
        raise NotText(f"expected text, found {controls:,} control bytes in the first {len(head):,}")


def kind_of_binary(data: bytes) -> str | None:
    """What to call bytes that open as a known binary format does; null for all others."""
    if data[_MOBI_AT : _MOBI_AT + 8] in _MOBI:
        if data[_MOBI_AT : _MOBI_AT + 8] == _MOBI[0] and _mobi_protected(data):
            raise Encrypted("expected an open book, found a protected Kindle book")
        return "a Kindle book"
    return next((kind for start, kind in _KNOWN if data.startswith(start)), None)


def _mobi_protected(data: bytes) -> bool:
    first = int.from_bytes(data[78:82], "big")
    return int.from_bytes(data[first + 12 : first + 14], "big") in (1, 2)


def _alternates(head: bytes) -> bool:
    """Nulls in every other byte are UTF-16 without a mark."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) > 0.3 * len(head) and min(even, odd) < 0.05 * len(head)


def _hint(kind: str) -> str | None:
    if "document" in kind or "PDF" in kind or "Kindle" in kind:
        return "Save or convert it to EPUB, DOCX, HTML or plain text first."
    return None
