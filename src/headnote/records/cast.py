"""What people makes: the cast of a work."""

from __future__ import annotations

from typing import Literal

from headnote.records.base import Evidence, Record, Span
from headnote.records.mentions import Mentions


class Age(Span, frozen=True, kw_only=True):
    """Age in years, bounds inclusive, null where open. `basis`: stated, school, relative, implied; `time`: now,
    then, future."""

    low: int | None
    high: int | None
    basis: str
    time: Literal["now", "then", "future"] = "now"


class Facet(Span, frozen=True, kw_only=True):
    """One world facet of a person with its place: key "designation", value "omega"."""

    key: str
    value: str
    confidence: float


class Person(Record, frozen=True, kw_only=True):
    """`id` is ``p1``, ``p2``, ... by number of mentions, then first place in the text. `mentions` and `quotes` are
    counts."""

    id: str
    name: str
    aliases: list[str]
    mentions: int
    quotes: int
    pronouns: list[str] = []
    ages: list[Age] = []
    facets: dict[str, list[Facet]] = {}


class Quote(Span, frozen=True, kw_only=True):
    """A quotation or message and who says it. `speaker` is a person's id, null where it cannot be told."""

    speaker: str | None
    confidence: float


class Pair(Record, frozen=True, kw_only=True):
    people: tuple[str, str]
    kind: Literal["romantic", "sexual", "family", "friends", "rivals"]
    confidence: float
    evidence: list[Evidence] = []


class Fandom(Record, frozen=True, kw_only=True):
    name: str
    confidence: float
    people: list[str] = []
    evidence: list[Evidence] = []


class WorldRule(Span, frozen=True, kw_only=True):
    """A rule of the story's world in the vocabulary's words: key "bond", value "name mark"."""

    key: str
    value: str


class World(Record, frozen=True, kw_only=True):
    """A reader's world sheet: which system the story uses and what its own rules are."""

    system: str
    rules: list[WorldRule] = []
    evidence: list[Evidence] = []


class Cast(Record, frozen=True, kw_only=True):
    """The people of a work. `mentions` and `quotes` in text order; one `Quote` for each quotation and message of
    the layout."""

    people: tuple[Person, ...] = ()
    mentions: Mentions = Mentions()
    quotes: tuple[Quote, ...] = ()
    pairs: tuple[Pair, ...] = ()
    fandoms: tuple[Fandom, ...] = ()
    world: World | None = None
    narrator: str | None = None
