"""Reviewers that decide at the same moment, each in a process of its own."""

from __future__ import annotations

import multiprocessing
from multiprocessing.synchronize import Barrier

from headnote.errors import Refused
from headnote.library import deciding
from headnote.library.database import open_library
from headnote.library.viewers import Viewer

#: Whether the decision was taken, and what was said where it was not.
Outcome = tuple[bool, str]


def at_once(where: str, people: list[Viewer], keys: list[str]) -> list[list[Outcome]]:
    """Every person decides on every work, all as one, none having seen another's entry: outcomes by work, by person."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(people))
    ends = []
    for person in people:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_decide_all, args=(where, person, keys, barrier, sender))
        process.start()
        sender.close()
        ends.append((process, receiver))
    by_person = [receiver.recv() for _, receiver in ends]
    for process, _ in ends:
        process.join(60)
        assert process.exitcode == 0
    return [list(outcomes) for outcomes in zip(*by_person, strict=True)]


def _decide_all(where: str, person: Viewer, keys: list[str], barrier: Barrier, sender: object) -> None:
    outcomes: list[Outcome] = []
    with open_library(where) as library:
        for key in keys:
            barrier.wait(60)
            try:
                entry = deciding.decide(library, person, key, action="gate", reason=person.name, seen=0)
                outcomes.append((True, entry.at))
            except Refused as refused:
                outcomes.append((False, str(refused)))
    sender.send(outcomes)  # type: ignore[attr-defined]
