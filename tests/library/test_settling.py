"""What holds of a work is always a replay of its history: any order of words, readings and versions."""

from __future__ import annotations

from typing import NamedTuple

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import update

from headnote.errors import Refused
from headnote.library import deciding, history, schema
from headnote.library.database import Library
from headnote.library.settling import unsettled
from headnote.library.viewers import OWNER, Viewer
from headnote.library.visibility import is_held
from headnote.records import Action
from tests.library.desks import held, person, put, row, say

ORDER = ["list", "label", "gate", "review", "withhold"]
ACTIONS = st.sampled_from(ORDER)
#: What the machine may say: an action, and whether it rests on the code that no policy lists.
VERDICTS = st.one_of(
    st.tuples(ACTIONS, st.just(False)), st.tuples(st.sampled_from(["review", "withhold"]), st.just(True))
)
WHO = st.integers(0, 2)


class Word(NamedTuple):
    """A decision or proposal of the model: `cleared` is the version that two people cleared by it, 0 for none."""

    action: str
    by: int
    version: int
    cleared: int = 0


class State(NamedTuple):
    """People's words of the model."""

    ruling: Word | None = None
    proposal: Word | None = None


class Desk(RuleBasedStateMachine):
    """Three reviewers, one work, and a machine that changes its mind."""

    library: Library
    people: list[Viewer]
    works = 0

    @initialize(said=VERDICTS)
    def add(self, said: tuple[Action, bool]) -> None:
        Desk.works += 1
        self.title = f"Work {Desk.works}"
        self.said, self.version = said, 1
        self.key = put(self.library, self.title, said[0], guarded=said[1])
        self.now = State()
        self.before: dict[int, State] = {}
        self.by: dict[int, int] = {}
        self.seen = 0

    @rule(who=WHO, action=ACTIONS)
    def decide(self, who: int, action: Action) -> None:
        second = action == "withhold" or (self.guarded and action in ORDER[:3])
        waiting = self.now.proposal
        if second and waiting is not None and waiting.action == action:
            with pytest.raises(Refused):
                self._decide(who, action)
            return
        entry = self._decide(who, action)
        assert entry.kind == ("propose" if second else "decide")
        word = Word(action, who, self.version)
        self._moved(entry.seq, who, State(self.now.ruling, word) if second else State(word))

    @precondition(lambda self: self.now.proposal is not None)
    @rule(who=WHO)
    def confirm(self, who: int) -> None:
        waiting = self.now.proposal
        assert waiting is not None
        if waiting.by == who or waiting.version != self.version:
            with pytest.raises(Refused):
                deciding.confirm(self.library, self.people[who], self.key, seen=self.seen)
            return
        entry = deciding.confirm(self.library, self.people[who], self.key, seen=self.seen)
        cleared = self.version if self.guarded else 0
        self._moved(entry.seq, who, State(Word(waiting.action, who, self.version, cleared)))

    @precondition(lambda self: self.before)
    @rule(who=WHO, data=st.data())
    def undo(self, who: int, data: st.DataObject) -> None:
        last = max(self.before)
        of = data.draw(st.sampled_from([None, *sorted(self.before)]))
        target = last if of is None else of
        shows = self._shown(self.before[target]) and not self._shown(self.now)
        if self.guarded and shows and not (target == last and self.by[last] == who):
            with pytest.raises(Refused):
                deciding.undo(self.library, self.people[who], self.key, seen=self.seen, of=of)
            return
        entry = deciding.undo(self.library, self.people[who], self.key, seen=self.seen, of=of)
        self._moved(entry.seq, who, self.before[target])

    @precondition(lambda self: self.before)
    @rule(who=WHO, action=ACTIONS, data=st.data())
    def decide_on_an_old_page(self, who: int, action: Action, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from([0, *sorted(self.before)[:-1]]))
        with pytest.raises(Refused, match="was first"):
            deciding.decide(self.library, self.people[who], self.key, action=action, reason="Late.", seen=old)

    @rule(who=WHO)
    def note(self, who: int) -> None:
        self.seen = deciding.note(self.library, self.people[who], self.key, text="Seen.").seq

    @rule(said=VERDICTS)
    def read_again(self, said: tuple[Action, bool]) -> None:
        self.said = said
        say(self.library, self.key, said[0], guarded=said[1])

    @rule(said=VERDICTS)
    def add_a_version(self, said: tuple[Action, bool]) -> None:
        self.said, self.version = said, self.version + 1
        assert put(self.library, self.title, said[0], guarded=said[1], version=self.version) == self.key

    @invariant()
    def it_stands_as_the_model_says(self) -> None:
        assert held(self.library, self.key) == self._expected(self.now)
        assert row(self.library, self.key).machine_action == self.said[0]

    @invariant()
    def what_is_guarded_is_shown_only_where_two_cleared_this_text(self) -> None:
        action, standing = held(self.library, self.key)
        if self.guarded and not is_held(action, standing):
            assert standing == "decided"
            assert self.now.ruling is not None
            assert self.now.ruling.cleared == self.version

    @invariant()
    def what_nobody_needs_to_see_is_not_urgent(self) -> None:
        action, standing = held(self.library, self.key)
        waits = standing == "proposed" or action == "review" or (standing == "machine" and action == "withhold")
        if waits:
            assert row(self.library, self.key).urgency > 0
        elif standing == "machine":
            assert row(self.library, self.key).urgency == 0

    def teardown(self) -> None:
        assert unsettled(self.library) == []
        history.verify(self.library)

    @property
    def guarded(self) -> bool:
        return self.said[1]

    def _decide(self, who: int, action: Action) -> history.Entry:
        return deciding.decide(
            self.library, self.people[who], self.key, action=action, reason="As read.", seen=self.seen
        )

    def _moved(self, seq: int, who: int, state: State) -> None:
        self.before[seq], self.by[seq] = self.now, who
        self.now, self.seen = state, seq

    def _shown(self, state: State) -> bool:
        return not is_held(*self._expected(state))

    def _expected(self, state: State) -> tuple[str, str]:
        action: str = self.said[0]
        standing = "machine"
        ruling = state.ruling
        if ruling and not (self.guarded and ruling.action in ORDER[:3] and ruling.cleared != self.version):
            action, standing = ruling.action, "decided"
        if state.proposal:
            return max(action, state.proposal.action, key=ORDER.index), "proposed"
        return action, standing


@pytest.mark.usefixtures("cheap")
def test_any_order_of_words_readings_and_versions(library: Library) -> None:
    class OnThis(Desk):
        pass

    OnThis.library = library
    OnThis.people = [person(library, name) for name in ("ana", "ben", "cleo")]
    quiet = settings(
        max_examples=20,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.generate,),  # to shrink takes minutes over a database, and the steps are printed anyway
    )
    run_state_machine_as_test(OnThis, settings=quiet)


CHANGES = {"action": "list", "standing": "decided", "machine_action": "gate"}


@pytest.mark.parametrize("decided", [False, True])
@pytest.mark.parametrize("column", CHANGES)
def test_a_row_that_was_changed_outside_is_named(library: Library, column: str, decided: bool) -> None:
    key, other = put(library, "One", "withhold"), put(library, "Two")
    if decided:
        deciding.decide(library, OWNER, key, action="review", reason="", seen=0)
    assert unsettled(library) == []
    change = {column: "machine" if decided and column == "standing" else CHANGES[column]}
    with library.writing() as connection:
        connection.execute(update(schema.works).where(schema.works.c.key == key).values(**change))
    assert unsettled(library) == ([key] if not (decided and column == "machine_action") else [])
    assert held(library, other) == ("list", "machine")
