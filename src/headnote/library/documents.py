"""A version's text, document and card as compressed bytes, and back."""

from __future__ import annotations

import zlib
from typing import TypeVar

import msgspec

from headnote.card import Reading, to_card
from headnote.errors import LibraryError
from headnote.records import Card, Cast, Layout, Record, Signal, Span, Work

_Packed = TypeVar("_Packed", bound=msgspec.Struct)
#: Of a story of 30,000 words, text and document pack in 11 ms to 160 kB; at zlib's own 6 in 38 ms to 140 kB.
_LEVEL = 3


class Document(Record, frozen=True, kw_only=True):
    """What the stages found in a version and a card does not show: the reader and the desk work on it.

    `masks` and `sealed` are the advisory's: places that excerpts block out, and those near evidence for
    ``underage-sex``, which no option shows.
    """

    work: Work
    layout: Layout
    cast: Cast
    signals: tuple[Signal, ...]
    masks: tuple[Span, ...] = ()
    sealed: tuple[Span, ...] = ()


class _WorkOnly(msgspec.Struct, frozen=True):
    """As much of a `Document` as has the author's words."""

    work: Work


def pack(reading: Reading) -> tuple[bytes, bytes, bytes]:
    """Text, document and card of a reading, in the columns' form. The card's excerpts are masked."""
    document = Document(
        work=msgspec.structs.replace(reading.work, text=""),
        layout=reading.layout,
        cast=reading.cast,
        signals=reading.signals,
        masks=reading.advisory.masks,
        sealed=reading.advisory.sealed,
    )
    text = zlib.compress(reading.work.text.encode("utf-8"), _LEVEL)
    return text, _squeeze(document), _squeeze(to_card(reading))


def unpack_text(text: bytes) -> str:
    return zlib.decompress(text).decode("utf-8")


def unpack(text: bytes, document: bytes) -> Document:
    """The document with its work whole, text included.

    Raises:
        LibraryError: it was written by another version, in a form that this one does not read.
    """
    packed = _expand(document, Document)
    return msgspec.structs.replace(packed, work=msgspec.structs.replace(packed.work, text=unpack_text(text)))


def unpack_work(text: bytes, document: bytes) -> Work:
    """The work alone, text included: what a new reading starts from. The other parts may have any form.

    Raises:
        LibraryError: as `unpack`.
    """
    return msgspec.structs.replace(_expand(document, _WorkOnly).work, text=unpack_text(text))


def unpack_card(card: bytes) -> Card:
    """The card.

    Raises:
        LibraryError: as `unpack`.
    """
    return _expand(card, Card)


def _squeeze(record: Record) -> bytes:
    return zlib.compress(msgspec.json.encode(record), _LEVEL)


def _expand(data: bytes, kind: type[_Packed]) -> _Packed:
    try:
        return msgspec.json.decode(zlib.decompress(data), type=kind)
    except (msgspec.DecodeError, zlib.error):
        raise LibraryError(
            "expected a stored reading in the form of this version, found another",
            hint="`headnote reread` brings stored works to this version.",
        ) from None
