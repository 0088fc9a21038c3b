"""A card, or a report, as JSON."""

from __future__ import annotations

import msgspec

from headnote.records import Card, Report


def encode(record: Card | Report) -> bytes:
    """One line of UTF-8 JSON with a newline at its end: keys in the order of the records, mappings sorted by key,
    every key present, null where unknown. The same record gives the same bytes."""
    return msgspec.json.encode(record, order="deterministic") + b"\n"
