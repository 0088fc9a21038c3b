"""Frozen records that the rooms hand to each other, and the card that comes out.

Every record that points at text inherits from `Span`: a half-open pair of code-point offsets into `Work.text`, which
never changes after intake, so ``work.text[r.start:r.end]`` is what the record speaks of. The records from `Card` down
are the JSON contract (schema ``headnote.card/1``); `docs/card.schema.json` is generated from them.

Records hold; they do not compute. The rooms compute.
"""

from __future__ import annotations

from headnote.records.base import Evidence, Record, Span
from headnote.records.card import SCHEMA, Card, Engine, Shape, SweepError, SweepRow, Tier
from headnote.records.cast import Age, Cast, Facet, Fandom, Mention, Pair, Person, Quote, World, WorldRule
from headnote.records.finding import (
    Action,
    Advisory,
    Audit,
    AuditItem,
    Decision,
    Finding,
    Intensity,
    Level,
    Presence,
    Rating,
    Signal,
    Trope,
)
from headnote.records.layout import (
    Chapter,
    Damage,
    Layout,
    Message,
    Paragraph,
    ParagraphKind,
    Passage,
    Quotation,
    QuoteStyle,
    Scene,
)
from headnote.records.work import (
    Declared,
    DeclaredNote,
    Emphasis,
    Heading,
    Language,
    Mark,
    Posted,
    Region,
    RegionKind,
    Repair,
    Series,
    Source,
    Work,
)

__all__ = [
    "SCHEMA",
    "Action",
    "Advisory",
    "Age",
    "Audit",
    "AuditItem",
    "Card",
    "Cast",
    "Chapter",
    "Damage",
    "Decision",
    "Declared",
    "DeclaredNote",
    "Emphasis",
    "Engine",
    "Evidence",
    "Facet",
    "Fandom",
    "Finding",
    "Heading",
    "Intensity",
    "Language",
    "Layout",
    "Level",
    "Mark",
    "Mention",
    "Message",
    "Pair",
    "Paragraph",
    "ParagraphKind",
    "Passage",
    "Person",
    "Posted",
    "Presence",
    "Quotation",
    "Quote",
    "QuoteStyle",
    "Rating",
    "Record",
    "Region",
    "RegionKind",
    "Repair",
    "Scene",
    "Series",
    "Shape",
    "Signal",
    "Source",
    "Span",
    "SweepError",
    "SweepRow",
    "Tier",
    "Trope",
    "Work",
    "World",
    "WorldRule",
]
