"""Small numbers for what a tag says: its subject, how a gender fits, how far away something is."""

from __future__ import annotations

from headnote.people.tags import Tag

_SUBJECT = {"m": 2, "f": 2, "t": 4, "n": 4, "i": 3}


def subject_kind(tag: Tag) -> int:
    """0 none, 1 name, 2 he or she, 3 I, 4 they, 5 noun."""
    if tag.kind == 0:
        return 0
    if tag.who >= 0:
        return 1
    if tag.noun:
        return 5
    return _SUBJECT.get(tag.gender, 0)


def fit(gender: str, person: str) -> int:
    """How a pronoun's or noun's gender fits a person's: 0 says nothing, 1 fits, 2 unknown, 3 does not fit."""
    if gender in ("", "i"):
        return 0
    if not person:
        return 2
    return 1 if gender == person or (gender == "t" and person == "t") else 3


def step(n: int) -> int:
    """A distance as a small number: 0 to 4 as they are, then 5 up to 7, 6 up to 12, 7 beyond."""
    if n < 5:
        return n
    return 5 if n < 8 else 6 if n < 13 else 7
