"""Reviewers who decide at once, in threads and in processes: one wins, the others are told who and when."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from headnote.errors import Refused
from headnote.library import accounts, deciding, history
from headnote.library.database import Library
from headnote.library.settling import unsettled
from headnote.library.viewers import OWNER, Viewer
from tests.library.deciders import Outcome, at_once
from tests.library.desks import held, person, put

pytestmark = pytest.mark.usefixtures("cheap")


def assert_one_won(library: Library, key: str, outcomes: list[Outcome]) -> None:
    (entry,) = history.entries(library, OWNER, key)
    assert [said for won, said in outcomes if won] == [entry.at]
    losers = [said for won, said in outcomes if not won]
    assert losers == [f"{entry.actor} was first: decide gate at {entry.at}, after you opened the work"] * len(losers)
    assert held(library, key) == ("gate", "decided")


def test_in_threads(library: Library) -> None:
    people = [person(library, f"reviewer {n}") for n in range(6)]
    keys = [put(library, f"Work {n}", "review") for n in range(5)]
    barrier = threading.Barrier(len(people))

    def one(who: Viewer, key: str) -> Outcome:
        barrier.wait(60)
        try:
            return True, deciding.decide(library, who, key, action="gate", reason=who.name, seen=0).at
        except Refused as refused:
            return False, str(refused)

    with ThreadPoolExecutor(len(people)) as pool:
        for key in keys:
            assert_one_won(library, key, list(pool.map(one, people, [key] * len(people))))
    assert history.verify(library).count == len(people) + len(keys)
    assert unsettled(library) == []


def test_in_processes(library: Library, library_url: str) -> None:
    people = [person(library, f"reviewer {n}") for n in range(3)]
    keys = [put(library, f"Work {n}", "review") for n in range(8)]
    for key, outcomes in zip(keys, at_once(library_url, people, keys), strict=True):
        assert_one_won(library, key, outcomes)
    assert history.verify(library).count == len(people) + len(keys)
    assert unsettled(library) == []


def test_many_works_at_once_make_one_chain(library: Library) -> None:
    people = [person(library, f"reviewer {n}") for n in range(4)]
    keys = [put(library, f"Work {n}") for n in range(12)]

    def all_notes(who: Viewer) -> None:
        for key in keys:
            deciding.note(library, who, key, text="Read.")

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(all_notes, people))
    assert history.verify(library).count == len(people) * (len(keys) + 1)


def test_two_second_readers_at_once(library: Library) -> None:
    first, *others = [person(library, name) for name in ("ana", "ben", "cleo")]
    key = put(library, "One")
    seen = deciding.decide(library, first, key, action="withhold", reason="As read.", seen=0).seq
    barrier = threading.Barrier(2)

    def one(who: Viewer) -> str:
        barrier.wait(60)
        try:
            return deciding.confirm(library, who, key, seen=seen).kind
        except Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(2) as pool:
        won, told = sorted(pool.map(one, others), key=len)
    assert won == "confirm"
    assert "was first: confirm withhold" in told
    assert held(library, key) == ("withhold", "decided")


def test_two_admins_who_take_the_role_from_each_other(library: Library) -> None:
    ana, ben = person(library, "ana", "admin"), person(library, "ben", "admin")
    barrier = threading.Barrier(2)

    def one(by: Viewer, name: str) -> bool:
        barrier.wait(60)
        try:
            accounts.set_role(library, name, "reader", by=by)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, (ana, ben), ("ben", "ana"))) == [False, True]
    assert [account.role for account in accounts.accounts(library)].count("admin") == 1
