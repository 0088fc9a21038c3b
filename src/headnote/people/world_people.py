"""Whose share of a world something is: who is called an omega, who is in heat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from headnote.people.bearings import Bearings, Held
from headnote.people.cues import Cue

DENIED = re.compile(r"\b(?:no such thing as|no|not|never|without|[a-z]+n't)(?: [\w']+){0,2} $", re.IGNORECASE)
_HAS = re.compile(
    r"(?P<who>[\w-]+)(?:'s|'m|'re|'d)?(?: (?:was|is|am|are|were|had|has|have|been|went|gone|going|goes|go|on|took|"
    r"takes|off|"
    r"of|lived|lives|swallowed|swallows|needed|needs|missed|skipped|forgot|"
    r"wore|wears|the|a|an|his|her|their|my|into|in|through|never|still|always))+ $"
)
_BOTH = re.compile(r"(?P<one>[\w-]+) and (?P<other>[\w-]+) (?:were|are|had been) (?:both |all )?$")
#: As in "Bea was an alpha and Nadia an X".
_ALIKE = re.compile(r"\b(?:was|is|were) (?:an?|the) [\w-]+(?:,| and|, and|;|, but) (?P<who>[\w-]+) (?:an?|the) $")
_FOR = re.compile(
    r"(?P<who>[\w-]+) (?:was|is)(?: [a-z]+)? (?:large|small|big|tall|short|gentle|quiet|calm|soft|strong|slight|loud|"
    r"kind|young|old|unusual|odd|rare|good|polite|shy) for an? $"
)
_PRESENTED = re.compile(r"(?P<who>[\w-]+)(?: had| has|'d)?(?: [a-z]+)? present(?:ed|s) as (?:an? )?$")
#: What is only thought or shown is not so: "everyone thought that Cas was a X".
_THOUGHT = re.compile(
    r"\b(?:thought|believed|assumed|supposed|guessed|fancied|claimed|wished|pretend\w*|passed|posed|hoped|"
    r"afraid|denied)\b(?: [\w']+){0,5} $"
)


def called(bearings: Bearings, cue: Cue) -> Iterator[Held]:
    """Everyone of whom a noun or adjective is said."""
    before = bearings.before(cue.start)
    if _THOUGHT.search(before):
        return
    low = cue.start - len(before)
    if both := _BOTH.search(before):
        named = [bearings.meant(low + both.start(side), low + both.end(side)) for side in ("one", "other")]
        yield from (held for held in named if held)
        return
    if told := _ALIKE.search(before) or _PRESENTED.search(before) or _FOR.search(before):
        held = bearings.meant(low + told.start("who"), low + told.end("who"))
    else:
        held = bearings.holder(cue.start, cue.end)
    if held:
        yield held


def having(bearings: Bearings, cue: Cue) -> Held | None:
    """Whose heat, mark or tablets: the possessive in the phrase or before it, or who was in it or had it."""
    possessive = re.match(r"(?:his|her|their|my|your)\b", bearings.text[cue.start : cue.end], re.IGNORECASE)
    if possessive:
        return bearings.meant(cue.start, cue.start + possessive.end())
    if bearings.text[cue.start] in "'’":
        m = next(iter(reversed(bearings.within(cue.start - 40, cue.start))), None)
        return Held(m.person, m.confidence) if m and m.person and m.end == cue.start else None
    before = bearings.before(cue.start)
    if DENIED.search(before):
        return None
    if owner := bearings.owner(cue.start):
        return owner
    found = _HAS.search(before)
    start = cue.start - len(before) + found.start("who") if found else 0
    return bearings.meant(start, start + len(found["who"])) if found else None
