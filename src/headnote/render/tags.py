"""Tags to paste into the archive's form."""

from __future__ import annotations

import re
from collections.abc import Iterable

from headnote.records import Card, Declared, Person
from headnote.render.clean import clean
from headnote.render.sides import found_warnings, pair_name
from headnote.taxonomy import canonical, codes, tropes

#: The archive's limits: characters a tag, and tags a work (fandoms, relationships, characters and additional tags).
LONGEST, MOST = 150, 75

#: Least confidence at which a pair, fandom or trope is suggested: more likely than not.
SURE = 0.5

#: Commas of any script part tags in the archive's form, so none may be inside one.
_COMMAS = str.maketrans(dict.fromkeys(",，、", " "))

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "lady", "lord", "captain", "professor"})
_LETTER = {"he": "M", "she": "F"}

#: "see end notes": where warnings stand, and no tag.
_POINTER = re.compile(r"\W*(?:please )?(?:see|read|check|mind)\b", re.IGNORECASE)

LEGEND = (
    "# A plain line holds what the file declares; (suggested) is what headnote read. Add what you agree with.\n"
    "# Where headnote suggests no warning, that is not the same as No Archive Warnings Apply.\n"
)


def tag_list(card: Card) -> str:
    """One field a line, ``Field: value, value``, as the archive's form takes it.

    A field that the file declares keeps its value. What headnote read and the file does not declare stands on a line
    of its own, marked ``(suggested)``. Tags hold no commas and at most 150 characters, and are at most 75 in all:
    the last suggestions of additional tags are the first to go.
    """
    declared = card.declared
    lines = [LEGEND]
    rating, warnings, others = _in_archive_words(declared)
    lines += _line("Rating", rating, _one(card.rating.value))
    lines += _line("Archive Warnings", warnings, found_warnings(card))
    lines += _line("Categories", declared.categories, categories(card))
    room = MOST
    for field, said, found in (
        ("Fandoms", declared.fandoms, [f.name for f in card.fandoms if f.confidence >= SURE]),
        ("Relationships", declared.relationships, _relationships(card)),
        ("Characters", declared.characters, [p.name for p in card.people]),
        ("Additional Tags", [*(declared.tags or []), *others] if others else declared.tags, additional(card)),
    ):
        kept = None if said is None else _tags(said)[:room]
        room -= len(kept or [])
        more = _new(_tags(found), kept or [])[:room]
        room -= len(more)
        lines += _line(field, kept, more)
    return "".join(lines)


def _line(field: str, said: list[str] | None, found: list[str]) -> list[str]:
    known = None if said is None else _tags(said)
    new = _new(_tags(found), known or [])
    out = [f"{field}: {', '.join(known)}".rstrip() + "\n"] if known is not None else []
    if new:
        out.append(f"{field} (suggested): {', '.join(new)}\n")
    return out or [f"{field}:\n"]


def _one(value: str | None) -> list[str]:
    return [canonical(value)] if value else []


def _in_archive_words(declared: Declared) -> tuple[list[str] | None, list[str] | None, list[str]]:
    """The declared rating and warnings as the archive's form has them, and warnings in the author's own words, for
    which it has no box: they are tags there."""
    from headnote.card import archive_labels

    rating, stored = archive_labels(declared)
    said = declared.warnings
    others = [w for w in said or () if not archive_labels(Declared(warnings=[w]))[1] and not _POINTER.match(w)]
    label = [rating] if rating else _one(declared.rating) or None
    return label, None if said is None else list(stored), others


def _tags(names: Iterable[str]) -> list[str]:
    """Names as the form takes them, without repeats."""
    fit = (clean(clean(n).translate(_COMMAS))[:LONGEST].rstrip() for n in names)
    return list(dict.fromkeys(t for t in fit if t))


def _new(found: list[str], known: list[str]) -> list[str]:
    """What is found and not declared. A declared "Ada Marsh (Original Character)" covers a found "Miss Marsh"."""
    have = [_words(name.split(" (")[0]) for name in known]
    return [name for name in found if not any(_words(name) <= words for words in have)]


def _words(name: str) -> set[str]:
    return {w for w in name.casefold().replace(".", " ").split() if w not in _TITLES}


def _relationships(card: Card) -> list[str]:
    people = {p.id: p.name for p in card.people}
    return [pair_name(p, people) for p in card.pairs if p.confidence >= SURE]


def categories(card: Card) -> list[str]:
    """Categories of the romantic and sexual pairs whose both people go by he or by she, and by nothing else. Gen is
    never suggested: it would rest on what was not found."""
    people = {p.id: p for p in card.people}
    found = []
    for pair in card.pairs:
        if pair.kind in {"romantic", "sexual"} and pair.confidence >= SURE:
            letters = sorted(_letter(people.get(p)) for p in pair.people)
            if all(letters):
                found.append("/".join(letters))
    return list(dict.fromkeys(found))


def _letter(person: Person | None) -> str:
    sets = {p.split("/")[0] for p in person.pronouns} if person else set()
    return _LETTER.get(sets.pop(), "") if len(sets) == 1 else ""


def additional(card: Card) -> list[str]:
    """Additional tags of the raised findings in card order, then of the tropes."""
    raised = [f.code for f in card.findings if f.raised]
    named = [tag for code in raised if (entry := codes().get(code)) for tag in entry.ao3_tags]
    sure = [t.code for t in card.tropes if t.confidence >= SURE]
    return named + [tag for trope in sure if (kind := tropes().get(trope)) for tag in kind.ao3_tags]
