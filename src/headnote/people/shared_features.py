"""Features that all candidates of a turn share, or all of one gender, or that a person has in every turn: whole columns
of a block of turns at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from headnote.people import features as f
from headnote.people.candidates import OTHERS
from headnote.people.grades import fit, subject_kind
from headnote.people.nearby import address
from headnote.people.passes import Rows
from headnote.people.stage import Stage
from headnote.people.tags import Tag

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

_GENDERS = ("", "m", "f", "t", "n")
#: What is said of genders, by a code: nothing, he, she, they, a neopronoun, anything else; then what says the same of
#: everyone: someone named beside the turn, I, someone named by the tag of another turn, a noun that tells no gender.
_SAID = {gender: code for code, gender in enumerate(_GENDERS)} | {"i": 0}
_OTHER, _NAMED, _I, _NAMED_ELSEWHERE, _NOUN = range(5, 10)
_FITS = [[fit(said, gender) for gender in _GENDERS] for said in (*_GENDERS, "y")]
_FITS += [[value] * len(_GENDERS) for value in (6, 3, 5, 4)]


class SharedFeatures:
    """The shared features of the turns from `low` up to `high`.

    Args:
        stage: what is known of the work.
        low, high: the turns of the block.
        rows: the rows of its turns; their columns are set.
    """

    def __init__(self, stage: Stage, low: int, high: int, rows: Rows) -> None:
        import numpy as np

        self.stage, self.low, self.high = stage, low, high
        self.columns, self.at, self.person = rows.columns, rows.turn, rows.person
        self.genders = np.array([_GENDERS.index(gender) for gender in stage.genders])[rows.person]
        self._fits = np.array(_FITS, dtype=np.uint8)
        self.turns = stage.turns[low:high]
        #: The turns before and after each, where they are near.
        self.before = [self._near(t - 1, t) for t in range(low, high)]
        self.after = [self._near(t, t + 1) for t in range(low, high)]

    def _near(self, a: int, b: int) -> bool:
        turns = self.stage.turns
        return a >= 0 and b < len(turns) and turns[b].paragraph - turns[a].last < f.CLOSE

    def fill(self) -> None:
        """Sets the columns of these features; the rows of turns with one candidate stay all zero."""
        import numpy as np

        counts = np.bincount(self.at, minlength=len(self.turns))
        self.columns[f.CANDIDATES] = counts[self.at]
        self._of_turns()
        self._of_tags()
        self._of_beats()
        self._of_neighbours()
        self._of_alternation()
        self._of_people()
        self.columns[:, counts[self.at] < 2] = 0

    def _set(self, column: int, values: Sequence[int]) -> None:
        """Sets a column to a value of each turn."""
        import numpy as np

        self.columns[column] = np.array(values)[self.at]

    def _set_fits(self, column: int, codes: Sequence[int]) -> None:
        """Sets a column to how each candidate's gender fits what is said in each turn (`_SAID`)."""
        import numpy as np

        self.columns[column] = self._fits[np.array(codes)[self.at], self.genders]

    def _mark(self, column: int, people: Sequence[int], values: Sequence[int] | int) -> None:
        """Sets a column of one person in each turn, -1 for nobody."""
        import numpy as np

        its = np.flatnonzero(self.person == np.array(people)[self.at])
        self.columns[column, its] = values if isinstance(values, int) else np.array(values)[self.at[its]]

    def _of_turns(self) -> None:
        """What is so for all candidates of a turn."""
        text, turns, stage = self.stage.text, self.turns, self.stage
        asks = [self._asks(t) for t in range(self.low - 1, self.high)]
        self._set(f.ASKS, asks[1:])
        self._set(f.TURN_BEFORE_ASKS, asks[:-1])
        self._set(f.COMMA, [text[turn.quotes[-1][1] - 2 : turn.quotes[-1][1] - 1] == "," for turn in turns])
        self._set(f.LENGTH, [min(15, sum(b - a for a, b in turn.quotes).bit_length()) for turn in turns])
        self._set(f.NARRATION_AROUND, [(turn.before.kind != 0) + 2 * (turn.after.kind != 0) for turn in turns])
        self._set(f.TURNS_IN_PARAGRAPH, [min(3, turn.size) for turn in turns])
        self._set(f.LEAD, [lead.kind for lead in stage.leads[self.low : self.high]])
        self.columns[f.NARRATED_IN_FIRST_PERSON] = stage.narrator >= 0

    def _asks(self, t: int) -> bool:
        if t < 0:
            return False
        end = self.stage.turns[t].quotes[-1][1]
        return "?" in self.stage.text[end - 3 : end]

    def _of_tags(self) -> None:
        """What the turns' own tags say."""
        roles, tags = self.stage.roles, [turn.tag for turn in self.turns]
        self._set(f.TAG_KIND, [tag.kind for tag in tags])
        self._set(f.TAG_SUBJECT, [subject_kind(tag) for tag in tags])
        told = ((tag.noun, roles.of.get(tag.noun)) for tag in tags)
        self._set(f.TAG_S_ROLE, [0 if of is None else min(7, roles.tags[noun].bit_length()) for noun, of in told])
        self._mark(f.TAGGED_BY_NAME, [tag.who for tag in tags], 1)
        first = [2 * (tag.who < 0 and tag.gender == "i") for tag in tags]
        self._set(f.TAGGED_I, first)
        self._mark(f.TAGGED_I, [self.stage.narrator] * len(tags), [min(1, value) for value in first])
        self._set_fits(f.TAG_PRONOUN_FITS, [_said(tag) if tag.who < 0 and not tag.noun else 0 for tag in tags])
        self._set_fits(f.TAG_NOUN_FITS, [_said(tag) or _NOUN if tag.who < 0 and tag.noun else 0 for tag in tags])
        said = [0 if tag.who >= 0 or not tag.noun else 10 if tag.noun in OTHERS else 1 for tag in tags]
        own = self.columns[f.GOES_BY_TAG_NOUN].copy()
        self._set(f.GOES_BY_TAG_NOUN, said)
        self.columns[f.GOES_BY_TAG_NOUN, own > 0] = own[own > 0]

    def _of_beats(self) -> None:
        """What the narration beside a turn says of everyone, and, more, of the one that it means."""
        leads = self.stage.leads[self.low : self.high]
        for column, tags in (
            (f.BEAT_BEFORE_FITS, [turn.before for turn in self.turns]),
            (f.BEAT_AFTER_FITS, [turn.after for turn in self.turns]),
            (f.SUBJECT_BEFORE, leads),
        ):
            self._set_fits(
                column, [_NAMED if tag.who >= 0 else _I if tag.gender == "i" else _said(tag) for tag in tags]
            )
            self._mark(column, [tag.who for tag in tags], 5)
            first = [self.stage.narrator if tag.who < 0 and tag.gender == "i" else -1 for tag in tags]
            self._mark(column, first, 1)

    def _of_neighbours(self) -> None:
        """How far the turns before and after are, whom they address, and what their tags say."""
        turns, low, high = self.stage.turns, self.low, self.high
        n = len(turns)
        gaps = [min(7, turns[t].paragraph - turns[t - 1].last) if 0 < t < n else 7 for t in range(low, high + 1)]
        self._set(f.GAP_BEFORE, gaps[:-1])
        self._set(f.GAP_AFTER, gaps[1:])
        around = range(low - 1, high + 1)
        tags = [turns[t].tag if 0 <= t < n else Tag() for t in around]
        kinds = [subject_kind(tag) for tag in tags]
        said = [_said_elsewhere(tag) for tag in tags]
        hails = [_SAID[address(self.stage.text, turns[t])] if 0 <= t < n else 0 for t in around]
        self._set_fits(f.ADDRESS_IN_TURN_FITS, hails[1:-1])
        for place, near, subject, fits, hailed in (
            (
                0,
                self.before,
                f.TAG_SUBJECT_OF_TURN_BEFORE,
                f.PRONOUN_OF_TURN_BEFORE_FITS,
                f.ADDRESS_OF_TURN_BEFORE_FITS,
            ),
            (2, self.after, f.TAG_SUBJECT_OF_TURN_AFTER, f.PRONOUN_OF_TURN_AFTER_FITS, f.ADDRESS_OF_TURN_AFTER_FITS),
        ):
            self._set(subject, [kinds[i] if is_near else 7 for i, is_near in enumerate(near, place)])
            self._set_fits(hailed, [hails[i] if is_near else 0 for i, is_near in enumerate(near, place)])
            self._set_fits(fits, [said[i] if is_near else 0 for i, is_near in enumerate(near, place)])
            named = [tags[i].who if is_near and tags[i].rank <= 2 else -1 for i, is_near in enumerate(near, place)]
            self._mark(fits, named, 4)

    def _of_alternation(self) -> None:
        """What strict alternation says of the turn and of those beside it."""
        stage, none = self.stage, (-1, 0)
        low, high = self.low, self.high
        before = [stage.forward[t - 1] if near else none for t, near in enumerate(self.before, low)]
        after = [stage.backward[t + 1] if near else none for t, near in enumerate(self.after, low)]
        for column, told in (
            (f.ALTERNATION_FROM_BEFORE, stage.forward[low:high]),
            (f.ALTERNATION_FROM_AFTER, stage.backward[low:high]),
            (f.TURN_BEFORE_ALTERNATES_HERE, before),
            (f.TURN_AFTER_ALTERNATES_HERE, after),
        ):
            self._set(column, [who >= 0 for who, _ in told])
            self._mark(column, [who for who, _ in told], [max(2, 7 - steps // 2) for _, steps in told])

    def _of_people(self) -> None:
        """What a person has in every turn, and whether it was named before this one."""
        import numpy as np

        stage, columns = self.stage, self.columns
        columns[f.GENDER] = self.genders
        columns[f.WEIGHT] = self._of_person({who: min(7, n.bit_length()) for who, n in stage.weights.items()})
        columns[f.TALK] = self._of_person({who: min(7, n.bit_length()) for who, n in stage.talk.items()})
        columns[f.IS_NARRATOR] = self.person == stage.narrator
        starts = np.array([turn.quotes[0][0] for turn in self.turns])
        columns[f.NOT_YET_NAMED] = self._of_person(stage.introduced) > starts[self.at]
        roles = stage.roles.people()
        its = np.flatnonzero((self.person >= roles.start) & (self.person < roles.stop))
        columns[f.ROLE, its] = 1
        meant = stage.meant[self.low : self.high]
        self._mark(f.ROLE, [who if who in roles else -1 for who in meant], 2)

    def _of_person(self, values: Mapping[int, int]) -> Array:
        """The number of each row's person, 0 where it has none."""
        import numpy as np

        known = np.zeros(len(self.stage.genders), dtype=np.int64)
        known[list(values)] = list(values.values())
        numbers: Array = known[self.person]
        return numbers


def _said(tag: Tag) -> int:
    return _SAID.get(tag.gender, _OTHER)


def _said_elsewhere(tag: Tag) -> int:
    """What the tag of a turn says in those beside it."""
    if tag.rank > 2:
        return 0
    return _NAMED_ELSEWHERE if tag.who >= 0 else _said(tag)
