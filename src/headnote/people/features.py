"""Features of each (turn, candidate speaker): small whole numbers, one byte each, with the names that training uses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from headnote.people.stage import Stage
from headnote.people.tags import Tag
from headnote.people.turns import Turn

#: Names of the features, in the order of the bytes of a row.
FEATURES = (
    "tag kind", "tag subject", "candidates", "gap before", "gap after", "tag subject of turn before",
    "tag subject of turn after", "asks", "turn before asks", "length", "narration around", "narrated in first person",
    "tagged by name", "tag pronoun fits", "tag noun fits", "rank among those the pronoun fits", "tagged I",
    "is narrator", "hailed in turn", "spoken of in turn", "place in beat before", "place in beat after",
    "times in paragraph", "place in paragraph before", "place in paragraph after", "paragraphs since named",
    "rank by last named", "turns since spoke", "turns until speaks", "hailed by turn before", "hailed by turn after",
    "spoken of in turn before", "alternation from before", "alternation from after", "share of near tags",
    "weight", "talk", "gender", "times in near paragraphs", "pronoun of turn before fits", "pronoun of turn after fits",
    "beat before fits", "beat after fits", "turn before alternates here", "turn after alternates here",
    "hailed two turns before", "hailed two turns after", "quoted since", "comma", "turns in paragraph",
    "goes by tag noun", "subject before", "address of turn before fits", "address of turn after fits",
    "address in turn fits", "spoken of in turn after", "lead",
)  # fmt: skip
WIDTH = len(FEATURES)

#: Mentions looked back over for candidates, and candidates a turn has at most.
REACH, MOST = 30, 9

_ADDRESS = re.compile(
    r"\b(?:([Ss]ir|[Mm]onsieur|[Mm]ister|old man|my boy|mate|dude)|[Mm]a[’']?am|[Mm]adame?|my (?:dear )?(?:girl|lady))"
    r"\b[^\w\s]"
)
_GENDERS = {"": 0, "m": 1, "f": 2, "t": 3, "n": 4}
_SUBJECT = {"m": 2, "f": 2, "t": 4, "n": 4, "i": 3}


def subject_kind(tag: Tag) -> int:
    """0 none, 1 name, 2 he or she, 3 I, 4 they, 5 noun."""
    if tag.kind == 0:
        return 0
    if tag.who >= 0:
        return 1
    if tag.noun:
        return 5
    return _SUBJECT.get(tag.gender, 0)


def fit(gender: str, person: str) -> int:
    """How a pronoun's or noun's gender fits a person's: 0 says nothing, 1 fits, 2 unknown, 3 does not fit."""
    if gender in ("", "i"):
        return 0
    if not person:
        return 2
    return 1 if gender == person or (gender == "t" and person == "t") else 3


def step(n: int) -> int:
    """A distance as a small number: 0 to 4 as they are, then 5 up to 7, 6 up to 12, 7 beyond."""
    if n < 5:
        return n
    return 5 if n < 8 else 6 if n < 13 else 7


class _Near:
    """Where the people around one turn are named."""

    __slots__ = ("after", "before", "count", "hailed", "last", "later", "order", "quoted", "spoken_of", "within")

    def __init__(self) -> None:
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


class _Around:
    """The turns before and after one turn, where near, and who speaks by tag in the turns on either side."""

    __slots__ = ("after", "before", "shares", "speaks", "spoke")

    def __init__(self, before: Turn | None, after: Turn | None) -> None:
        self.before, self.after = before, after
        self.spoke: dict[int, int] = {}
        self.speaks: dict[int, int] = {}
        self.shares: dict[int, int] = {}


class FeatureMaker:
    """Makes the rows of one work.

    Args:
        stage: what is known of the work.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.nears: dict[int, _Near] = {}
        self.addressed: dict[int, str] = {}
        self.nouns = self._noun_shares()
        self.goes_by = {noun: self._goes_by(noun) for noun in self.nouns}
        self.weight_class = {who: min(7, n.bit_length()) for who, n in stage.weights.items()}
        self.talk_class = {who: min(7, n.bit_length()) for who, n in stage.talk.items()}

    def rows(self, low: int, high: int) -> tuple[list[int], list[int], bytes]:
        """For each row of the turns from `low` up to `high` its turn, counted from `low`, and its candidate, and the
        rows' bytes, `WIDTH` each. What is gathered around the turns is kept for this block alone."""
        around = range(max(0, low - 2), min(len(self.stage.turns), high + 2))
        self.nears = {t: self._near(self.stage.turns[t]) for t in around}
        self.addressed = {t: self._address(self.stage.turns[t]) for t in around}
        turns: list[int] = []
        people: list[int] = []
        data = bytearray()
        for t in range(low, high):
            candidates = self._candidates(t)
            turns.extend([t - low] * len(candidates))
            people.extend(candidates)
            self._turn_rows(t, candidates, data)
        return turns, people, bytes(data)

    def _address(self, turn: Turn) -> str:
        """Gender of the person whom a turn addresses as sir, madam and the like; empty where it does not."""
        for start, end in turn.quotes:
            if m := _ADDRESS.search(self.stage.text, start, end):
                return "m" if m.group(1) else "f"
        return ""

    def _noun_shares(self) -> dict[str, dict[int, int]]:
        """For each noun of a tag ("the beadle") the people who are near where it speaks, 2 to 7 by how often; 1 for
        the others."""
        near: dict[str, Counter[int]] = {}
        uses: Counter[str] = Counter()
        for turn in self.stage.turns:
            if noun := turn.tag.noun:
                around = self._near(turn)
                uses[noun] += 1
                people = {*around.within, *(p for p, back in around.last.items() if back <= 4), *around.later}
                near.setdefault(noun, Counter()).update(people)
        return {
            noun: {p: 2 + min(5, 5 * n // uses[noun]) for p, n in counts.items() if n > 1}
            for noun, counts in near.items()
        }

    def _goes_by(self, noun: str) -> list[int]:
        """The people whom a tag's noun most likely means: those called so, then those mostly near it."""
        shares, stage = self.nouns[noun], self.stage
        called = sorted(stage.called.get(noun, ()), key=lambda p: (-stage.weights[p], p))
        near = sorted((p for p in shares if shares[p] > 3), key=lambda p: (-shares[p], p))
        return [*called[:2], *near[:3]]

    def _near(self, turn: Turn) -> _Near:
        stage = self.stage
        named, near = stage.named, _Near()
        starts, who, quoted, hailed = named.starts, named.who, named.quoted, named.hailed
        place = stage.mention_paragraph
        a = bisect_left(starts, stage.paragraphs[turn.paragraph].start)
        b = bisect_left(starts, stage.paragraphs[turn.last].end, a)
        for i in range(a - 1, max(-1, a - REACH), -1):
            person = who[i]
            if quoted[i] >= 0:
                near.quoted.setdefault(person, turn.paragraph - place[i])
                continue
            back = turn.paragraph - place[i]
            if person not in near.last:
                near.last[person] = back
                near.order.append(person)
            if back <= 10:
                near.count[person] = near.count.get(person, 0) + 1
        first, last = turn.quotes[0][0], turn.quotes[-1][1]
        for i in range(a, b):
            person, start = who[i], starts[i]
            if quoted[i] >= 0:
                (near.hailed if hailed[i] else near.spoken_of).append(person)
                continue
            near.within[person] = near.within.get(person, 0) + 1
            (near.before if start < first else near.after if start > last else near.before).append(person)
        end = b
        while end < len(starts) and end < b + 6 and place[end] <= turn.last + 2:
            if quoted[end] < 0:
                near.later.append(who[end])
            end += 1
        return near

    def _candidates(self, t: int) -> list[int]:
        stage, near = self.stage, self.nears[t]
        if stage.anchors[t] >= 0 and stage.turns[t].tag.rank < 2:
            return [stage.anchors[t]]
        noun = stage.turns[t].tag.noun
        found = dict.fromkeys([stage.turns[t].tag.who, stage.anchors[t]])
        if noun:
            found.update(dict.fromkeys(self.goes_by[noun]))
        found.update(dict.fromkeys(near.within))
        n = len(stage.turns)
        for other in (t - 1, t - 2, t + 1, t + 2, t - 3, t - 4, t + 3):
            if 0 <= other < n:
                found[stage.anchors[other]] = None
        if t:
            found.update(dict.fromkeys(self.nears[t - 1].hailed))
        found[stage.forward[t][0]] = found[stage.backward[t][0]] = None
        if t + 1 < n:
            found.update(dict.fromkeys(self.nears[t + 1].hailed))
        found.update(dict.fromkeys(near.order[:6]))
        found[stage.narrator] = None
        found.update(dict.fromkeys(near.later[:2]))
        found.update(dict.fromkeys(near.quoted))
        found.pop(-1, None)
        return list(found)[:MOST]

    def _turn_rows(self, t: int, candidates: list[int], data: bytearray) -> None:
        stage, near = self.stage, self.nears[t]
        turns, turn, n = stage.turns, stage.turns[t], len(stage.turns)
        before = turns[t - 1] if t else None
        after = turns[t + 1] if t + 1 < n else None
        gap_before = min(7, turn.paragraph - before.last) if before else 7
        gap_after = min(7, after.paragraph - turn.last) if after else 7
        text, tag = stage.text, turn.tag
        length = sum(b - a for a, b in turn.quotes)
        last = turn.quotes[-1][1]
        base = bytearray(WIDTH)
        base[0], base[1] = tag.kind, subject_kind(tag)
        base[2] = len(candidates)
        base[3], base[4] = gap_before, gap_after
        base[5] = subject_kind(before.tag) if before and gap_before < 4 else 7
        base[6] = subject_kind(after.tag) if after and gap_after < 4 else 7
        base[7] = "?" in text[last - 3 : last]
        base[8] = bool(before) and "?" in text[turns[t - 1].quotes[-1][1] - 3 : turns[t - 1].quotes[-1][1]]
        base[9] = min(15, length.bit_length())
        base[10] = (turn.before.kind != 0) + 2 * (turn.after.kind != 0)
        base[11] = stage.narrator >= 0
        base[48] = text[last - 2 : last - 1] == ","
        base[49] = min(3, turn.size)
        fitting = self._fitting(tag, near)
        around = self._around(t, before if gap_before < 4 else None, after if gap_after < 4 else None)
        for person in candidates:
            row = base[:]
            self._tag_part(row, person, tag, fitting, stage.anchors[t - 1] if t else -1)
            self._place_part(row, person, near, turn)
            self._talk_part(row, person, t, around)
            data += row

    def _fitting(self, tag: Tag, near: _Near) -> dict[int, int]:
        """People whom a tag's pronoun or noun fits, by how lately they were named: 1 the latest."""
        if tag.who >= 0 or tag.gender in ("", "i"):
            return {}
        genders = self.stage.genders
        order = list(dict.fromkeys([*reversed(near.before), *near.order]))
        fits = [p for p in order if fit(tag.gender, genders[p]) in (1, 2)]
        return {p: min(6, i + 1) for i, p in enumerate(fits)}

    def _tag_part(self, row: bytearray, person: int, tag: Tag, fitting: dict[int, int], before: int) -> None:
        stage = self.stage
        gender = stage.genders[person]
        row[12] = tag.who == person
        if tag.who < 0:
            if tag.noun:
                row[14] = fit(tag.gender, gender) or 4
                row[50] = self.nouns[tag.noun].get(person, 1)
                if person in stage.called.get(tag.noun, ()):
                    row[50] = 8
                elif tag.noun in ("other", "another"):
                    row[50] = 9 if person == before else 10
            else:
                row[13] = fit(tag.gender, gender)
            row[15] = fitting.get(person, 7 if fitting else 0)
            if tag.gender == "i":
                row[16] = 1 if person == stage.narrator else 2
        row[17] = person == stage.narrator
        row[37] = _GENDERS[gender]
        row[35] = self.weight_class.get(person, 0)
        row[36] = self.talk_class.get(person, 0)

    def _place_part(self, row: bytearray, person: int, near: _Near, turn: Turn) -> None:
        row[18] = person in near.hailed
        row[19] = person in near.spoken_of
        if person in near.within:
            if person in near.before:
                row[20] = 1 if near.before[0] == person else 2 if near.before[-1] == person else 3
            if person in near.after:
                row[21] = 1 if near.after[0] == person else 2
            row[22] = min(3, near.within[person])
        back = near.last.get(person, -1)
        if back >= 0:
            row[25] = 1 + step(back)
            row[26] = min(7, 1 + near.order.index(person))
            if back <= 1 and near.order[0] == person:
                row[23] = 1
            row[38] = min(7, near.count.get(person, 0))
        if person in near.later:
            row[24] = 1 if near.later[0] == person else 2
        if person in near.quoted:
            row[47] = 1 + step(near.quoted[person])
        gender = self.stage.genders[person]
        narrator = person == self.stage.narrator
        for at, tag in ((41, turn.before), (42, turn.after)):
            if tag.who >= 0:
                row[at] = 5 if tag.who == person else 6
            elif tag.gender == "i":
                row[at] = 1 if narrator else 3
            else:
                row[at] = fit(tag.gender, gender)

    def _talk_part(self, row: bytearray, person: int, t: int, around: _Around) -> None:
        stage = self.stage
        gender = stage.genders[person]
        row[27] = around.spoke.get(person, 0)
        row[28] = around.speaks.get(person, 0)
        row[34] = around.shares.get(person, 0)
        if around.before:
            spoken = self.nears[t - 1]
            row[29], row[31] = person in spoken.hailed, person in spoken.spoken_of
            row[39] = self._pronoun_fit(around.before.tag, person)
            row[43] = self._chain(stage.forward[t - 1], person)
            if t > 1:
                row[45] = person in self.nears[t - 2].hailed
            row[52] = fit(self.addressed[t - 1], gender)
        if around.after:
            spoken = self.nears[t + 1]
            row[30], row[55] = person in spoken.hailed, person in spoken.spoken_of
            row[53] = fit(self.addressed[t + 1], gender)
            if t + 2 < len(stage.turns):
                row[46] = person in self.nears[t + 2].hailed
            row[40] = self._pronoun_fit(around.after.tag, person)
            row[44] = self._chain(stage.backward[t + 1], person)
        lead = stage.leads[t]
        if lead.kind:
            row[51] = (5 if lead.who == person else 6) if lead.who >= 0 else fit(lead.gender, gender)
            if lead.gender == "i":
                row[51] = 1 if person == stage.narrator else 3
            row[56] = lead.kind
        row[54] = fit(self.addressed[t], gender)
        row[32] = self._chain(stage.forward[t], person)
        row[33] = self._chain(stage.backward[t], person)

    def _around(self, t: int, before: Turn | None, after: Turn | None) -> _Around:
        """The anchors of the six turns on either side."""
        around, anchors, n = _Around(before, after), self.stage.anchors, len(self.stage.turns)
        for back in range(1, 7):
            for other, told in ((t - back, around.spoke), (t + back, around.speaks)):
                if 0 <= other < n and (who := anchors[other]) >= 0:
                    told.setdefault(who, back)
                    around.shares[who] = around.shares.get(who, 0) + 1
        return around

    def _pronoun_fit(self, tag: Tag, person: int) -> int:
        if tag.rank > 2:
            return 0
        if tag.who >= 0:
            return 4 if tag.who == person else 5
        return fit(tag.gender, self.stage.genders[person])

    @staticmethod
    def _chain(told: tuple[int, int], person: int) -> int:
        """0 where alternation says nothing, 1 where it says another, else how surely it says this person."""
        who, steps = told
        if who < 0:
            return 0
        return 1 if who != person else max(2, 7 - steps // 2)
