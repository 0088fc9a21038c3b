"""Features of each (turn, candidate speaker): small whole numbers, one byte each, with the names that training uses."""

from __future__ import annotations

from collections.abc import Iterable

from headnote.people.candidates import OTHERS, candidates_of, goes_by
from headnote.people.grades import fit, step, subject_kind
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


_GENDERS = {"": 0, "m": 1, "f": 2, "t": 3, "n": 4}


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
        self.goes_by = {noun: goes_by(stage, noun, shares) for noun, shares in self.nouns.items()}
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
            candidates = candidates_of(self.stage, t, self.nears, self.goes_by)
            turns.extend([t - low] * len(candidates))
            people.extend(candidates)
            self._turn_rows(t, candidates, data)
        return turns, people, bytes(data)

    def _turn_rows(self, t: int, candidates: list[int], data: bytearray) -> None:
        """Appends a turn's rows: what is so for all candidates is set once, what is so for a gender once for each,
        and only then what single people have of their own."""
        if len(candidates) < 2:  # its one candidate speaks, whatever the features
            data += bytes(WIDTH * len(candidates))
            return
        stage = self.stage
        base = bytearray(WIDTH)
        base[CANDIDATES] = len(candidates)
        before, after = self._neighbours(t, base)
        self._say_turn(t, base, before, after)
        self._say_others(t, base, before, after)
        by_gender: dict[str, bytearray] = {}
        rows: dict[int, bytearray] = {}
        for person in candidates:
            gender = stage.genders[person]
            shared = by_gender.get(gender)
            if shared is None:
                shared = by_gender[gender] = base[:]
                self._say_gender(t, shared, gender, before, after)
            row = rows[person] = shared[:]
            row[WEIGHT] = self.weight_class.get(person, 0)
            row[TALK] = self.talk_class.get(person, 0)
            if stage.roles.is_role(person):
                row[ROLE] = 2 if stage.roles.meant(t, stage.turns[t].tag) == person else 1
        self._say_tag(t, rows)
        self._say_place(t, rows)
        self._say_talk(t, rows, around_turn(stage, t, before, after))
        data += b"".join(rows.values())

    def _neighbours(self, t: int, base: bytearray) -> tuple[Turn | None, Turn | None]:
        """The turns before and after where they are near; sets the gaps."""
        turns, turn = self.stage.turns, self.stage.turns[t]
        before = turns[t - 1] if t else None
        after = turns[t + 1] if t + 1 < len(turns) else None
        base[GAP_BEFORE] = min(7, turn.paragraph - before.last) if before else 7
        base[GAP_AFTER] = min(7, after.paragraph - turn.last) if after else 7
        if before:
            end = before.quotes[-1][1]
            base[TURN_BEFORE_ASKS] = "?" in self.stage.text[end - 3 : end]
        return before if base[GAP_BEFORE] < 4 else None, after if base[GAP_AFTER] < 4 else None

    def _say_turn(self, t: int, base: bytearray, before: Turn | None, after: Turn | None) -> None:
        """What is so for all candidates."""
        stage, turn = self.stage, self.stage.turns[t]
        end = turn.quotes[-1][1]
        base[TAG_KIND], base[TAG_SUBJECT] = turn.tag.kind, subject_kind(turn.tag)
        base[TAG_SUBJECT_OF_TURN_BEFORE] = subject_kind(before.tag) if before else 7
        base[TAG_SUBJECT_OF_TURN_AFTER] = subject_kind(after.tag) if after else 7
        base[ASKS] = "?" in stage.text[end - 3 : end]
        base[COMMA] = stage.text[end - 2 : end - 1] == ","
        base[LENGTH] = min(15, sum(b - a for a, b in turn.quotes).bit_length())
        base[NARRATION_AROUND] = (turn.before.kind != 0) + 2 * (turn.after.kind != 0)
        base[NARRATED_IN_FIRST_PERSON] = stage.narrator >= 0
        base[TURNS_IN_PARAGRAPH] = min(3, turn.size)
        base[LEAD] = stage.leads[t].kind
        if turn.tag.noun in stage.roles.of:
            base[TAG_S_ROLE] = min(7, stage.roles.tags[turn.tag.noun].bit_length())

    def _say_others(self, t: int, base: bytearray, before: Turn | None, after: Turn | None) -> None:
        """What is so for everyone but the person that is meant; that person's row says more, later."""
        stage, turn = self.stage, self.stage.turns[t]
        for column, told in self._chains(t, before, after):
            base[column] = told[0] >= 0
        for column, tag in (
            (BEAT_BEFORE_FITS, turn.before),
            (BEAT_AFTER_FITS, turn.after),
            (SUBJECT_BEFORE, stage.leads[t]),
        ):
            base[column] = 6 if tag.who >= 0 else 3 if tag.gender == "i" else 0
        for column, near in ((PRONOUN_OF_TURN_BEFORE_FITS, before), (PRONOUN_OF_TURN_AFTER_FITS, after)):
            if near and near.tag.rank <= 2 and near.tag.who >= 0:
                base[column] = 5
        if turn.tag.who < 0:
            base[TAGGED_I] = 2 * (turn.tag.gender == "i")
            if turn.tag.noun:
                base[GOES_BY_TAG_NOUN] = 10 if turn.tag.noun in OTHERS else 1

    def _chains(self, t: int, before: Turn | None, after: Turn | None) -> list[tuple[int, tuple[int, int]]]:
        """The columns of alternation and what it says for each."""
        stage = self.stage
        chains = [(ALTERNATION_FROM_BEFORE, stage.forward[t]), (ALTERNATION_FROM_AFTER, stage.backward[t])]
        if before:
            chains.append((TURN_BEFORE_ALTERNATES_HERE, stage.forward[t - 1]))
        if after:
            chains.append((TURN_AFTER_ALTERNATES_HERE, stage.backward[t + 1]))
        return chains

    def _say_gender(self, t: int, row: bytearray, gender: str, before: Turn | None, after: Turn | None) -> None:
        """What is so for everyone of a gender."""
        stage, turn = self.stage, self.stage.turns[t]
        row[GENDER] = _GENDERS[gender]
        if turn.tag.who < 0 and turn.tag.noun:
            row[TAG_NOUN_FITS] = fit(turn.tag.gender, gender) or 4
        elif turn.tag.who < 0:
            row[TAG_PRONOUN_FITS] = fit(turn.tag.gender, gender)
        lead = stage.leads[t]
        for column, tag in ((BEAT_BEFORE_FITS, turn.before), (BEAT_AFTER_FITS, turn.after), (SUBJECT_BEFORE, lead)):
            if tag.who < 0 and tag.gender != "i":
                row[column] = fit(tag.gender, gender)
        row[ADDRESS_IN_TURN_FITS] = fit(self.addressed[t], gender)
        for column, addressed, other, near in (
            (PRONOUN_OF_TURN_BEFORE_FITS, ADDRESS_OF_TURN_BEFORE_FITS, t - 1, before),
            (PRONOUN_OF_TURN_AFTER_FITS, ADDRESS_OF_TURN_AFTER_FITS, t + 1, after),
        ):
            if near:
                row[addressed] = fit(self.addressed[other], gender)
                if near.tag.rank <= 2 and near.tag.who < 0:
                    row[column] = fit(near.tag.gender, gender)

    def _say_tag(self, t: int, rows: dict[int, bytearray]) -> None:
        """What the turn's own tag says of single people."""
        stage, tag = self.stage, self.stage.turns[t].tag
        _mark(rows, tag.who, TAGGED_BY_NAME, 1)
        narrator = rows.get(stage.narrator)
        if narrator:
            narrator[IS_NARRATOR] = 1
            narrator[TAGGED_I] = min(1, narrator[TAGGED_I])
        if tag.who >= 0:
            return
        if fitting := self._fitting(tag, self.nears[t]):
            for person, row in rows.items():
                row[RANK_AMONG_THOSE_THE_PRONOUN_FITS] = fitting.get(person, 7)
        if not tag.noun:
            return
        if tag.noun in OTHERS:
            _mark(rows, stage.anchors[t - 1] if t else -1, GOES_BY_TAG_NOUN, 9)
        else:
            for person, share in self.nouns[tag.noun].items():
                _mark(rows, person, GOES_BY_TAG_NOUN, share)
        for person in stage.called.get(tag.noun, ()):
            _mark(rows, person, GOES_BY_TAG_NOUN, 8)

    def _fitting(self, tag: Tag, near: Near) -> dict[int, int]:
        """People whom a tag's pronoun or noun fits, by how lately they were named: 1 the latest."""
        if tag.who >= 0 or tag.gender in ("", "i"):
            return {}
        genders = self.stage.genders
        order = list(dict.fromkeys([*reversed(near.before), *near.order]))
        fits = [p for p in order if fit(tag.gender, genders[p]) in (1, 2)]
        return {p: min(6, i + 1) for i, p in enumerate(fits)}

    def _say_place(self, t: int, rows: dict[int, bytearray]) -> None:
        """Where single people are named around the turn."""
        stage, near = self.stage, self.nears[t]
        for person, row in rows.items():
            if person in near.within:
                if person in near.before:
                    row[PLACE_IN_BEAT_BEFORE] = 1 if near.before[0] == person else 2 if near.before[-1] == person else 3
                if person in near.after:
                    row[PLACE_IN_BEAT_AFTER] = 1 if near.after[0] == person else 2
                row[TIMES_IN_PARAGRAPH] = min(3, near.within[person])
            if person in near.last:
                row[PARAGRAPHS_SINCE_NAMED] = 1 + step(near.last[person])
                row[RANK_BY_LAST_NAMED] = min(7, 1 + near.order.index(person))
                row[TIMES_IN_NEAR_PARAGRAPHS] = min(7, near.count.get(person, 0))
        if near.order and near.last[near.order[0]] <= 1:
            _mark(rows, near.order[0], PLACE_IN_PARAGRAPH_BEFORE, 1)
        for person, on in near.ahead.items():
            _mark(rows, person, PARAGRAPHS_UNTIL_NAMED, 1 + step(on))
        start = stage.turns[t].quotes[0][0]
        for person, row in rows.items():
            row[NOT_YET_NAMED] = stage.introduced.get(person, start) > start
        for person in near.later:
            _mark(rows, person, PLACE_IN_PARAGRAPH_AFTER, 1 if near.later[0] == person else 2)
        for person, back in near.quoted.items():
            _mark(rows, person, QUOTED_SINCE, 1 + step(back))

    def _say_talk(self, t: int, rows: dict[int, bytearray], around: Around) -> None:
        """What the turns around say of single people."""
        stage, turn, nears = self.stage, self.stage.turns[t], self.nears
        for told, column in (
            (around.spoke, TURNS_SINCE_SPOKE), (around.speaks, TURNS_UNTIL_SPEAKS), (around.shares, SHARE_OF_NEAR_TAGS),
        ):  # fmt: skip
            for person, value in told.items():
                _mark(rows, person, column, value)
        _mark_all(rows, nears[t].hailed, HAILED_IN_TURN)
        _mark_all(rows, nears[t].spoken_of, SPOKEN_OF_IN_TURN)
        if around.before:
            _mark_all(rows, nears[t - 1].hailed, HAILED_BY_TURN_BEFORE)
            _mark_all(rows, nears[t - 1].spoken_of, SPOKEN_OF_IN_TURN_BEFORE)
            _mark_all(rows, nears[t - 2].hailed if t > 1 else (), HAILED_TWO_TURNS_BEFORE)
            if around.before.tag.rank <= 2:
                _mark(rows, around.before.tag.who, PRONOUN_OF_TURN_BEFORE_FITS, 4)
        if around.after:
            _mark_all(rows, nears[t + 1].hailed, HAILED_BY_TURN_AFTER)
            _mark_all(rows, nears[t + 1].spoken_of, SPOKEN_OF_IN_TURN_AFTER)
            _mark_all(rows, nears[t + 2].hailed if t + 2 < len(stage.turns) else (), HAILED_TWO_TURNS_AFTER)
            if around.after.tag.rank <= 2:
                _mark(rows, around.after.tag.who, PRONOUN_OF_TURN_AFTER_FITS, 4)
        for column, tag in (
            (BEAT_BEFORE_FITS, turn.before),
            (BEAT_AFTER_FITS, turn.after),
            (SUBJECT_BEFORE, stage.leads[t]),
        ):
            if tag.who >= 0:
                _mark(rows, tag.who, column, 5)
            elif tag.gender == "i":
                _mark(rows, stage.narrator, column, 1)
        for column, (who, steps) in self._chains(t, around.before, around.after):
            _mark(rows, who, column, max(2, 7 - steps // 2))


def _mark(rows: dict[int, bytearray], person: int, column: int, value: int) -> None:
    row = rows.get(person)
    if row is not None:
        row[column] = value


def _mark_all(rows: dict[int, bytearray], people: Iterable[int], column: int) -> None:
    for person in people:
        _mark(rows, person, column, 1)
