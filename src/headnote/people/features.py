"""Features of each (turn, candidate speaker): small whole numbers, one byte each, with the names that training uses."""

from __future__ import annotations

from headnote.people.nearby import Around, Near, address, around_turn, near_turn, noun_shares
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
    ADDRESS_OF_TURN_AFTER_FITS, ADDRESS_IN_TURN_FITS, SPOKEN_OF_IN_TURN_AFTER, LEAD,
) = range(len(FEATURES))  # fmt: skip
WIDTH = len(FEATURES)

#: Candidates that a turn has at most.
MOST = 9

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


class FeatureMaker:
    """Makes the rows of one work.

    Args:
        stage: what is known of the work.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.nears: dict[int, Near] = {}
        self.addressed: dict[int, str] = {}
        self.nouns = noun_shares(self.stage)
        self.goes_by = {noun: self._goes_by(noun) for noun in self.nouns}
        self.weight_class = {who: min(7, n.bit_length()) for who, n in stage.weights.items()}
        self.talk_class = {who: min(7, n.bit_length()) for who, n in stage.talk.items()}

    def rows(self, low: int, high: int) -> tuple[list[int], list[int], bytes]:
        """For each row of the turns from `low` up to `high` its turn, counted from `low`, and its candidate, and the
        rows' bytes, `WIDTH` each. What is gathered around the turns is kept for this block alone."""
        around = range(max(0, low - 2), min(len(self.stage.turns), high + 2))
        self.nears = {t: near_turn(self.stage, self.stage.turns[t]) for t in around}
        self.addressed = {t: address(self.stage.text, self.stage.turns[t]) for t in around}
        turns: list[int] = []
        people: list[int] = []
        data = bytearray()
        for t in range(low, high):
            candidates = self._candidates(t)
            turns.extend([t - low] * len(candidates))
            people.extend(candidates)
            self._turn_rows(t, candidates, data)
        return turns, people, bytes(data)

    def _goes_by(self, noun: str) -> list[int]:
        """The people whom a tag's noun most likely means: those called so, then those mostly near it."""
        shares, stage = self.nouns[noun], self.stage
        called = sorted(stage.called.get(noun, ()), key=lambda p: (-stage.weights[p], p))
        near = sorted((p for p in shares if shares[p] > 3), key=lambda p: (-shares[p], p))
        return [*called[:2], *near[:3]]

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
        if noun in ("other", "another") and t and len(found) > 1:
            found.pop(stage.anchors[t - 1], None)
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
        base[TAG_KIND], base[TAG_SUBJECT] = tag.kind, subject_kind(tag)
        base[CANDIDATES] = len(candidates)
        base[GAP_BEFORE], base[GAP_AFTER] = gap_before, gap_after
        base[TAG_SUBJECT_OF_TURN_BEFORE] = subject_kind(before.tag) if before and gap_before < 4 else 7
        base[TAG_SUBJECT_OF_TURN_AFTER] = subject_kind(after.tag) if after and gap_after < 4 else 7
        base[ASKS] = "?" in text[last - 3 : last]
        base[TURN_BEFORE_ASKS] = (
            bool(before) and "?" in text[turns[t - 1].quotes[-1][1] - 3 : turns[t - 1].quotes[-1][1]]
        )
        base[LENGTH] = min(15, length.bit_length())
        base[NARRATION_AROUND] = (turn.before.kind != 0) + 2 * (turn.after.kind != 0)
        base[NARRATED_IN_FIRST_PERSON] = stage.narrator >= 0
        base[COMMA] = text[last - 2 : last - 1] == ","
        base[TURNS_IN_PARAGRAPH] = min(3, turn.size)
        fitting = self._fitting(tag, near)
        around = around_turn(self.stage, t, before if gap_before < 4 else None, after if gap_after < 4 else None)
        for person in candidates:
            row = base[:]
            self._tag_part(row, person, tag, fitting, stage.anchors[t - 1] if t else -1)
            self._place_part(row, person, near, turn)
            self._talk_part(row, person, t, around)
            data += row

    def _fitting(self, tag: Tag, near: Near) -> dict[int, int]:
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
        row[TAGGED_BY_NAME] = tag.who == person
        if tag.who < 0:
            if tag.noun:
                row[TAG_NOUN_FITS] = fit(tag.gender, gender) or 4
                row[GOES_BY_TAG_NOUN] = self.nouns[tag.noun].get(person, 1)
                if person in stage.called.get(tag.noun, ()):
                    row[GOES_BY_TAG_NOUN] = 8
                elif tag.noun in ("other", "another"):
                    row[GOES_BY_TAG_NOUN] = 9 if person == before else 10
            else:
                row[TAG_PRONOUN_FITS] = fit(tag.gender, gender)
            row[RANK_AMONG_THOSE_THE_PRONOUN_FITS] = fitting.get(person, 7 if fitting else 0)
            if tag.gender == "i":
                row[TAGGED_I] = 1 if person == stage.narrator else 2
        row[IS_NARRATOR] = person == stage.narrator
        row[GENDER] = _GENDERS[gender]
        row[WEIGHT] = self.weight_class.get(person, 0)
        row[TALK] = self.talk_class.get(person, 0)

    def _place_part(self, row: bytearray, person: int, near: Near, turn: Turn) -> None:
        row[HAILED_IN_TURN] = person in near.hailed
        row[SPOKEN_OF_IN_TURN] = person in near.spoken_of
        if person in near.within:
            if person in near.before:
                row[PLACE_IN_BEAT_BEFORE] = 1 if near.before[0] == person else 2 if near.before[-1] == person else 3
            if person in near.after:
                row[PLACE_IN_BEAT_AFTER] = 1 if near.after[0] == person else 2
            row[TIMES_IN_PARAGRAPH] = min(3, near.within[person])
        back = near.last.get(person, -1)
        if back >= 0:
            row[PARAGRAPHS_SINCE_NAMED] = 1 + step(back)
            row[RANK_BY_LAST_NAMED] = min(7, 1 + near.order.index(person))
            if back <= 1 and near.order[0] == person:
                row[PLACE_IN_PARAGRAPH_BEFORE] = 1
            row[TIMES_IN_NEAR_PARAGRAPHS] = min(7, near.count.get(person, 0))
        if person in near.later:
            row[PLACE_IN_PARAGRAPH_AFTER] = 1 if near.later[0] == person else 2
        if person in near.quoted:
            row[QUOTED_SINCE] = 1 + step(near.quoted[person])
        gender = self.stage.genders[person]
        narrator = person == self.stage.narrator
        for at, tag in ((BEAT_BEFORE_FITS, turn.before), (BEAT_AFTER_FITS, turn.after)):
            if tag.who >= 0:
                row[at] = 5 if tag.who == person else 6
            elif tag.gender == "i":
                row[at] = 1 if narrator else 3
            else:
                row[at] = fit(tag.gender, gender)

    def _talk_part(self, row: bytearray, person: int, t: int, around: Around) -> None:
        stage = self.stage
        gender = stage.genders[person]
        row[TURNS_SINCE_SPOKE] = around.spoke.get(person, 0)
        row[TURNS_UNTIL_SPEAKS] = around.speaks.get(person, 0)
        row[SHARE_OF_NEAR_TAGS] = around.shares.get(person, 0)
        if around.before:
            spoken = self.nears[t - 1]
            row[HAILED_BY_TURN_BEFORE], row[SPOKEN_OF_IN_TURN_BEFORE] = (
                person in spoken.hailed,
                person in spoken.spoken_of,
            )
            row[PRONOUN_OF_TURN_BEFORE_FITS] = self._pronoun_fit(around.before.tag, person)
            row[TURN_BEFORE_ALTERNATES_HERE] = self._chain(stage.forward[t - 1], person)
            if t > 1:
                row[HAILED_TWO_TURNS_BEFORE] = person in self.nears[t - 2].hailed
            row[ADDRESS_OF_TURN_BEFORE_FITS] = fit(self.addressed[t - 1], gender)
        if around.after:
            spoken = self.nears[t + 1]
            row[HAILED_BY_TURN_AFTER], row[SPOKEN_OF_IN_TURN_AFTER] = (
                person in spoken.hailed,
                person in spoken.spoken_of,
            )
            row[ADDRESS_OF_TURN_AFTER_FITS] = fit(self.addressed[t + 1], gender)
            if t + 2 < len(stage.turns):
                row[HAILED_TWO_TURNS_AFTER] = person in self.nears[t + 2].hailed
            row[PRONOUN_OF_TURN_AFTER_FITS] = self._pronoun_fit(around.after.tag, person)
            row[TURN_AFTER_ALTERNATES_HERE] = self._chain(stage.backward[t + 1], person)
        lead = stage.leads[t]
        if lead.kind:
            row[SUBJECT_BEFORE] = (5 if lead.who == person else 6) if lead.who >= 0 else fit(lead.gender, gender)
            if lead.gender == "i":
                row[SUBJECT_BEFORE] = 1 if person == stage.narrator else 3
            row[LEAD] = lead.kind
        row[ADDRESS_IN_TURN_FITS] = fit(self.addressed[t], gender)
        row[ALTERNATION_FROM_BEFORE] = self._chain(stage.forward[t], person)
        row[ALTERNATION_FROM_AFTER] = self._chain(stage.backward[t], person)

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
