"""What the words around a hit do to it: negation, hypotheticals, dreams, jokes, stories within the story."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from headnote.errors import RuleFileError
from headnote.records import Presence
from headnote.signals.folding import Folded

#: Characters on either side of a hit that cues of scope "around" are looked for in: about a sentence and a half.
AROUND = 110
#: Characters before and after a hit in which a sentence is read for the narrower cues.
CLAUSE = 60


class Cue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of context; see ``context.toml``."""

    name: str
    scope: Literal["before", "after", "around"]
    reach: int
    factor: float
    presence: Presence | None = None
    words: frozenset[str]
    undone: frozenset[str]
    spares: frozenset[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cue: list[Cue]


@cache
def cues() -> tuple[Cue, ...]:
    """The cues in the order in which they are applied."""
    raw = files("headnote.signals").joinpath("context.toml").read_bytes()
    try:
        return tuple(msgspec.toml.decode(raw, type=_File).cue)
    except msgspec.DecodeError as error:
        raise RuleFileError(f"context.toml: {error}") from error


@cache
def cues_for(code: str, family: str) -> tuple[tuple[Cue, frozenset[bytes], frozenset[bytes]], ...]:
    """The cues that a code of a taxonomy group (`family`) is open to, their words folded."""
    return tuple(
        (cue, _bytes(cue.words), _bytes(cue.undone))
        for cue in cues()
        if code not in cue.spares and family not in cue.spares
    )


def _bytes(words: Iterable[str]) -> frozenset[bytes]:
    return frozenset(word.encode("latin-1") for word in words)


class Surroundings:
    """The words about one hit: `before` and `after` in its sentence, nearest last and first, and `around` it."""

    __slots__ = ("after", "around", "before")

    def __init__(self, folded: Folded, start: int, end: int) -> None:
        words, low = folded.words, max(1, start - CLAUSE)
        low += folded.stops(low, start + 1).rfind(b".") + 1
        self.before = words[low : start + 1].split()
        stop = folded.stops(end + 1, end + 1 + CLAUSE).find(b".")
        self.after = words[end + 1 : end + 1 + (stop if stop >= 0 else CLAUSE)].split()
        self.around = words[max(0, start - AROUND) : end + 1 + AROUND].split()


def weigh(code: str, family: str, about: Surroundings) -> tuple[float, Presence | None, list[str]]:
    """The factor that context puts on a hit, the presence it leaves (null: the rule's own), the names of the cues."""
    factor, presence, names = 1.0, None, []
    for cue, words, undone in cues_for(code, family):
        if cue.scope == "around":
            held = not words.isdisjoint(about.around)
        else:
            near = about.before[-cue.reach :] if cue.scope == "before" else about.after[: cue.reach]
            held = not words.isdisjoint(near) and undone.isdisjoint(near)
        if held:
            factor *= cue.factor
            presence = cue.presence or presence
            names.append(cue.name)
    return factor, presence, names
