"""The vocabularies of worlds: ``data/worlds/*.toml``, one system a file. A new system is a new file."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from headnote.people.cues import Phrase


class Needs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a system is there: terms of so many groups, and so much weight in all."""

    groups: int
    weight: float


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words of a system. With `key` and `value` they make a facet of a person, told by `bind`: "is" for a noun or
    adjective said of someone, "has" for something that someone has or is in."""

    group: str
    words: list[str]
    key: str | None = None
    value: str | None = None
    bind: Literal["is", "has"] | None = None
    weight: float = 1.0
    unless_before: str | None = None
    unless_after: str | None = None


class StoryRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that a story of the system may have."""

    key: str
    value: str
    words: list[str]


class Scents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the system tells what someone smells of; `notes` are blank-separated."""

    key: str
    nouns: list[str]
    verbs: list[str]
    notes: str


class System(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file."""

    system: str
    title: str
    needs: Needs
    term: list[Term]
    rule: list[StoryRule] = []
    scent: Scents | None = None


@cache
def systems() -> tuple[System, ...]:
    """All bundled systems, in order of their names."""
    folder = files("headnote.people") / "data" / "worlds"
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda p: p.name)
    return tuple(msgspec.toml.decode(path.read_bytes(), type=System) for path in paths)


def phrases() -> list[Phrase]:
    """What the text is searched for; topics are ``SYSTEM term``, ``SYSTEM rule`` and ``SYSTEM scent``."""
    found: list[Phrase] = []
    for system in systems():
        found += [Phrase(f"{system.system} term", i, w) for i, term in enumerate(system.term) for w in term.words]
        found += [Phrase(f"{system.system} rule", i, w) for i, rule in enumerate(system.rule) for w in rule.words]
        if system.scent:
            found += [Phrase(f"{system.system} scent", 0, w) for w in (*system.scent.nouns, *system.scent.verbs)]
    return found


@cache
def spared(pattern: str, *, before: bool) -> re.Pattern[str]:
    """The compiled form of `unless_before` or `unless_after`."""
    return re.compile(pattern if before else rf"(?:{pattern})", re.IGNORECASE)
