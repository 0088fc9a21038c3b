"""Forms of given names that no list holds."""

from __future__ import annotations

import pytest

from headnote.people.alias_forms import is_cut, is_pet


@pytest.mark.parametrize(
    ("short", "long", "cut"),
    [
        ("Jin", "Seokjin", True),
        ("Haru", "Haruka", True),
        ("Joon", "Namjoon", True),
        ("Jo", "Joseph", False),
        ("Anna", "Annah", False),
        ("Ella", "Marcella", False),
        ("Brn", "Brnath", False),
        ("Seokjin", "Jin", False),
    ],
)
def test_is_cut(short: str, long: str, cut: bool) -> None:
    assert is_cut(short, long) is cut


@pytest.mark.parametrize(
    ("form", "name", "pet"),
    [
        ("Jiminie", "Jimin", True),
        ("Tammy", "Tam", True),
        ("Hoseokah", "Hoseok", True),
        ("Georgette", "George", False),
        ("Tamsin", "Tam", False),
        ("Jimin", "Jimin", False),
        ("Al", "Alie", False),
    ],
)
def test_is_pet(form: str, name: str, pet: bool) -> None:
    assert is_pet(form, name) is pet
