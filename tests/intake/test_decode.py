"""Bytes to text: each encoding, and every repair with its place."""

from __future__ import annotations

import codecs

import pytest

from headnote import intake
from headnote.intake.decode import decode, decode_as
from tests.intake.making import STORY, check_spans

QUOTED = "\u201cIt\u2019s late,\u201d she said \u2014 caf\u00e9, na\u00efve, \u00a350.\n" + STORY


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (QUOTED.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + QUOTED.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF16_LE + QUOTED.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + QUOTED.encode("utf-16-be"), "utf-16-be"),
        (QUOTED.encode("utf-16-le"), "utf-16-le"),
        (QUOTED.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + QUOTED.encode("utf-32-le"), "utf-32-le"),
        (QUOTED.encode("cp1252"), "windows-1252"),
    ],
    ids=["utf-8", "utf-8-mark", "utf-16-le-mark", "utf-16-be-mark", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_the_same_text_in_every_encoding(data: bytes, encoding: str) -> None:
    work = intake.read_bytes(data)
    assert work.text == QUOTED
    assert work.source.encoding == encoding
    assert work.repairs == ()


def test_mixed_encodings_are_mended_and_said() -> None:
    data = (
        "One \u201cquoted\u201d line.\n".encode() + b"Another \x93quoted\x94 line, caf\xe9 and \x81.\n" + STORY.encode()
    )
    work = intake.read_bytes(data)
    assert "Another \u201cquoted\u201d line, caf\u00e9 and \ufffd." in work.text
    assert [(work.text[r.start : r.end], r.kind) for r in work.repairs] == [
        ("\u201c", "mixed-encoding"),
        ("\u201d", "mixed-encoding"),
        ("\u00e9", "mixed-encoding"),
        ("\ufffd", "replaced"),
    ]


def test_a_sequence_cut_off_at_the_end_is_replaced() -> None:
    work = intake.read_bytes((STORY + "caf\u00e9 \u201c").encode()[:-1])
    (repair,) = work.repairs
    assert (work.text[repair.start : repair.end], repair.kind) == ("\ufffd\ufffd", "replaced")


def test_an_odd_byte_of_utf_16_is_replaced() -> None:
    work = intake.read_bytes(codecs.BOM_UTF16_LE + STORY.encode("utf-16-le") + b"x")
    assert work.text == STORY + "\ufffd"
    assert [r.kind for r in work.repairs] == ["replaced"]


def test_mojibake_is_told_and_left_as_it_is() -> None:
    broken = "\u201cIt\u2019s caf\u00e9\u201d".encode().decode("cp1252", "replace").replace("\ufffd", "\u009d")
    work = intake.read_text(f"{STORY} {broken} {STORY}")
    assert work.text == f"{STORY} {broken} {STORY}"
    told = [work.text[r.start : r.end] for r in work.repairs if r.kind == "mojibake"]
    assert told == ["\u00e2\u20ac\u0153", "\u00e2\u20ac\u2122", "\u00c3\u00a9\u00e2\u20ac\u009d"]


@pytest.mark.parametrize(
    "text", ["\u00c2ge d'or", "p\u00e2t\u00e9", "S\u00c3O PAULO", "caf\u00e9 \u2014 \u20ac5", "\u00c3 demain"]
)
def test_letters_that_only_look_like_mojibake(text: str) -> None:
    assert [r for r in decode(text.encode()).repairs if r.kind == "mojibake"] == []


def test_control_characters_are_told() -> None:
    work = intake.read_text(f"{STORY}\x08\x08{STORY}")
    (repair,) = work.repairs
    assert (repair.start, repair.end, repair.kind) == (len(STORY), len(STORY) + 2, "control")


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    work = intake.read_text(f"{STORY}\ud800 and on")
    assert len(work.text) == len(STORY) + 8
    assert work.text[len(STORY)] == "\ufffd"
    assert work.text.encode("utf-8")


def test_text_is_kept_exactly() -> None:
    text = "  The Quay\r\n\r\n" + STORY + "\r\n\t\u00a0\r\n\x0c"
    assert intake.read_text(text).text == text
    assert intake.read_bytes(text.encode()).text == text


def test_cyrillic_is_guessed_as_such() -> None:
    text = "Она ждала лодку у причала и считала огни. " * 20
    assert decode(text.encode("cp1251")).text == text


def test_a_declared_encoding_goes_before_guessing() -> None:
    text = "\u0141\u00f3d\u017a przysz\u0142a p\u00f3\u017ano. " * 10
    data = text.encode("iso8859_2")
    assert decode_as(data, "ISO-8859-2").text == text
    assert decode_as(data, "no-such-encoding").text == decode(data).text
    assert decode_as(text.encode(), "iso-8859-2").text == text


def test_spans_hold_after_mending() -> None:
    check_spans(intake.read_bytes(b"caf\xe9 \x93" + QUOTED.encode() + b"\xff\xfe\x81"))
