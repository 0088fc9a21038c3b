"""Names in an author's list of characters."""

from __future__ import annotations

import pytest

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
