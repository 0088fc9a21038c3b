"""Candidate speakers of a turn: whom its surroundings name, address or give other turns to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from headnote.people.nearby import Near
from headnote.people.stage import Stage
from headnote.people.tags import Tag

#: Candidates that a turn has at most.
MOST = 10
#: Of these, people who are named only after it, where its tag names nobody.
FORWARD = 2
#: Tags below this rank that name a person are not scored.
HARD = 3
#: Nouns of a tag that mean not the one who spoke before.
OTHERS = frozenset(("other", "another"))


def told_alone(stage: Stage, t: int) -> bool:
    """Whether a turn's own tag names its speaker, or the speaker tells it."""
    return stage.anchors[t] >= 0 and (stage.turns[t].tag.rank < HARD or t in stage.introducing)


def goes_by(stage: Stage, noun: str, shares: Mapping[int, int]) -> list[int]:
    """The people whom a tag's noun most likely means: those called so, then those mostly near it."""
    called = sorted(stage.called.get(noun, ()), key=lambda p: (-stage.weights[p], p))
    near = sorted((p for p in shares if shares[p] > 3), key=lambda p: (-shares[p], p))
    return [*called[:2], *near[:3]]


def _fitting(stage: Stage, tag: Tag, near: Near) -> list[int]:
    """The people last named, those first whom a tag's pronoun or noun fits, where it has one."""
    if tag.who >= 0 or tag.gender not in ("m", "f"):
        return near.order
    return sorted(near.order, key=lambda p: stage.genders[p] not in (tag.gender, ""))


def _ahead(stage: Stage, tag: Tag, near: Near, found: Container[int]) -> list[int]:
    """The next people to be named who are no candidates yet and whom a tag's pronoun or noun fits."""
    others = [p for p in near.ahead if p not in found]
    if tag.gender in ("m", "f"):
        others = [p for p in others if stage.genders[p] == tag.gender]
    return others[:FORWARD]


def candidates_of(stage: Stage, t: int, nears: Mapping[int, Near], nouns: Mapping[str, list[int]]) -> list[int]:
    """The people who may speak a turn, the likeliest first, `MOST` at most; one alone where its tag names the speaker.

    Args:
        stage: what is known of the work.
        t: the turn.
        nears: what is near it and the turns before and after.
        nouns: for each noun of a tag the people it most likely means.
    """
    turn, near, n = stage.turns[t], nears[t], len(stage.turns)
    if told_alone(stage, t):
        return [stage.anchors[t]]
    found = dict.fromkeys([turn.tag.who, stage.anchors[t], stage.meant[t], *nouns.get(turn.tag.noun, ()), *near.within])
    for other in (t - 1, t - 2, t + 1, t + 2, t - 3, t - 4, t + 3):
        if 0 <= other < n:
            found[stage.anchors[other]] = None
            found[stage.meant[other]] = None
    if t:
        found.update(dict.fromkeys(nears[t - 1].hailed))
    found[stage.forward[t][0]] = found[stage.backward[t][0]] = None
    if t + 1 < n:
        found.update(dict.fromkeys(nears[t + 1].hailed))
    fitting = _fitting(stage, turn.tag, near)
    found.update(dict.fromkeys([*fitting[:6], stage.narrator, *near.later[:2], *near.quoted]))
    if turn.tag.who < 0:
        found.update(dict.fromkeys(_ahead(stage, turn.tag, near, found)))
    found.pop(-1, None)
    if turn.tag.noun in OTHERS and t and len(found) > 1:
        found.pop(stage.anchors[t - 1], None)
    return _of_gender(stage, turn.tag, found)[:MOST]


def _of_gender(stage: Stage, tag: Tag, found: Iterable[int]) -> list[int]:
    """Those whom a sure tag's pronoun or noun may mean by their gender: on the novels all but 22 of 2,957 speakers; all
    where it fits none."""
    everyone = list(found)
    if tag.who >= 0 or tag.rank >= HARD or tag.gender not in ("m", "f"):
        return everyone
    return [p for p in everyone if stage.genders[p] in (tag.gender, "")] or everyone
