"""Deciding: second readers, who was first, undo, and what outlives a new reading."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from headnote.errors import Refused, UsageError
from headnote.library import accounts, deciding, history, works
from headnote.library.database import Library
from headnote.library.history import Entry
from headnote.library.settling import unsettled
from headnote.library.viewers import OWNER, Role, Viewer
from headnote.records import Action, Span
from tests.library.desks import held, person, put, row, say

SHOWN: tuple[Action, ...] = ("list", "label", "gate")
pytestmark = pytest.mark.usefixtures("cheap")


def last(library: Library, key: str) -> int:
    found = history.entries(library, OWNER, key)
    return found[-1].seq if found else 0


def decide(library: Library, who: Viewer, key: str, action: Action, reason: str = "As read.") -> Entry:
    return deciding.decide(library, who, key, action=action, reason=reason, seen=last(library, key))


def confirm(library: Library, who: Viewer, key: str) -> Entry:
    return deciding.confirm(library, who, key, seen=last(library, key))


def undo(library: Library, who: Viewer, key: str, of: int | None = None) -> Entry:
    return deciding.undo(library, who, key, seen=last(library, key), of=of)


# One person's word.


@pytest.mark.parametrize("action", ["list", "label", "gate", "review"])
def test_a_decision_takes_effect_and_says_what_it_was_made_on(library: Library, ana: Viewer, action: Action) -> None:
    key = put(library, "One", "review")
    before = row(library, key)
    entry = decide(library, ana, key, action)
    assert held(library, key) == (action, "decided")
    assert before.urgency >= 1
    assert (entry.kind, entry.actor, entry.payload["machine"], entry.payload["version"]) == (
        "decide",
        "ana",
        "review",
        1,
    )
    assert entry.payload["reason"] == "As read."


def test_each_decision_counts_as_a_change(library: Library, ana: Viewer) -> None:
    key = put(library, "One")
    seen = [works.find(library, OWNER, key)]
    decide(library, ana, key, "label")
    seen.append(works.find(library, OWNER, key))
    assert seen[0] is not None
    assert seen[1] is not None
    assert seen[1].changed > seen[0].changed


def test_a_reader_decides_nothing(library: Library) -> None:
    rita, key = person(library, "rita", "reader"), put(library, "One")
    posing = Viewer(user_id=rita.user_id, name="ana", role="admin")
    calls: list[Callable[[Viewer, str], object]] = [
        lambda who, work: decide(library, who, work, "gate"),
        lambda who, work: confirm(library, who, work),
        lambda who, work: undo(library, who, work),
        lambda who, work: deciding.note(library, who, work, text="Hm."),
        lambda who, work: deciding.viewed(library, who, work, code="gore", version=1),
    ]
    for call in calls:
        said = []
        for who in (rita, posing):
            for work in (key, "wnosuchwork0"):
                with pytest.raises(Refused) as caught:
                    call(who, work)
                said.append(str(caught.value))
        assert len(set(said)) == 1  # what is there and what is not are told apart by nobody
    assert history.entries(library, OWNER, key) == []


def test_whoever_lost_the_role_or_the_account_decides_no_more(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One")
    accounts.set_role(library, "ana", "reader")
    with pytest.raises(Refused):
        decide(library, ana, key, "gate")
    accounts.set_role(library, "ana", "reviewer")
    accounts.disable(library, "ana")
    with pytest.raises(Refused):
        decide(library, ana, key, "gate")
    assert held(library, key) == ("list", "machine")


BAD_REASONS = {
    "too long": "a" * 1001,
    "a control character": "No\x00",
    "an escape": "No\x1b[2J",
    "half a character": "No \ud800",
    "turned about": "No \u202eton",
}


@pytest.mark.parametrize("reason", BAD_REASONS.values(), ids=BAD_REASONS)
def test_a_reason_that_is_not_fit(library: Library, ana: Viewer, reason: str) -> None:
    key = put(library, "One")
    with pytest.raises(UsageError):
        decide(library, ana, key, "gate", reason)
    with pytest.raises(UsageError):
        deciding.note(library, ana, key, text=reason)
    assert last(library, key) == 0


@pytest.mark.parametrize("reason", ["a" * 1000, "Zwei Zeilen,\r\nmit Umlaut: ä", "👩\u200d🚀 read it", "", "  "])
def test_a_reason_that_is(library: Library, ana: Viewer, reason: str) -> None:
    key = put(library, "One")
    assert decide(library, ana, key, "gate", reason).payload["reason"] == reason.strip().replace("\r\n", "\n")
    history.verify(library)


# Who was first.


def test_the_second_of_two_is_told_who_was_first_and_when(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One")
    first = deciding.decide(library, ana, key, action="gate", reason="", seen=0)
    calls: list[Callable[[], Entry]] = [
        lambda: deciding.decide(library, ben, key, action="label", reason="", seen=0),
        lambda: deciding.undo(library, ben, key, seen=0),
        lambda: deciding.confirm(library, ben, key, seen=0),
    ]
    for late in calls:
        with pytest.raises(Refused) as caught:
            late()
        assert "ana was first: decide gate" in str(caught.value)
        assert first.at in str(caught.value)
    assert held(library, key) == ("gate", "decided")
    deciding.decide(library, ben, key, action="label", reason="", seen=first.seq)
    assert held(library, key) == ("label", "decided")


def test_another_works_decision_is_no_conflict(library: Library, ana: Viewer, ben: Viewer) -> None:
    one, other = put(library, "One"), put(library, "Two")
    decide(library, ana, one, "gate")
    deciding.decide(library, ben, other, action="gate", reason="", seen=0)


def test_anothers_note_must_be_read_first_but_not_ones_own(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One")
    deciding.note(library, ana, key, text="Wait for me.")
    with pytest.raises(Refused, match="ana was first: a note"):
        deciding.decide(library, ben, key, action="gate", reason="", seen=0)
    deciding.decide(library, ana, key, action="gate", reason="", seen=0)


def test_a_view_is_no_word_on_the_work(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One")
    deciding.viewed(library, ana, key, code="underage-sex", version=1, places=[Span(start=3, end=9)])
    deciding.decide(library, ben, key, action="gate", reason="", seen=0)


def test_an_entry_that_is_not_there_was_not_seen(library: Library, ana: Viewer) -> None:
    key = put(library, "One")
    for seen in (-1, 1, 10**12):
        with pytest.raises(UsageError):
            deciding.decide(library, ana, key, action="gate", reason="", seen=seen)


def test_what_was_read_anew_since_is_not_what_was_seen(library: Library, ana: Viewer) -> None:
    key = put(library, "One")
    page = works.find(library, ana, key)
    assert page is not None
    say(library, key, "review")
    with pytest.raises(Refused, match="read anew"):
        deciding.decide(library, ana, key, action="list", reason="", seen=0, changed=page.changed)
    page = works.find(library, ana, key)
    assert page is not None
    deciding.decide(library, ana, key, action="list", reason="", seen=0, changed=page.changed)


# The second reader.


def test_withholding_waits_for_a_second_reader_and_hides_the_work_meanwhile(
    library: Library, ana: Viewer, ben: Viewer
) -> None:
    key = put(library, "One")
    assert decide(library, ana, key, "withhold").kind == "propose"
    assert held(library, key) == ("withhold", "proposed")
    with pytest.raises(Refused, match="another person"):
        confirm(library, ana, key)
    with pytest.raises(Refused, match="ana proposed withhold"):
        decide(library, ben, key, "withhold")
    entry = confirm(library, ben, key)
    assert (entry.kind, entry.payload["of"]) == ("confirm", entry.seq - 1)
    assert held(library, key) == ("withhold", "decided")
    with pytest.raises(Refused, match="found none"):
        confirm(library, ana, key)


def test_withholding_takes_a_reason(library: Library, ana: Viewer) -> None:
    key = put(library, "One")
    with pytest.raises(UsageError, match="reason"):
        decide(library, ana, key, "withhold", " \n ")
    assert held(library, key) == ("list", "machine")


def test_the_second_reader_may_disagree(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One")
    decide(library, ana, key, "withhold")
    decide(library, ben, key, "gate")
    assert held(library, key) == ("gate", "decided")


def test_a_proposal_on_another_text_is_not_confirmed(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One")
    decide(library, ana, key, "withhold")
    assert put(library, "One", version=2) == key
    assert held(library, key) == ("withhold", "proposed")
    with pytest.raises(Refused, match="version 1 of the text, and this is version 2"):
        confirm(library, ben, key)


def test_alone_at_ones_own_machine_it_takes_effect_and_says_so(library: Library) -> None:
    key = put(library, "One")
    entry = decide(library, OWNER, key, "withhold")
    assert (entry.kind, entry.payload["alone"]) == ("decide", True)
    assert held(library, key) == ("withhold", "decided")


@pytest.mark.parametrize(("role", "shut", "kind"), [
    ("reader", False, "decide"), ("reviewer", True, "decide"),
    ("reviewer", False, "propose"), ("admin", False, "propose"),
])  # fmt: skip
def test_the_owner_is_alone_while_nobody_else_could_be_asked(
    library: Library, role: Role, shut: bool, kind: str
) -> None:
    person(library, "rob", role)
    if shut:
        accounts.disable(library, "rob")
    key = put(library, "One")
    assert decide(library, OWNER, key, "withhold").kind == kind


def test_a_lone_reviewer_of_a_group_is_not_the_owner(library: Library, ana: Viewer) -> None:
    key = put(library, "One")
    assert decide(library, ana, key, "withhold").kind == "propose"


# What the machine holds for underage-sex.


@pytest.mark.parametrize("action", SHOWN)
@pytest.mark.parametrize("machine", ["review", "withhold"])
def test_it_is_shown_only_by_two_people_with_a_reason(
    library: Library, ana: Viewer, ben: Viewer, action: Action, machine: Action
) -> None:
    key = put(library, "One", machine, guarded=True)
    with pytest.raises(UsageError, match="reason"):
        decide(library, ana, key, action, "")
    assert decide(library, ana, key, action).kind == "propose"
    assert held(library, key) == (machine, "proposed")  # the graver of both stands
    with pytest.raises(Refused):
        confirm(library, ana, key)
    confirm(library, ben, key)
    assert held(library, key) == (action, "decided")


def test_the_same_action_without_the_guard_is_one_persons(library: Library, ana: Viewer) -> None:
    assert decide(library, ana, put(library, "One", "withhold"), "list").kind == "decide"


def test_a_decision_made_before_the_machine_saw_it_does_not_show_it(library: Library, ana: Viewer) -> None:
    key = put(library, "One")
    decide(library, ana, key, "list")
    say(library, key, "withhold", guarded=True)
    assert held(library, key) == ("withhold", "machine")
    say(library, key, "list")
    assert held(library, key) == ("list", "decided")


def test_two_people_cleared_one_text_and_not_the_next(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One", "review", guarded=True)
    decide(library, ana, key, "list")
    confirm(library, ben, key)
    say(library, key, "review", guarded=True)
    assert held(library, key) == ("list", "decided")
    put(library, "One", "review", guarded=True, version=2)
    assert held(library, key) == ("review", "machine")
    assert row(library, key).urgency >= 4


def test_undo_shows_it_only_as_ones_own_last_word_taken_back(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One", "review", guarded=True)
    decide(library, ana, key, "list")
    confirm(library, ben, key)
    held_back = decide(library, ana, key, "review")
    with pytest.raises(Refused, match="second reader"):
        undo(library, ben, key)
    undo(library, ana, key)
    assert held(library, key) == ("list", "decided")
    decide(library, ana, key, "withhold")
    confirm(library, ben, key)
    for who in (ana, ben):
        with pytest.raises(Refused, match="second reader"):
            undo(library, who, key, of=held_back.seq)
    assert held(library, key) == ("withhold", "decided")


# Undo.


def test_undo_of_a_confirmed_withholding_goes_back_step_by_step(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One", "label")
    decide(library, ana, key, "gate")
    states = [row(library, key)]
    proposal = decide(library, ana, key, "withhold")
    states.append(row(library, key))
    confirm(library, ben, key)
    states.append(row(library, key))
    undone = undo(library, ana, key)
    assert row(library, key) == states[1]
    undo(library, ben, key)  # of the undo
    assert row(library, key) == states[2]
    undo(library, ana, key, of=undone.seq)
    assert row(library, key) == states[2]
    undo(library, ben, key, of=proposal.seq)
    assert row(library, key) == states[0]
    undo(library, ben, key, of=history.entries(library, OWNER, key)[0].seq)
    assert held(library, key) == ("label", "machine")


def test_a_proposal_that_was_brought_back_can_be_confirmed(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "One")
    decide(library, ana, key, "withhold")
    confirm(library, ben, key)
    undo(library, ben, key)
    with pytest.raises(Refused, match="another person"):
        confirm(library, ana, key)
    confirm(library, ben, key)
    assert held(library, key) == ("withhold", "decided")


def test_there_is_nothing_to_undo(library: Library, ana: Viewer) -> None:
    key, other = put(library, "One"), put(library, "Two")
    note = deciding.note(library, ana, key, text="Hm.")
    with pytest.raises(Refused, match="found none"):
        undo(library, ana, key)
    elsewhere = decide(library, ana, other, "gate")
    decide(library, ana, key, "gate")
    for seq in (note.seq, elsewhere.seq, 0, 999):
        with pytest.raises(UsageError):
            undo(library, ana, key, of=seq)


# What outlives what.


@pytest.mark.parametrize("again", ["re-read", "version"])
def test_a_decision_outlives_a_new_reading(library: Library, ana: Viewer, again: str) -> None:
    key = put(library, "One", "review")
    decide(library, ana, key, "label")
    calm = row(library, key).urgency
    said: tuple[tuple[Action, bool], ...] = (("review", False), ("gate", False), ("withhold", True), ("list", False))
    for number, (action, urgent) in enumerate(said, 2):
        if again == "re-read":
            say(library, key, action)
        else:
            put(library, "One", action, version=number)
        found = row(library, key)
        assert (found.machine_action, found.action, found.standing) == (action, "label", "decided")
        assert (found.urgency > 0) is urgent
    assert calm == 0
    assert unsettled(library) == []


def test_a_graver_verdict_than_was_decided_on_is_settled_by_a_new_decision(library: Library, ana: Viewer) -> None:
    key = put(library, "One", "label")
    decide(library, ana, key, "list")
    say(library, key, "review")
    assert row(library, key).urgency >= 5  # readers can meet it now
    decide(library, ana, key, "list")
    assert row(library, key).urgency == 0


def test_a_view_is_on_the_disk_before_it_returns(library: Library, ana: Viewer) -> None:
    key = put(library, "One")
    places = [Span(start=3, end=9), Span(start=40, end=44)]
    entry = deciding.viewed(library, ana, key, code="underage-sex", version=1, places=places)
    assert history.entries(library, OWNER, key) == [entry]
    assert entry.payload == {
        "code": "underage-sex", "version": 1, "places": [[3, 9], [40, 44]], "user": ana.user_id,
    }  # fmt: skip
    with pytest.raises(UsageError):
        deciding.viewed(library, ana, key, code="no-such-code", version=1)
    with pytest.raises(UsageError):
        deciding.viewed(library, ana, key, code="gore", version=1, places=[Span(start=0, end=1)] * 501)


def test_readers_see_no_history(library: Library, ana: Viewer) -> None:
    key = put(library, "One")
    decide(library, ana, key, "gate")
    assert history.entries(library, person(library, "rita", "reader"), key) == []
    assert len(history.entries(library, ana, key)) == 1
