"""What stands near a turn: who is named before, in and after it, who is addressed, who speaks by tag around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from headnote.people.stage import Stage
from headnote.people.turns import Turn

#: Mentions looked back over, and code points of a turn's own paragraphs on either side of its quotations: all
#: of an ordinary paragraph, and of a work that stands on one line so little that it costs no more than others.
REACH, INSIDE = 30, 6000
#: Mentions in narration, and paragraphs, looked ahead over for people who are named only later ("a man came in").
AHEAD, AHEAD_PARAGRAPHS = 20, 40

#: Its first letter comes first, and which it is after it, so that the search skips what begins otherwise: three times
#: as fast over all that is said.
_ADDRESS = re.compile(
    r"[SsMmod](?<!\w.)(?:((?<=[Ss])ir|(?<=[Mm])(?:onsieur|ister)|(?<=o)ld man|(?<=m)y boy|(?<=m)ate|(?<=d)ude)"
    r"|(?<=[Mm])(?:a[’']?am|adame?)|(?<=m)y (?:dear )?(?:girl|lady))\b[^\w\s]"
)


class Near:
    """Where the people around one turn are named. `last` paragraphs back, `order` the latest first, `count` times in
    ten paragraphs, `within` times in the turn's own, `before` and `after` its quotations there, `later` in the next
    two; `ahead` paragraphs until named again; `hailed` and `spoken_of` in its quotations, `quoted` in earlier ones,
    paragraphs back."""

    __slots__ = (
        "after",
        "ahead",
        "before",
        "count",
        "hailed",
        "last",
        "later",
        "order",
        "quoted",
        "spoken_of",
        "within",
    )

    def __init__(self) -> None:
        self.ahead: dict[int, int] = {}
        self.last: dict[int, int] = {}
        self.order: list[int] = []
        self.count: dict[int, int] = {}
        self.quoted: dict[int, int] = {}
        self.within: dict[int, int] = {}
        self.before: list[int] = []
        self.after: list[int] = []
        self.later: list[int] = []
        self.hailed: list[int] = []
        self.spoken_of: list[int] = []


class Around:
    """The turns before and after one turn, where near, and who speaks by tag in the turns on either side."""

    __slots__ = ("after", "before", "shares", "speaks", "spoke")

    def __init__(self, before: Turn | None, after: Turn | None) -> None:
        self.before, self.after = before, after
        self.spoke: dict[int, int] = {}
        self.speaks: dict[int, int] = {}
        self.shares: dict[int, int] = {}


def near_turn(stage: Stage, turn: Turn) -> Near:
    """Who is named around a turn."""
    near = Near()
    starts = stage.named.starts
    low = max(stage.paragraphs[turn.paragraph].start, turn.quotes[0][0] - INSIDE)
    high = min(stage.paragraphs[turn.last].end, turn.quotes[-1][1] + INSIDE)
    first = bisect_left(starts, low)
    last = bisect_left(starts, high, first)
    _look_back(stage, turn, near, first)
    _look_inside(stage, turn, near, first, last)
    _look_on(stage, turn, near, last)
    return near


def _look_back(stage: Stage, turn: Turn, near: Near, first: int) -> None:
    who, quoted, place = stage.named.who, stage.named.quoted, stage.mention_paragraph
    for i in range(first - 1, max(-1, first - REACH), -1):
        person, back = who[i], turn.paragraph - place[i]
        if quoted[i] >= 0:
            near.quoted.setdefault(person, back)
            continue
        if person not in near.last:
            near.last[person] = back
            near.order.append(person)
        if back <= 10:
            near.count[person] = near.count.get(person, 0) + 1


def _look_inside(stage: Stage, turn: Turn, near: Near, first: int, last: int) -> None:
    named = stage.named
    end = turn.quotes[-1][1]
    for i in range(first, last):
        person = named.who[i]
        if named.quoted[i] >= 0:
            (near.hailed if named.hailed[i] else near.spoken_of).append(person)
            continue
        near.within[person] = near.within.get(person, 0) + 1
        (near.after if named.starts[i] > end else near.before).append(person)


def _look_on(stage: Stage, turn: Turn, near: Near, last: int) -> None:
    who, quoted, place = stage.named.who, stage.named.quoted, stage.mention_paragraph
    for i in range(last, min(len(who), last + AHEAD)):
        on = place[i] - turn.last
        if on > AHEAD_PARAGRAPHS:
            break
        if quoted[i] >= 0:
            continue
        near.ahead.setdefault(who[i], on)
        if on <= 2 and i < last + 6:
            near.later.append(who[i])


def address(text: str, turn: Turn) -> str:
    """Gender of the person whom a turn addresses as sir, madam and the like; empty where it does not."""
    for start, end in turn.quotes:
        if m := _ADDRESS.search(text, start, end):
            return "m" if m.group(1) else "f"
    return ""


def around_turn(stage: Stage, t: int, before: Turn | None, after: Turn | None) -> Around:
    """The anchors of the six turns on either side."""
    around, anchors, n = Around(before, after), stage.anchors, len(stage.turns)
    for back in range(1, 7):
        for other, told in ((t - back, around.spoke), (t + back, around.speaks)):
            if 0 <= other < n and (who := anchors[other]) >= 0:
                told.setdefault(who, back)
                around.shares[who] = around.shares.get(who, 0) + 1
    return around


def noun_shares(stage: Stage) -> dict[str, dict[int, int]]:
    """For each noun of a tag ("the beadle") the people who are near where it speaks, 2 to 7 by how often; 1 for
    the others."""
    near: dict[str, Counter[int]] = {}
    uses: Counter[str] = Counter()
    for turn in stage.turns:
        if noun := turn.tag.noun:
            around = near_turn(stage, turn)
            uses[noun] += 1
            people = {*around.within, *(p for p, back in around.last.items() if back <= 4), *around.later}
            near.setdefault(noun, Counter()).update(people)
    return {
        noun: {p: 2 + min(5, 5 * n // uses[noun]) for p, n in counts.items() if n > 1} for noun, counts in near.items()
    }
