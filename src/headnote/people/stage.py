"""What a speaker is told by: the people, where they are named, the turns, the narrator, gathered once for a work."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

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
    where none; `forward` and `backward` what strict alternation makes of the
    anchors before and after, with the number of steps; `introduced` where each person is first named; `leads` whom the
    narration just before each turn speaks of; `called` the people whose names hold a noun ("doctor"), `roles` the
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
        self.forward = alternate(self.anchors, turns, 1)
        self.backward = alternate(self.anchors, turns, -1)

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


def alternate(anchors: Sequence[int], turns: Sequence[Turn], step: int) -> list[tuple[int, int]]:
    """For each turn the person whom strict alternation from the anchors gives it, and from how many turns away.

    Args:
        anchors: known speakers by turn, -1 where unknown.
        turns: the turns.
        step: 1 from the front, -1 from the back.
    """
    n = len(turns)
    told: list[tuple[int, int]] = [(-1, 0)] * n
    order = range(n) if step == 1 else range(n - 1, -1, -1)
    for t in order:
        if anchors[t] >= 0:
            told[t] = (anchors[t], 0)
            continue
        near, far = t - step, t - 2 * step
        if 0 <= far < n and _joined(turns, t, near) and _joined(turns, near, far) and told[far][0] >= 0:
            told[t] = (told[far][0], told[far][1] + 2)
    return told


def _joined(turns: Sequence[Turn], a: int, b: int) -> bool:
    first, second = (turns[a], turns[b]) if a < b else (turns[b], turns[a])
    return second.paragraph - first.last <= APART
