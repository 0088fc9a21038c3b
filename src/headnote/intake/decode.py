"""Bytes to text, with every place that could not be taken as it stood.

Order: a byte-order mark; UTF-16 without one (told by its nulls); UTF-8; then UTF-8 whose invalid bytes are read as
Windows-1252, which also reads a file that is Windows-1252 throughout. A file with many high bytes and no valid UTF-8
is given to charset-normalizer, since it may be Cyrillic or Japanese.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import Literal

import msgspec

from headnote.records import Repair

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPED = re.compile("[\udc80-\udcff]+")
_REPLACED = re.compile("\ufffd+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROLS = "[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]"
#: One and then more: so a search skips the rest of a text three times as fast as with a plus.
_CONTROL = re.compile(f"{_CONTROLS}{_CONTROLS}*")
#: UTF-8 read once as Windows-1252 or Latin-1: a lead byte's letter followed by the signs of continuation bytes.
_MOJIBAKE = re.compile(
    "(?:\u00e2\u20ac[\u2122\u0153\u009d\u02dc\u201d\u201c\u00a6\u00a2\u00b9\u0161\u0090]?"
    "|\u00e2\u0080[\u0080-\u00bf]"
    "|\u00c3[\u0080-\u00bf\u0160\u0161\u017d\u017e\u0178\u0152\u0153\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039"
    "\u203a\u20ac\u2122]"
    "|\u00c2[\u00a0-\u00bf\u0080-\u009f])+"
)
#: Signs one of which any mojibake holds; looking for them first costs almost nothing.
_MOJIBAKE_SIGNS = ("\u00e2\u20ac", "\u00e2\u0080", "\u00c3", "\u00c2")
_CP1252 = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
#: Over this share of high bytes a file without valid UTF-8 is not Western: German and French stay under 0.08.
_WESTERN = 0.15
#: Repairs of each kind that are kept, in text order: a file broken throughout must not need many times its size.
MOST_REPAIRS = 50_000
_GUESSABLE = 64
_SAMPLE = 1 << 16


class Decoded(msgspec.Struct, frozen=True):
    """Text without its byte-order mark, the encoding it was read in, and what was mended."""

    text: str
    encoding: str
    repairs: tuple[Repair, ...] = ()


def decode(data: bytes) -> Decoded:
    """Text of `data` in the first encoding that fits; never fails, since what fits nowhere is replaced."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    wide = _wide(data)
    if wide:
        return _finished(data.decode(wide, "replace"), wide)
    try:
        return _finished(data.decode("utf-8"), "utf-8", check_replaced=False)
    except UnicodeDecodeError:
        return _mended(data)


def decode_as(data: bytes, declared: str | None) -> Decoded:
    """As `decode`, but a markup's declared encoding goes before guessing where the bytes are not UTF-8."""
    found = decode(data)
    if found.encoding == "utf-8" and not found.repairs:
        return found
    if declared is None or found.encoding.startswith("utf-16") or data.startswith(codecs.BOM_UTF8):
        return found
    try:
        name = codecs.lookup(declared).name
        text = data.decode(name)
    except (LookupError, ValueError, TypeError, AssertionError):
        return found
    return found if name.startswith("utf") else _finished(text, name)


def sound(text: str) -> Decoded:
    """Text that arrives decoded: lone surrogates, which no encoding can hold, are replaced one for one."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\ufffd", text)
        return _finished(text, "utf-8")
    return _finished(text, "utf-8", check_replaced=False)


def _marked(data: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        try:
            return _finished(data.decode("utf-8"), "utf-8", check_replaced=False)
        except UnicodeDecodeError:
            return _mended(data)
    return _finished(data.decode(encoding, "replace"), encoding)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in text of any Latin script every other byte is null or nearly so."""
    head = data[: _SAMPLE & ~1]
    if len(head) < 4:
        return None
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _mended(data: bytes) -> Decoded:
    """UTF-8 with bytes that are not: each is read as Windows-1252, or replaced where that has no sign for it."""
    text = data.decode("utf-8", "surrogateescape")
    escaped = sum(m.end() - m.start() for m in _ESCAPED.finditer(text))
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    cut = _cut_off(data)
    if escaped == high and (cut == 0 or escaped > cut):
        return _single_byte(data, high)
    whole = text.translate(_CP1252)
    if cut:
        whole = whole[:-cut] + "\ufffd" * cut
    repairs = [
        Repair(
            start=m.start(),
            end=m.end(),
            kind="replaced" if "\ufffd" in whole[m.start() : m.end()] else "mixed-encoding",
            confidence=0.9,
        )
        for m in islice(_ESCAPED.finditer(text), MOST_REPAIRS)
    ]
    return _finished(whole, "utf-8", known=repairs)


def _cut_off(data: bytes) -> int:
    """Length in bytes of a UTF-8 sequence that the end of the data cuts off, 0 where none is."""
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    decoder.decode(data[-8:])
    return len(decoder.getstate()[0])


def _single_byte(data: bytes, high: int) -> Decoded:
    if len(data) >= _GUESSABLE and high > _WESTERN * len(data):
        guess = _guessed(data)
        if guess:
            return _finished(data.decode(guess, "replace"), guess)
    return _finished(data.decode("cp1252", "replace"), "windows-1252")


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best and not best.encoding.startswith("utf") else None


def _finished(text: str, encoding: str, *, known: list[Repair] | None = None, check_replaced: bool = True) -> Decoded:
    """Adds what is seen in the text itself: replacement signs that decoding left, control characters, mojibake."""
    repairs = list(known or ())
    if check_replaced and known is None:
        repairs += _found(_REPLACED, text, "replaced")
    repairs += _found(_CONTROL, text, "control")
    repairs += mojibake(text)
    repairs.sort(key=lambda r: (r.start, r.end))
    return Decoded(text, encoding, tuple(repairs[:MOST_REPAIRS]))


def _found(pattern: re.Pattern[str], text: str, kind: Literal["replaced", "control"]) -> list[Repair]:
    return [Repair(start=m.start(), end=m.end(), kind=kind) for m in islice(pattern.finditer(text), MOST_REPAIRS)]


def mojibake(text: str) -> list[Repair]:
    """Places where UTF-8 was once read as Windows-1252 and written again. They are told, not undone: offsets hold."""
    if text.isascii() or not any(sign in text for sign in _MOJIBAKE_SIGNS):
        return []
    return [
        Repair(start=m.start(), end=m.end(), kind="mojibake", confidence=0.95)
        for m in islice(_MOJIBAKE.finditer(text), MOST_REPAIRS)
    ]


def in_markup(decoded: Decoded, text: str) -> Decoded:
    """Repairs as they stand in the text that was composed from markup.

    A replacement sign can be found again; bytes that were read in another encoding cannot, so that one repair over
    the whole text says that there are some.
    """
    if not decoded.repairs:
        return msgspec.structs.replace(decoded, text=text)
    repairs = _found(_REPLACED, text, "replaced")
    repairs += mojibake(text)
    if any(repair.kind == "mixed-encoding" for repair in decoded.repairs) and text:
        repairs.append(Repair(start=0, end=len(text), kind="mixed-encoding", confidence=0.5))
    repairs.sort(key=lambda r: (r.start, r.end))
    return Decoded(text, decoded.encoding, tuple(repairs))
