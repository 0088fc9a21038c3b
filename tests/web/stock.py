"""Works for the tests of shelf and work pages: hand-made cards put straight into a library, without reading stories."""

from __future__ import annotations

import zlib
from typing import Any

import msgspec

from headnote.corpus import likeness
from headnote.corpus.folding import fold
from headnote.library.database import Library
from headnote.library.indexing import Indexed
from headnote.library.preparing import CodeRow, Prepared, prepare
from headnote.library.rulings import guarded
from headnote.library.storing import store_prepared
from headnote.records import Action, Card
from tests.render.cards import HOSTILE, hostile, long, rich, sparse, unread
from tests.web.running import read_as
from tests.web.stories import plain

BAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"

_base: list[Prepared] = []


def put(library: Library, name: str, *, card: Card | None = None, action: Action = "list", **fields: Any) -> str:
    """Store a work under a title; `codes` may be a mapping of code to confidence. Returns its key."""
    if not _base:
        _base.append(prepare(read_as(plain("A base")), policy="archive"))
    codes = fields.pop("codes", {})
    terms = tuple((kind, value) for kind, values in fields.pop("terms", {}).items() for value in values)
    card = card or sparse()
    card = msgspec.structs.replace(
        card,
        declared=msgspec.structs.replace(card.declared, title=card.declared.title or name),
        decision=msgspec.structs.replace(card.decision, action=action),
    )
    mark = f"{name} of the tests"
    prepared = msgspec.structs.replace(
        _base[0],
        address=None,
        by_title=None,
        by_bytes=f"{zlib.crc32(mark.encode()):08x}".ljust(64, "0"),
        sha256=f"{zlib.crc32(mark.encode('utf-16')):08x}".ljust(64, "0"),
        minhash=likeness.signature(mark * 20),
        indexed=Indexed(title=fold(name), people=fold(fields.get("authors", "")), tags="", body=fold(name)),
        title=name,
        action=action,
        guarded=guarded(card.decision),
        rating=card.rating.value,
        rating_confidence=card.rating.confidence,
        declared_rating=card.declared.rating,
        card=zlib.compress(msgspec.json.encode(card)),
        codes=tuple(
            CodeRow(code=code, confidence=sure, intensity=1, presence="depicted", raised=sure >= 0.5)
            for code, sure in codes.items()
        ),
        terms=terms,
    )
    return store_prepared(library, msgspec.structs.replace(prepared, **fields)).key


def stock(library: Library) -> dict[str, str]:
    """A shelf with something of everything: keys by name. Thirty works are seen by everyone, one is withheld and one
    waits for review."""
    keys = {
        "rich": put(
            library, "The Lamp at Skerry Head", card=rich(), authors="Wren Alder", summary="A light goes out.",
            codes={"major-death": 0.93, "death": 0.9, "violence": 0.81, "war": 0.22},
            terms={"fandom": ["Original Work"], "author": ["Wren Alder"], "tag": ["Lighthouses"]},
            rating="Mature", words=11_240,
        ),
        "sparse": put(library, "A Small Thing", words=41),
        "unread": put(library, "La lampe", card=unread(), language="fr", rating=None),
        "gated": put(library, "Behind Glass", action="gate", codes={"violence-graphic": 0.9}, rating="Explicit"),
        "bad": put(
            library, f"{BAD} {HOSTILE}", card=hostile(), authors=BAD, summary=BAD, codes={"gore": 0.7},
            terms={"fandom": [BAD], "author": [BAD], "tag": [BAD, "javascript:alert(3)"], "series": [BAD]},
            source_name=BAD, declared_rating="Explicit",
        ),
        "long": put(library, "A Hundred Chapters", card=long(), codes={"captivity": 0.6}),
        "review": put(library, "Someone Should Look", action="review", codes={"abuse": 0.9},
                      terms={"fandom": ["Unseen Fandom"], "author": ["Held Author"]}),
        "withheld": put(library, "Not For The Shelf", action="withhold", codes={"abuse": 0.9},
                        terms={"fandom": ["Unseen Fandom"]}),
    }  # fmt: skip
    for number in range(24):
        name = f"Letter {number + 1:02}"
        keys[name] = put(library, name, codes={"substances": 0.55} if number % 3 == 0 else {}, words=900 + number)
    return keys
