"""Declared against found, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from headnote.records import Card, Declared, Pair
from headnote.render.clean import shorten
from headnote.render.wording import certainty, entry_title, language_code, language_name, listed, percent
from headnote.taxonomy import CHOOSE_NOT, NO_WARNINGS, NOT_RATED, RATINGS, codes

State = Literal["agree", "differ", "found", "declared"]

#: How many names a cell shows before it counts the rest.
SHOWN = 6
#: Cells of one name in a cell before it is cut.
LONGEST = 60


class Side(msgspec.Struct, frozen=True):
    """One row. `declared` is null where the file does not carry the label, `found` where headnote does not look for
    it or found nothing. `state`: both say the same, they differ, only the finding speaks, or ("declared") the label
    cannot be held against anything."""

    label: str
    declared: str | None
    found: str | None
    state: State


def sides(card: Card) -> list[Side]:
    """The rows of a card in the order of the archive's own form; rows on which neither side speaks are left out."""
    declared, people = card.declared, {p.id: p.name for p in card.people}
    rows = [
        _rating(card),
        _warnings(card),
        _row("Categories", declared.categories, None),
        _row("Fandoms", declared.fandoms, [f.name for f in card.fandoms] or None),
        _row("Relationships", declared.relationships, [pair_name(p, people) for p in card.pairs] or None),
        _row("Characters", declared.characters, [p.name for p in card.people] or None),
        _row("Tags", declared.tags, [entry_title(t.code) for t in card.tropes] or None),
        _language(card),
    ]
    return [r for r in rows if r.declared is not None or r.found is not None]


def pair_name(pair: Pair, people: dict[str, str]) -> str:
    """A pair as the archive writes it: "A/B" for romance and sex, "A & B" otherwise."""
    joint = "/" if pair.kind in {"romantic", "sexual"} else " & "
    return joint.join(people.get(p, p) for p in pair.people)


def found_warnings(card: Card) -> list[str]:
    """Archive warnings that the raised findings stand for, in the order of the taxonomy, without repeats."""
    raised = {f.code for f in card.findings if f.raised}
    return list(dict.fromkeys(c.ao3_warning for c in codes().values() if c.id in raised and c.ao3_warning))


def _few(items: Iterable[str]) -> str:
    names = [shorten(n, LONGEST) for n in items]
    rest = len(names) - SHOWN
    return ", ".join(names) if rest <= 1 else f"{', '.join(names[:SHOWN])} and {rest} more"


def _key(name: str) -> str:
    """A label as compared: without case, a disambiguation in brackets, or a choice of separator."""
    return name.split(" (", maxsplit=1)[0].split(" - ", maxsplit=1)[0].casefold().replace(" & ", "/").strip()


def _row(label: str, declared: list[str] | None, found: list[str] | None) -> Side:
    said = None if declared is None else _few(declared) or "(left empty)"
    seen = None if found is None else _few(found)
    if declared is None or found is None:
        return Side(label, said, seen, "declared" if found is None else "found")
    known = {_key(n) for n in declared}
    return Side(label, said, seen, "agree" if known & {_key(n) for n in found} else "differ")


def _rating(card: Card) -> Side:
    meant, rating = _meant(card.declared)[0], card.rating
    said = _rating_said(card.declared, meant)
    seen = None
    if rating.value is not None:
        seen = f"{rating.value} ({certainty(rating.confidence)}, {percent(rating.confidence)})"
        if rating.because:
            seen += f": {listed([entry_title(c).lower() for c in rating.because[:3]])}"
        elif rating.value == RATINGS[0]:
            seen += ": nothing stronger was found"
    if said is None or seen is None or meant == NOT_RATED:
        return Side("Rating", said, seen, "found" if said is None else "declared")
    return Side("Rating", said, seen, "agree" if meant == rating.value else "differ")


def _rating_label(declared: Declared) -> str | None:
    """The declared rating; where no label carries one, a sign of the author's own such as "(rated T)"."""
    signs = (m.text for m in declared.marks if m.meaning.startswith("rated-"))
    return next(signs, None) if declared.rating is None else declared.rating


def _rating_said(declared: Declared, meant: str | None) -> str | None:
    """The declared rating as it stands in the file, with the archive's name where that is another: "T (Teen ...)"."""
    label = _rating_label(declared)
    if label is None or not label.strip():
        return label
    said = shorten(label, LONGEST)
    return said if meant is None or meant.casefold() == " ".join(label.split()).casefold() else f"{said} ({meant})"


def _meant(declared: Declared) -> tuple[str | None, tuple[str, ...]]:
    from headnote.card import archive_labels

    return archive_labels(declared)


def _warnings(card: Card) -> Side:
    seen = found_warnings(card)
    text = _few(seen) if seen else ("none raised" if card.rating.value is not None else None)
    if card.declared.warnings is None:
        return Side("Warnings", None, text, "found" if seen else "declared")
    said = _few(card.declared.warnings) or "(left empty)"
    known = set(_meant(card.declared)[1])
    if text is None or CHOOSE_NOT in known or not known:
        return Side("Warnings", said, text, "declared")
    return Side("Warnings", said, text, "agree" if known - {NO_WARNINGS} == set(seen) else "differ")


def _language(card: Card) -> Side:
    said, seen = card.declared.language, card.source.language
    if seen is None:
        return Side("Language", said, None, "declared")
    name = language_name(seen.code)
    if said is None:
        return Side("Language", None, name, "found")
    meant = language_code(said)
    return Side("Language", said, name, "declared" if meant is None else "agree" if meant == seen.code else "differ")
