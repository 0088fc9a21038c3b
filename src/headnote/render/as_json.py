"""A card as JSON."""

from __future__ import annotations

import msgspec

from headnote.records import Card


def encode(card: Card) -> bytes:
    """One line of UTF-8 JSON with a newline at its end: keys in the order of the records, mappings sorted by key,
    every key present, null where unknown. The same card gives the same bytes."""
    return msgspec.json.encode(card, order="deterministic") + b"\n"
