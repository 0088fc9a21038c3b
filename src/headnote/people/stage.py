"""What a speaker is told by: the people, where they are named, the turns, the narrator, gathered once for a work."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from headnote.people.introductions import introductions
from headnote.people.named import Named
from headnote.people.pronouns import Pronouns
from headnote.people.roles import Roles
from headnote.people.tags import Tag
from headnote.people.turns import Turn
from headnote.records import Paragraph

#: Turns further apart than this many paragraphs are not one conversation.
APART = 3


class Stage:
    """All that the features of a turn are read from.

    `genders` of people: m, f, t, n or empty; `narrator` the index of the first-person narrator or -1; `introducing` who
    tells his own name in a turn; `anchors` the speaker that a turn's own tag names, or who so introduces himself, -1
    where none; `forward` and `backward` what strict alternation makes of the anchors before and after, with the number
    of steps; `introduced` where each person is first named; `leads` whom the narration just before each turn speaks of;
    `meant` the role that each turn's tag may mean; `called` the people whose names hold a noun ("doctor"), `roles` the
    people whom only a noun names.
    """

    def __init__(
        self,
        text: str,
        *,
        paragraphs: Sequence[Paragraph],
        named: Named,
        pronouns: Pronouns,
        turns: Sequence[Turn],
        genders: Sequence[str],
        narrator: int,
        leads: Sequence[Tag],
        called: Mapping[str, frozenset[int]],
        roles: Roles,
    ) -> None:
        self.text, self.named, self.pronouns = text, named, pronouns
        self.turns, self.genders, self.narrator = turns, genders, narrator
        self.edges = [p.start for p in paragraphs]
        self.paragraphs = paragraphs
        edges = self.edges
        self.mention_paragraph = array("q", (bisect_right(edges, start) - 1 for start in named.starts))
        self.roles = roles
        self.introducing = introductions(text, named, turns)
        self.anchors = [self._anchor(t, turn) for t, turn in enumerate(turns)]
        self.weights = Counter(named.who)
        self.introduced = _introduced(named)
        self.talk = Counter(a for a in self.anchors if a >= 0)
        self.leads = leads
        self.called = called
        joined = joined_turns(turns)
        self.forward = alternate(self.anchors, joined, 1)
        self.backward = alternate(self.anchors, joined, -1)
        self.meant = [roles.meant(t, turn.tag) for t, turn in enumerate(turns)]

    def _anchor(self, t: int, turn: Turn) -> int:
        if t in self.introducing and not turn.tag.names:
            return self.introducing[t]
        if turn.tag.rank > 2:
            return -1
        if turn.tag.gender == "i":
            return self.narrator
        return turn.tag.who if turn.tag.who >= 0 else self.roles.told(t, turn.tag)


def _introduced(named: Named) -> dict[int, int]:
    """For each person where the name stands first."""
    first: dict[int, int] = {}
    for start, who in zip(named.starts, named.who, strict=True):
        first.setdefault(who, start)
    return first


def alternate(anchors: Sequence[int], joined: Sequence[bool], step: int) -> list[tuple[int, int]]:
    """For each turn the person whom strict alternation from the anchors gives it, and from how many turns away.

    Args:
        anchors: known speakers by turn, -1 where unknown.
        joined: as `joined_turns` returns them.
        step: 1 from the front, -1 from the back.
    """
    n = len(anchors)
    told: list[tuple[int, int]] = [(-1, 0)] * n
    near, far = (-1, -2) if step == 1 else (0, 1)  # the gaps from the turn two steps away to this one
    for t in range(n) if step == 1 else range(n - 1, -1, -1):
        if anchors[t] >= 0:
            told[t] = (anchors[t], 0)
        elif 0 <= t - 2 * step < n and joined[t + near] and joined[t + far]:
            who, steps = told[t - 2 * step]
            if who >= 0:
                told[t] = (who, steps + 2)
    return told


def joined_turns(turns: Sequence[Turn]) -> list[bool]:
    """For each turn but the last whether it and the next are one conversation."""
    return [after.paragraph - turn.last <= APART for turn, after in pairwise(turns)]
