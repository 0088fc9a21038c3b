"""Files that cannot be read: each a clear error of its own, and none of their text in it."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from headnote import intake
from headnote.errors import (
    Damaged,
    EmptyWork,
    Encrypted,
    HeadnoteError,
    NotAFile,
    NotFound,
    NotPermitted,
    NotText,
    SourceError,
    TooLarge,
    Unsafe,
)
from headnote.intake import archive, open_file
from tests.intake.making import CONTAINER, STORY, check_spans, make_docx, make_epub, make_zip, opf, page

BOOK = {"a.xhtml": page(f"<p>{STORY}</p>")}
ALGORITHM = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
FONTS = "http://www.idpf.org/2008/embedding"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><html><body><p>&c;</p></body></html>'
)


def encryption(algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        f'<e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/></e:EncryptedData></encryption>'
    )


def fails(data: bytes, kind: type[HeadnoteError], *, says: str) -> None:
    with pytest.raises(kind) as caught:
        intake.read_bytes(data, name="story")
    message = str(caught.value)
    assert type(caught.value) is kind
    assert message.startswith("story: ")
    assert says in message
    assert "\n" not in message
    assert caught.value.hint
    assert STORY[:20] not in message


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"<html><body><p> </p></body></html>"]
)
def test_nothing_to_read(data: bytes) -> None:
    fails(data, EmptyWork, says="expected a story")
    with pytest.raises(EmptyWork):
        intake.read_text(" \n")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n" + STORY.encode(), "a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
        (b"{\\rtf1 " + STORY.encode(), "a Rich Text document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Word document"),
        (b"\x1f\x8b\x08" + bytes(99), "gzip"),
        (bytes(60) + b"BOOKMOBI" + bytes(99), "a Kindle book"),
        (bytes(range(256)) * 20, "control bytes"),
        (b"\x01\x02\x03 abc" * 20, "control bytes"),
    ],
)
def test_what_is_no_text(data: bytes, says: str) -> None:
    fails(data, NotText, says=says)


def test_a_protected_kindle_book() -> None:
    head = bytearray(200)
    head[60:68] = b"BOOKMOBI"
    head[78:82] = (100).to_bytes(4, "big")
    head[112:114] = (2).to_bytes(2, "big")
    fails(bytes(head), Encrypted, says="protected Kindle book")


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(NotAFile, match="found a folder"):
        intake.read_file(tmp_path)
    with pytest.raises(NotFound, match="found nothing"):
        intake.read_file(tmp_path / "missing.txt")
    with pytest.raises(NotFound, match="found nothing"):
        intake.read_file(tmp_path / ("x" * 5000))
    with pytest.raises(NotFound, match="null character"):
        intake.read_file(Path("a\0b"))
    with pytest.raises(NotAFile, match="device"):
        intake.read_file(Path("/dev/null"))
    with pytest.raises(NotFound):
        list(intake.read_files(tmp_path / "missing.txt"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(STORY)
    path.chmod(0)
    with pytest.raises(NotPermitted):
        intake.read_file(path)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(13, "no"), NotPermitted),
        (IsADirectoryError(21, "no"), NotAFile),
        (OSError(5, "broken"), SourceError),
    ],
)
def test_what_the_system_refuses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: OSError, kind: type[HeadnoteError]
) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY)

    def refuse(_: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(kind) as caught:
        intake.read_file(path)
    assert caught.value.exit_code == 3


def test_a_name_with_a_newline_is_shown_escaped(tmp_path: Path) -> None:
    path = tmp_path / "bad\nname\x1b[31m.txt"
    path.write_text("")
    with pytest.raises(EmptyWork) as caught:
        intake.read_file(path)
    assert str(caught.value).startswith(rf"{tmp_path}/bad\nname\x1b[31m.txt: ")
    path.write_text(STORY)
    assert intake.read_file(path).source.name == r"bad\nname\x1b[31m.txt"
    assert open_file.shown("caf\u00e9\udc80\u2028") == "caf\u00e9\\udc80\\u2028"


def test_an_encrypted_book() -> None:
    fails(make_epub(BOOK, extra={"META-INF/encryption.xml": encryption(ALGORITHM)}), Encrypted, says="encrypted")
    fails(make_epub(BOOK, extra={"META-INF/rights.xml": "<rights/>"}), Encrypted, says="rights file")


def test_obfuscated_fonts_are_no_protection() -> None:
    assert intake.read_bytes(make_epub(BOOK, extra={"META-INF/encryption.xml": encryption(FONTS)})).text == STORY


def test_a_file_that_needs_a_password() -> None:
    data = bytearray(make_zip({"a.txt": STORY}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    fails(bytes(data), Encrypted, says="needs a password")


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize(
    "data", [make_epub(BOOK), make_docx("<w:p/>"), make_zip({"a.txt": STORY})], ids=["epub", "docx", "zip"]
)
def test_containers_that_are_cut_off(data: bytes, keep: float) -> None:
    fails(data[: int(len(data) * keep)], Damaged, says="cut off or damaged")


def test_a_checksum_that_does_not_match() -> None:
    data = make_zip([("a.txt", STORY)])
    at = data.index(b"PK\x01\x02") - 20
    fails(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :], Damaged, says="cut off or damaged")


@pytest.mark.parametrize("name", ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "C:/evil.txt", "..\\evil.txt"])
def test_names_that_leave_the_container(name: str) -> None:
    fails(make_zip({name: STORY}), Unsafe, says="found one that leaves it")
    fails(make_epub(BOOK, extra={name: "x"}), Unsafe, says="found one that leaves it")


def test_a_package_that_points_outside() -> None:
    files = {"META-INF/container.xml": CONTAINER, "OEBPS/content.opf": opf(["../../../etc/passwd"])}
    fails(make_zip(files), Damaged, says="found none")


def test_a_bomb_by_its_ratio() -> None:
    fails(make_zip({"a.txt": b"a" * (8 << 20)}), Unsafe, says="times the packed size")


def test_a_bomb_by_its_total(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOTAL_LIMIT", 1000)
    fails(make_zip({f"{i}.txt": os.urandom(400).hex() for i in range(4)}), Unsafe, says="unpacked")


def test_a_bomb_that_lies_about_its_size() -> None:
    data = bytearray(make_zip({"a.txt": STORY * 100}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(HeadnoteError):
        intake.read_bytes(bytes(data))


def test_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", 3)
    fails(make_zip({f"{i}.txt": STORY for i in range(4)}), TooLarge, says="at most 3 files")


def test_entities_that_multiply() -> None:
    fails(make_epub({"a.xhtml": BOMB}), Unsafe, says="entity declarations")
    fails(make_epub({"a.xhtml": BOMB.encode("utf-16").decode("latin-1")}), Unsafe, says="entity declarations")
    fails(make_epub(BOOK, extra={"META-INF/encryption.xml": BOMB}), Unsafe, says="entity declarations")
    fails(make_zip({"word/document.xml": BOMB}), Unsafe, says="entity declarations")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"META-INF/container.xml": CONTAINER}, "OEBPS/content.opf"),
        ({"META-INF/container.xml": "<container/>"}, "name of a package file"),
        ({"META-INF/container.xml": "not xml"}, "well-formed XML"),
        ({"mimetype": "application/epub+zip"}, "META-INF/container.xml"),
        ({"META-INF/container.xml": CONTAINER, "OEBPS/content.opf": opf([])}, "expected a spine"),
        ({"META-INF/container.xml": CONTAINER, "OEBPS/content.opf": opf(["a.xhtml"], items=[])}, "expected a spine"),
        ({"META-INF/container.xml": CONTAINER, "OEBPS/content.opf": opf(["a.xhtml"])}, "OEBPS/a.xhtml"),
    ],
)
def test_books_that_lack_a_part(files: dict[str, str], says: str) -> None:
    fails(make_zip(files), Damaged, says=says)


def test_a_member_in_an_unknown_compression() -> None:
    data = bytearray(make_zip({"a.txt": STORY}))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(signature) + offset] = 97
    with pytest.raises(NotText, match="another"):
        intake.read_bytes(bytes(data))


def test_a_stored_file_is_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as stored:
        stored.writestr("a.txt", STORY)
    assert intake.read_bytes(buffer.getvalue()).text == STORY


@pytest.mark.parametrize(
    "line",
    [
        "word ",
        "\u201cword\u201d ",
        "x",
        "*",
        "\u00c3",
        "A/N: ",
        "nsfw ",
        "1/ ",
        "# a\n",
        "\n",
        "{[(",
        "a: b\n",
        "*a* ",
        "\ufffda",
        "tw: a\n",
    ],
)
def test_a_long_text_costs_memory_in_proportion(line: str) -> None:
    text = "A Title\n\n" + line * (4_000_000 // len(line)) + "end"
    data = text.encode()
    tracemalloc.start()
    try:
        work = intake.read_bytes(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert work.text == text
    check_spans(work)
    assert peak < 150_000_000 + 10 * len(data)
