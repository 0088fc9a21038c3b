"""Names in an author's list of characters."""

from __future__ import annotations

import msgspec
import pytest

from headnote import intake, layout
from headnote.people import find_cast
from headnote.people.names import declared_names


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("Sefa Brandt", [("Sefa", "Brandt")]),
        ("Sefa Brandt (Original)", [("Sefa", "Brandt")]),
        ("Sefa Brandt | Sef", [("Sefa", "Brandt"), ("Sef",)]),
        ("Sefa Brandt - Story", [("Sefa", "Brandt")]),
        ("Mary-Ann Brandt", [("Mary-Ann", "Brandt")]),
        ("the whole crew", []),
    ],
)
def test_declared_names(entry: str, names: list[tuple[str, ...]]) -> None:
    assert declared_names([entry]) == names


def test_declared_names_of_one_entry_are_one_person() -> None:
    work = intake.read_text('Mara Holt sang. "Again," said Wren. "No," said Ben. Wren looked at Ben. Mara Holt sang.')
    declared = msgspec.structs.replace(work.declared, characters=["Mara Holt | Wren", "Ben"])
    people = find_cast(msgspec.structs.replace(work, declared=declared), layout.lay_out(work)).people
    assert [{p.name, *p.aliases} for p in people] == [{"Mara Holt", "Wren"}, {"Ben"}]
