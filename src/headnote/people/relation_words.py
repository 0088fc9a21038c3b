"""The vocabulary of relations: ``data/relations.toml``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from headnote.people.cues import Phrase

Kind = Literal["romantic", "sexual", "family", "friends", "rivals"]


class RelationCue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that tell a relation; see the head of the file for each field."""

    kind: Kind
    bind: Literal["of", "between"]
    weight: float
    words: list[str]
    soft: bool = False
    directed: bool = False
    unless_before: str | None = None
    unless_after: str | None = None


class _Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kin: str
    surnames: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cue: list[RelationCue]
    names: _Names


@cache
def _file() -> _File:
    return msgspec.toml.decode((files("headnote.people") / "data" / "relations.toml").read_bytes(), type=_File)


@cache
def relation_cues() -> tuple[RelationCue, ...]:
    """The bundled cues."""
    return tuple(_file().cue)


@cache
def kin_titles() -> frozenset[str]:
    """Words by which kin is addressed, alone ("Yes, papa") or before a name ("Aunt Mara")."""
    return frozenset(_file().names.kin.split())


@cache
def shared_surnames() -> frozenset[str]:
    """Surnames that so many share that they say nothing of kin."""
    return frozenset(_file().names.surnames.split())


def phrases() -> list[Phrase]:
    """What the text is searched for, topic ``relation``."""
    return [Phrase("relation", i, word) for i, cue in enumerate(relation_cues()) for word in cue.words]


@cache
def _sides() -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    def made(pattern: str | None) -> re.Pattern[str] | None:
        return re.compile(pattern, re.IGNORECASE) if pattern else None

    return tuple((made(cue.unless_before), made(cue.unless_after)) for cue in relation_cues())


def spared(entry: int, before: str, after: str) -> bool:
    """Whether the text beside a word says that it tells no relation ("brothers in arms")."""
    unless_before, unless_after = _sides()[entry]
    return bool((unless_before and unless_before.search(before)) or (unless_after and unless_after.match(after)))
