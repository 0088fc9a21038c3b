"""Real people: the names of public figures among the cast, and the author's own marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from headnote.errors import RuleFileError
from headnote.records import Cast, Person, Signal, Work
from headnote.signals.place import Places

#: Mentions from which a named figure is a character and not a name dropped, and what either is worth.
CHARACTER, AS_CHARACTER, IN_PASSING = 5, 0.75, 0.1
#: Score where only first or stage names of one band stand together.
BY_SHORT_NAMES = 0.45
#: Score of the author's own word.
DECLARED = 0.95

_MARK = re.compile(r"\bRPF\b|\breal person fi(ction|c)\b|\breal people\b|\((Band|Musician|Actor)\)", re.IGNORECASE)


class Band(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People who are written together. `short` names count where `needs` of them are in one cast."""

    name: str
    names: list[str]
    short: list[str] = []
    needs: int = 2


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    band: list[Band]


def read_bands(raw: bytes, name: str) -> tuple[Band, ...]:
    """The bands of a gazetteer file.

    Raises:
        RuleFileError: it is no TOML or does not fit; the message says where.
    """
    try:
        return tuple(msgspec.toml.decode(raw, type=_File).band)
    except msgspec.DecodeError as error:
        raise RuleFileError(f"{name}: {error}") from error


@cache
def bundled_bands() -> tuple[Band, ...]:
    return read_bands(files("headnote.signals").joinpath("gazetteer.toml").read_bytes(), "gazetteer.toml")


def bands(extra: Iterable[Path] = ()) -> tuple[Band, ...]:
    """The bundled gazetteer and a user's own files after it."""
    return (*bundled_bands(), *(band for path in extra for band in read_bands(path.read_bytes(), path.name)))


def real_people(work: Work, cast: Cast, places: Places, known: tuple[Band, ...]) -> Iterator[Signal]:
    """Signals for ``real-people``. One that rests on the author's word has an empty span at the start."""
    declared = work.declared
    for field in (declared.fandoms, declared.tags, [m.text for m in declared.marks], [declared.title or ""]):
        if any(_MARK.search(value) for value in field or ()):
            yield _signal((0, 0), "real-people.declared", DECLARED, places, context=("declared",), people=())
            break
    first: dict[str, tuple[int, int]] = {}
    for who, start, end in cast.mentions.places():
        first.setdefault(who, (start, end))
    by_name: dict[str, list[Person]] = {}
    for person in cast.people:
        for name in {person.name, *person.aliases}:
            if person.id in first:
                by_name.setdefault(name.casefold(), []).append(person)
    for band in known if by_name else ():
        yield from _of_band(band, by_name, first, places)


def _of_band(
    band: Band, by_name: dict[str, list[Person]], first: dict[str, tuple[int, int]], places: Places
) -> Iterator[Signal]:
    certain = {p.id: p for name in band.names for p in by_name.get(name.casefold(), ())}
    short = {p.id: p for name in band.short for p in by_name.get(name.casefold(), ()) if p.id not in certain}
    for person in certain.values():
        acts = person.mentions >= CHARACTER or person.quotes > 0
        score, context = (AS_CHARACTER, ()) if acts else (IN_PASSING, ("in-passing",))
        yield _signal(first[person.id], "real-people.named", score, places, context=context, people=(person.id,))
    if len(short) + len(certain) >= band.needs:
        for person in short.values():
            yield _signal(
                first[person.id], "real-people.short", BY_SHORT_NAMES, places, context=("band",), people=(person.id,)
            )


def _signal(
    at: tuple[int, int], rule: str, score: float, places: Places, *, context: tuple[str, ...], people: tuple[str, ...]
) -> Signal:
    return Signal(
        start=at[0], end=at[1], code="real-people", detector="gazetteer", rule=rule,
        raw=AS_CHARACTER if rule == "real-people.named" else score, score=score, scene=places.scene(at[0]),
        presence="mentioned" if "in-passing" in context else "depicted", context=context, people=people,
    )  # fmt: skip
