"""A work as one entry of the shelf's list: what a reader takes in at a glance."""

from __future__ import annotations

import msgspec

from headnote.library.shelf import WorkRow
from headnote.render.clean import clean
from headnote.render.wording import certainty, count, language_name, percent, reading_time
from headnote.taxonomy import RATINGS, canonical

#: Warnings named in an entry, fandoms and pairs likewise, before the rest is counted.
WARNINGS, NAMES = 8, 3
#: Characters of a summary.
SUMMARY = 240
STRENGTHS = ("mild", "moderate", "graphic")
#: Ratings as short as a list wants them.
SHORT = {"General Audiences": "General", "Teen And Up Audiences": "Teen"}
#: What is said of a work that is not simply listed.
MARKS = {"gate": "behind a notice", "review": "under review", "withhold": "withheld"}


class Rated(msgspec.Struct, frozen=True, kw_only=True):
    """A work's rating. `declared` and `found` are both given only where they differ; `tone` is the milder or stronger
    look of the badge, "general" to "explicit", or "unknown"."""

    tone: str
    declared: str | None
    found: str | None
    sure: str | None


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """A warning. `says` has it in full for who cannot see the look of it."""

    label: str
    percent: str
    strength: str
    says: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    title: str
    authors: str
    rated: Rated
    warned: list[Warned]
    more: int
    facts: list[str]
    fandoms: list[str]
    pairs: list[str]
    summary: str | None
    mark: str | None
    proposed: bool
    held: bool
    read: bool


def entry(row: WorkRow) -> Entry:
    """What the list shows of a work."""
    warned = [warned_of(c.label, c.confidence, c.presence, STRENGTHS[min(c.intensity, 2)]) for c in row.codes]
    facts = [count(row.words, "word"), reading_time(row.words)]
    facts += [language_name(row.language)] if row.language else []
    return Entry(
        key=row.key,
        title=clean(row.title) or "Untitled",
        authors=clean(row.authors),
        rated=rated(row.rating, row.rating_confidence, row.declared_rating),
        warned=warned[:WARNINGS],
        more=max(len(warned) - WARNINGS, 0),
        facts=facts,
        fandoms=_few(row, "fandom"),
        pairs=_few(row, "pair"),
        summary=_cut(row.summary),
        mark=MARKS.get(row.action),
        proposed=row.standing == "proposed",
        held=row.held,
        read=row.rating is not None,
    )


def rated(found: str | None, confidence: float, said: str | None) -> Rated:
    """How a rating is shown: once where what was declared and what was found agree, both where they differ, in the
    graver one's colour."""
    declared = canonical(said) if said else None
    known = [r for r in (found, declared) if r in RATINGS]
    tone = max(known, key=RATINGS.index).split()[0].casefold() if known else "unknown"
    return Rated(
        tone=tone,
        declared=None if declared is None else SHORT.get(declared, clean(declared)),
        found=None if found is None or found == declared else SHORT.get(found, found),
        sure=None if found is None or found == declared else f"{percent(confidence)}, {certainty(confidence)}",
    )


def warned_of(label: str, confidence: float, presence: str, strength: str) -> Warned:
    says = f"{certainty(confidence)}, {presence}, {strength}"
    return Warned(label=label, percent=percent(confidence), strength=strength, says=says)


def _few(row: WorkRow, kind: str) -> list[str]:
    names = row.terms.get(kind, ())
    rest = len(names) - NAMES
    shown = [clean(name) for name in names[:NAMES]]
    return [*shown, f"{rest} more"] if rest > 0 else shown


def _cut(summary: str | None) -> str | None:
    words = clean(summary or "")
    return f"{words[:SUMMARY].rsplit(' ', 1)[0]} …" if len(words) > SUMMARY else words or None
