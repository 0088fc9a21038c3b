"""The card and the rows of a sweep: the JSON contract."""

from __future__ import annotations

from typing import Literal

import msgspec

from headnote.records.base import Record
from headnote.records.cast import Fandom, Pair, Person, Quote, World
from headnote.records.finding import Action, AuditItem, Decision, Finding, Rating, Trope
from headnote.records.layout import Chapter, Damage, Scene
from headnote.records.work import Declared, Source

Tier = Literal["fast", "full"]
#: What the encoder runs on.
Device = Literal["cpu", "cuda"]
SCHEMA = "headnote.card/1"


class Engine(Record, frozen=True, kw_only=True):
    version: str
    tier: Tier
    model: str | None = None


class Shape(Record, frozen=True, kw_only=True):
    """The part of the layout that a card prints."""

    chapters: list[Chapter]
    scenes: list[Scene]
    damage: list[Damage]


class Card(Record, frozen=True, kw_only=True):
    """All of the above for one work: what ``headnote card --json`` prints. `notices` are plain statements of what was
    not done ("The text is in French; its content was not read."), empty as a rule."""

    schema: str = SCHEMA
    engine: Engine
    source: Source
    declared: Declared
    layout: Shape
    people: list[Person]
    pairs: list[Pair]
    fandoms: list[Fandom]
    world: World | None
    quotes: list[Quote]
    findings: list[Finding]
    tropes: list[Trope]
    rating: Rating
    audit: list[AuditItem]
    decision: Decision
    notices: list[str]


class SweepRow(Record, frozen=True, kw_only=True):
    """What `headnote sweep` writes for a row that could be read.

    `duplicate_of` and `likeness` are there where duplicates were looked for: the id of the first row that this one is
    like, after ``NAME#`` where it stands in another file, and how like, 0.8 to 1; null where it is like none.
    """

    id: str | int
    sha256: str
    language: str | None
    words: int
    rating: str | None
    rating_confidence: float
    scores: dict[str, float]
    warnings: list[str]
    action: Action
    reasons: list[str]
    duplicate_of: str | msgspec.UnsetType | None = msgspec.UNSET
    likeness: float | msgspec.UnsetType | None = msgspec.UNSET


class SweepError(Record, frozen=True, kw_only=True):
    """What `headnote sweep` writes for a row that could not be read; `id` is null where the row has none."""

    id: str | int | None
    error: str
