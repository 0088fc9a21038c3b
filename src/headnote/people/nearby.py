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


class Mentioned:
    """The name mentions around some turns: who, the quotation around it or -1, its paragraph. They are put together
    once, since the stretches that turn after turn looks over are mostly the same.

    Args:
        stage: what is known of the work.
        first, last: the first and the last of the turns.
    """

    def __init__(self, stage: Stage, first: Turn, last: Turn) -> None:
        self.stage, self.named = stage, stage.named
        self._low = max(0, self._bounds(first)[0] - REACH)
        part = slice(self._low, self._bounds(last)[1] + AHEAD)
        columns = (self.named.who[part], self.named.quoted[part], stage.mention_paragraph[part])
        self._all = list(zip(*columns, strict=True))

    def _bounds(self, turn: Turn) -> tuple[int, int]:
        """The indexes of the first mention in a turn's own paragraphs, and of the first one after them."""
        starts, paragraphs = self.named.starts, self.stage.paragraphs
        low = max(paragraphs[turn.paragraph].start, turn.quotes[0][0] - INSIDE)
        high = min(paragraphs[turn.last].end, turn.quotes[-1][1] + INSIDE)
        first = bisect_left(starts, low)
        return first, bisect_left(starts, high, first)

    def near(self, turn: Turn) -> Near:
        """Who is named around a turn."""
        near = Near()
        first, last = self._bounds(turn)
        self._look_back(turn, near, first - self._low)
        self._look_inside(turn, near, first, last)
        self._look_on(turn, near, last - self._low)
        return near

    def inside(self, turn: Turn) -> Near:
        """Who is named in a turn's own paragraphs alone: enough of one whose speaker is told, since the turns around it
        ask only whom it addresses and speaks of."""
        near = Near()
        self._look_inside(turn, near, *self._bounds(turn))
        return near

    def _look_back(self, turn: Turn, near: Near, first: int) -> None:
        named, last, count, spoken = turn.paragraph, near.last, near.count, near.quoted
        for person, inside, paragraph in reversed(self._all[max(0, first - REACH + 1) : first]):
            back = named - paragraph
            if inside >= 0:
                if person not in spoken:
                    spoken[person] = back
                continue
            if person not in last:
                last[person] = back
                near.order.append(person)
            if back <= 10:
                count[person] = count.get(person, 0) + 1

    def _look_inside(self, turn: Turn, near: Near, first: int, last: int) -> None:
        named = self.named
        end = turn.quotes[-1][1]
        for i in range(first, last):
            person = named.who[i]
            if named.quoted[i] >= 0:
                (near.hailed if named.hailed[i] else near.spoken_of).append(person)
                continue
            near.within[person] = near.within.get(person, 0) + 1
            (near.after if named.starts[i] > end else near.before).append(person)

    def _look_on(self, turn: Turn, near: Near, last: int) -> None:
        end, ahead = turn.last, near.ahead
        for i, (person, inside, paragraph) in enumerate(self._all[last : last + AHEAD]):
            on = paragraph - end
            if on > AHEAD_PARAGRAPHS:
                break
            if inside >= 0:
                continue
            if person not in ahead:
                ahead[person] = on
            if on <= 2 and i < 6:
                near.later.append(person)


def address(text: str, turn: Turn) -> str:
    """Gender of the person whom a turn addresses as sir, madam and the like; empty where it does not."""
    for start, end in turn.quotes:
        if m := _ADDRESS.search(text, start, end):
            return "m" if m.group(1) else "f"
    return ""


def around_turn(stage: Stage, t: int) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Who speaks by tag in the six turns on either side: how many turns before and after, and how often."""
    spoke: dict[int, int] = {}
    speaks: dict[int, int] = {}
    shares: dict[int, int] = {}
    before, after = stage.anchors[max(0, t - 6) : t], stage.anchors[t + 1 : t + 7]
    for anchors, told in ((reversed(before), spoke), (after, speaks)):
        for steps, who in enumerate(anchors, 1):
            if who >= 0:
                told.setdefault(who, steps)
                shares[who] = shares.get(who, 0) + 1
    return spoke, speaks, shares


def noun_shares(stage: Stage) -> dict[str, dict[int, int]]:
    """For each noun of a tag ("the beadle") the people who are near where it speaks, 2 to 7 by how often; 1 for
    the others."""
    near: dict[str, Counter[int]] = {}
    uses: Counter[str] = Counter()
    for turn in stage.turns:
        if noun := turn.tag.noun:
            around = Mentioned(stage, turn, turn).near(turn)
            uses[noun] += 1
            people = {*around.within, *(p for p, back in around.last.items() if back <= 4), *around.later}
            near.setdefault(noun, Counter()).update(people)
    return {
        noun: {p: 2 + min(5, 5 * n // uses[noun]) for p, n in counts.items() if n > 1} for noun, counts in near.items()
    }
