"""The queue: who waits for what, in which order, and for whom."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from headnote.library import deciding, schema
from headnote.library.database import Library
from headnote.library.queue import queue, waiting
from headnote.library.urgency import GRAVITY, urgency
from headnote.library.viewers import OWNER, Viewer
from headnote.records import Action
from tests.library.desks import GUARD, person, put, say

pytestmark = pytest.mark.usefixtures("cheap")


def decide(library: Library, who: Viewer, key: str, action: Action) -> int:
    return deciding.decide(library, who, key, action=action, reason="As read.", seen=0).seq


def test_the_most_urgent_come_first_and_the_rest_not_at_all(library: Library, ana: Viewer, ben: Viewer) -> None:
    for action in ("list", "label", "gate"):
        put(library, f"On the shelf: {action}", action)
    settled = put(library, "Decided", "review")
    decide(library, ana, settled, "label")
    by_machine = [put(library, "Machine's", "review"), put(library, "Machine's too", "withhold")]
    sent = put(library, "Sent by a person")
    decide(library, ana, sent, "review")
    proposed = put(library, "Proposed")
    decide(library, ana, proposed, "withhold")
    guarded = put(library, "Guarded", "review", guarded=True)
    exposed = put(library, "Graver since", "label")
    decide(library, ana, exposed, "list")
    say(library, exposed, "withhold")
    items = queue(library, ben)
    assert [item.key for item in items] == [exposed, guarded, proposed, sent, *by_machine]
    assert [item.waiting_for for item in items] == [
        "another look", "decision", "second reader", "another look", "decision", "decision",
    ]  # fmt: skip
    assert waiting(library, ben) == len(items) == 6


def test_an_item_says_why_and_who_waits(library: Library, ana: Viewer, ben: Viewer) -> None:
    key = put(library, "Guarded", "withhold", guarded=True)
    note = deciding.note(library, ana, key, text="Look at the ages.").seq
    seq = deciding.decide(library, ana, key, action="gate", reason="They are of age.", seen=note).seq
    (item,) = queue(library, ben)
    assert item.why == [GUARD]
    assert (item.machine_action, item.action, item.standing) == ("withhold", "withhold", "proposed")
    assert (item.proposed, item.proposed_by, item.reason) == ("gate", "ana", "They are of age.")
    assert not item.yours
    assert queue(library, ana)[0].yours
    assert item.seen == seq
    deciding.confirm(library, ben, key, seen=item.seen, changed=item.changed)
    assert queue(library, ben) == []


def test_codes_are_those_that_were_raised_the_surest_first(library: Library, ana: Viewer) -> None:
    key = put(library, "One", "review")
    found = [("gore", 0.4, 2, True), ("death", 0.9, 1, True), ("war", 0.95, 0, False)]
    with library.writing() as connection:
        work = schema.works.c.key == key
        work_id = connection.execute(schema.works.select().where(work)).one().id
        connection.execute(schema.codes.delete().where(schema.codes.c.work_id == work_id))
        for code, confidence, intensity, raised in found:
            values = {"code": code, "confidence": confidence, "intensity": intensity, "raised": raised}
            connection.execute(schema.codes.insert().values(work_id=work_id, presence="depicted", **values))
    (item,) = queue(library, ana)
    assert [(c.code, c.confidence, c.intensity) for c in item.codes] == [
        ("death", 0.9, "moderate"), ("gore", 0.4, "graphic"),
    ]  # fmt: skip


def test_pages(library: Library, ana: Viewer) -> None:
    keys = [put(library, f"Work {n}", "review") for n in range(5)]
    pages = [[item.key for item in queue(library, ana, page=page, size=2)] for page in (1, 2, 3, 4)]
    assert pages == [keys[:2], keys[2:4], keys[4:], []]
    assert [item.key for item in queue(library, ana, page=-3, size=2)] == keys[:2]


def test_a_reader_has_no_queue(library: Library) -> None:
    put(library, "One", "review")
    rita = person(library, "rita", "reader")
    assert (queue(library, rita), waiting(library, rita)) == ([], 0)
    assert waiting(library, OWNER) == 1


def test_a_card_of_another_form_still_waits(library: Library, ana: Viewer) -> None:
    put(library, "One", "review")
    with library.writing() as connection:
        connection.execute(update(schema.versions).values(card=b"of another form"))
    assert [item.why for item in queue(library, ana)] == [[]]


@pytest.mark.parametrize("standing", ["machine", "decided", "proposed"])
@pytest.mark.parametrize("reopened", [False, True])
@pytest.mark.parametrize("guarded", [False, True])
@pytest.mark.parametrize("action", GRAVITY)
def test_confidence_orders_within_a_band_and_never_across(
    standing: str, reopened: bool, guarded: bool, action: Action
) -> None:
    def at(confidence: float) -> float:
        return urgency(action=action, standing=standing, reopened=reopened, guarded=guarded, confidence=confidence)

    low, high = at(0.0), at(1.0)
    assert int(low) == int(high) == int(at(7.0))
    assert low < at(0.5) < high or low == high == 0
