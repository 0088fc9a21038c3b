"""Features of each (turn, candidate speaker): small whole numbers, one byte each, with the names that training uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import TYPE_CHECKING, Any

from headnote.people.candidates import OTHERS, candidates_of, goes_by, told_alone
from headnote.people.grades import fit, step
from headnote.people.nearby import Mentioned, Near, around_turn, noun_shares
from headnote.people.stage import Stage
from headnote.people.tags import Tag

if TYPE_CHECKING:
    import numpy as np

    Bytes = np.ndarray[Any, np.dtype[np.uint8]]

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
    "address in turn fits", "spoken of in turn after", "lead", "role", "tag's role",
    "paragraphs until named", "not yet named",
)  # fmt: skip
(
    TAG_KIND, TAG_SUBJECT, CANDIDATES, GAP_BEFORE, GAP_AFTER, TAG_SUBJECT_OF_TURN_BEFORE, TAG_SUBJECT_OF_TURN_AFTER,
    ASKS, TURN_BEFORE_ASKS, LENGTH, NARRATION_AROUND, NARRATED_IN_FIRST_PERSON, TAGGED_BY_NAME, TAG_PRONOUN_FITS,
    TAG_NOUN_FITS, RANK_AMONG_THOSE_THE_PRONOUN_FITS, TAGGED_I, IS_NARRATOR, HAILED_IN_TURN, SPOKEN_OF_IN_TURN,
    PLACE_IN_BEAT_BEFORE, PLACE_IN_BEAT_AFTER, TIMES_IN_PARAGRAPH, PLACE_IN_PARAGRAPH_BEFORE,
    PLACE_IN_PARAGRAPH_AFTER, PARAGRAPHS_SINCE_NAMED, RANK_BY_LAST_NAMED, TURNS_SINCE_SPOKE, TURNS_UNTIL_SPEAKS,
    HAILED_BY_TURN_BEFORE, HAILED_BY_TURN_AFTER, SPOKEN_OF_IN_TURN_BEFORE, ALTERNATION_FROM_BEFORE,
    ALTERNATION_FROM_AFTER, SHARE_OF_NEAR_TAGS, WEIGHT, TALK, GENDER, TIMES_IN_NEAR_PARAGRAPHS,
    PRONOUN_OF_TURN_BEFORE_FITS, PRONOUN_OF_TURN_AFTER_FITS, BEAT_BEFORE_FITS, BEAT_AFTER_FITS,
    TURN_BEFORE_ALTERNATES_HERE, TURN_AFTER_ALTERNATES_HERE, HAILED_TWO_TURNS_BEFORE, HAILED_TWO_TURNS_AFTER,
    QUOTED_SINCE, COMMA, TURNS_IN_PARAGRAPH, GOES_BY_TAG_NOUN, SUBJECT_BEFORE, ADDRESS_OF_TURN_BEFORE_FITS,
    ADDRESS_OF_TURN_AFTER_FITS, ADDRESS_IN_TURN_FITS, SPOKEN_OF_IN_TURN_AFTER, LEAD, ROLE, TAG_S_ROLE,
    PARAGRAPHS_UNTIL_NAMED, NOT_YET_NAMED,
) = range(len(FEATURES))  # fmt: skip
WIDTH = len(FEATURES)
#: Turns further apart than so many paragraphs say nothing of each other.
CLOSE = 4


class FeatureMaker:
    """Makes the rows of one work.

    Args:
        stage: what is known of the work.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.nears: dict[int, Near] = {}
        self.nouns = noun_shares(self.stage)
        self.goes_by = {noun: goes_by(stage, noun, shares) for noun, shares in self.nouns.items()}

    def rows(self, low: int, high: int) -> tuple[list[int], list[int], Bytes]:
        """For each row of the turns from `low` up to `high` its turn, counted from `low`, and its candidate, and what
        single people have of their own, shape (WIDTH, rows), the rest 0."""
        import numpy as np

        stage, n = self.stage, len(self.stage.turns)
        named = Mentioned(stage, stage.turns[max(0, low - 2)], stage.turns[min(n, high + 2) - 1])
        turns: list[int] = []
        people: list[int] = []
        data = bytearray()
        for t in range(low, high):
            self._move(t, named)
            candidates = candidates_of(stage, t, self.nears, self.goes_by)
            places = {person: WIDTH * row for row, person in enumerate(candidates, len(people))}
            turns.extend(repeat(t - low, len(candidates)))
            people.extend(candidates)
            data += bytes(WIDTH * len(candidates))
            if len(candidates) > 1:  # one alone speaks, whatever the features
                own = _Rows(places, data)
                self._say_tag(t, own)
                self._say_place(t, own)
                self._say_talk(t, own)
        self.nears.clear()
        columns = np.frombuffer(data, dtype=np.uint8).reshape(-1, WIDTH).T
        return turns, people, np.ascontiguousarray(columns)

    def _move(self, t: int, named: Mentioned) -> None:
        """Sees to it that `nears` holds a turn and the two on either side, and no others: kept for a whole block, they
        were the greater part of what Python's collector goes over."""
        stage = self.stage
        for other in range(max(0, t - 2), min(len(stage.turns), t + 3)):
            if other not in self.nears:
                look = named.inside if told_alone(stage, other) else named.near
                self.nears[other] = look(stage.turns[other])
        self.nears.pop(t - 3, None)

    def _say_tag(self, t: int, rows: _Rows) -> None:
        """What the turn's own tag says of single people."""
        stage, tag = self.stage, self.stage.turns[t].tag
        if tag.who >= 0:
            return
        if fitting := self._fitting(tag, self.nears[t]):
            for person in rows.places:
                rows.mark(person, RANK_AMONG_THOSE_THE_PRONOUN_FITS, fitting.get(person, 7))
        if not tag.noun:
            return
        if tag.noun in OTHERS:
            rows.mark(stage.anchors[t - 1] if t else -1, GOES_BY_TAG_NOUN, 9)
        else:
            rows.mark_each(self.nouns[tag.noun], GOES_BY_TAG_NOUN)
        rows.mark_all(stage.called.get(tag.noun, ()), GOES_BY_TAG_NOUN, 8)

    def _fitting(self, tag: Tag, near: Near) -> dict[int, int]:
        """People whom a tag's pronoun or noun fits, by how lately they were named: 1 the latest."""
        if tag.who >= 0 or tag.gender in ("", "i"):
            return {}
        genders = self.stage.genders
        order = list(dict.fromkeys([*reversed(near.before), *near.order]))
        fits = [p for p in order if fit(tag.gender, genders[p]) in (1, 2)]
        return {p: min(6, i + 1) for i, p in enumerate(fits)}

    def _say_place(self, t: int, rows: _Rows) -> None:
        """Where single people are named around the turn; what is marked last holds."""
        near = self.nears[t]
        for person, times in near.within.items():
            rows.mark(person, TIMES_IN_PARAGRAPH, min(3, times))
        rows.mark_all(near.before, PLACE_IN_BEAT_BEFORE, 3)
        rows.mark_all(near.before[-1:], PLACE_IN_BEAT_BEFORE, 2)
        rows.mark_all(near.before[:1], PLACE_IN_BEAT_BEFORE, 1)
        rows.mark_all(near.after, PLACE_IN_BEAT_AFTER, 2)
        rows.mark_all(near.after[:1], PLACE_IN_BEAT_AFTER, 1)
        for rank, person in enumerate(near.order, 1):
            if person in rows.places:
                at = rows.places[person]
                rows.data[at + PARAGRAPHS_SINCE_NAMED] = 1 + step(near.last[person])
                rows.data[at + RANK_BY_LAST_NAMED] = min(7, rank)
                rows.data[at + TIMES_IN_NEAR_PARAGRAPHS] = min(7, near.count.get(person, 0))
        if near.order and near.last[near.order[0]] <= 1:
            rows.mark(near.order[0], PLACE_IN_PARAGRAPH_BEFORE, 1)
        for person, on in near.ahead.items():
            rows.mark(person, PARAGRAPHS_UNTIL_NAMED, 1 + step(on))
        rows.mark_all(near.later, PLACE_IN_PARAGRAPH_AFTER, 2)
        rows.mark_all(near.later[:1], PLACE_IN_PARAGRAPH_AFTER, 1)
        for person, back in near.quoted.items():
            rows.mark(person, QUOTED_SINCE, 1 + step(back))

    def _say_talk(self, t: int, rows: _Rows) -> None:
        """What the turns around say of single people."""
        turns, nears = self.stage.turns, self.nears
        spoke, speaks, shares = around_turn(self.stage, t)
        rows.mark_each(spoke, TURNS_SINCE_SPOKE)
        rows.mark_each(speaks, TURNS_UNTIL_SPEAKS)
        rows.mark_each(shares, SHARE_OF_NEAR_TAGS)
        rows.mark_all(nears[t].hailed, HAILED_IN_TURN, 1)
        rows.mark_all(nears[t].spoken_of, SPOKEN_OF_IN_TURN, 1)
        if t and turns[t].paragraph - turns[t - 1].last < CLOSE:
            rows.mark_all(nears[t - 1].hailed, HAILED_BY_TURN_BEFORE, 1)
            rows.mark_all(nears[t - 1].spoken_of, SPOKEN_OF_IN_TURN_BEFORE, 1)
            rows.mark_all(nears[t - 2].hailed if t > 1 else (), HAILED_TWO_TURNS_BEFORE, 1)
        if t + 1 < len(turns) and turns[t + 1].paragraph - turns[t].last < CLOSE:
            rows.mark_all(nears[t + 1].hailed, HAILED_BY_TURN_AFTER, 1)
            rows.mark_all(nears[t + 1].spoken_of, SPOKEN_OF_IN_TURN_AFTER, 1)
            rows.mark_all(nears[t + 2].hailed if t + 2 < len(turns) else (), HAILED_TWO_TURNS_AFTER, 1)


class _Rows:
    """The rows of one turn. `places` tells where the bytes of each candidate begin in `data`."""

    __slots__ = ("data", "places")

    def __init__(self, places: Mapping[int, int], data: bytearray) -> None:
        self.places, self.data = places, data

    def mark(self, person: int, column: int, value: int) -> None:
        """Sets a feature of a person, if a candidate."""
        at = self.places.get(person)
        if at is not None:
            self.data[at + column] = value

    def mark_all(self, people: Iterable[int], column: int, value: int) -> None:
        """Sets a feature of several people."""
        for person in people:
            if person in self.places:
                self.data[self.places[person] + column] = value

    def mark_each(self, values: Mapping[int, int], column: int) -> None:
        """Sets a feature of several people, each to a value of its own."""
        for person, value in values.items():
            if person in self.places:
                self.data[self.places[person] + column] = value
