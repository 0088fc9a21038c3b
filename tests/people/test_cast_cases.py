"""Short cases of casts: who is one person, who is two, who is nobody, and who says what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headnote import intake, layout
from headnote.people import find_cast
from headnote.records import Cast, Person

CASES = Path(__file__).parent / "cases"
FILES = ("people-names.toml", "people-speakers.toml", "people-pronouns.toml")


def cases() -> Iterator[Any]:
    for file in FILES:
        for case in tomllib.loads((CASES / file).read_text(encoding="utf-8"))["case"]:
            marks = [pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else []
            yield pytest.param(case, id=case["name"], marks=marks)


def cast_of(text: str) -> Cast:
    work = intake.read_text(text)
    return find_cast(work, layout.lay_out(work))


def person_called(cast: Cast, name: str) -> Person | None:
    return next((p for p in cast.people if name in (p.name, *p.aliases)), None)


@pytest.mark.parametrize("case", list(cases()))
def test_a_case(case: dict[str, Any]) -> None:
    cast = cast_of(case["text"].replace("[", ""))
    for names in case.get("one", ()):
        found = {p.id if (p := person_called(cast, name)) else name for name in names}
        assert len(found) == 1, f"{names} are not one person"
        assert not found & set(names), f"{names} is not found"
    for names in case.get("apart", ()):
        ids = [p.id for name in names if (p := person_called(cast, name))]
        assert len(ids) == len(set(ids)) == len(names), f"{names} are not so many people"
    for name in case.get("nobody", ()):
        assert person_called(cast, name) is None, f"{name} is taken for a person"
    if "speakers" in case:
        by_id = {p.id: {p.name, *p.aliases} for p in cast.people}
        told = [by_id[q.speaker] if q.speaker else {""} for q in cast.quotes]
        assert len(told) == len(case["speakers"])
        wrong = [i for i, (names, want) in enumerate(zip(told, case["speakers"], strict=True)) if want not in names]
        assert not wrong, f"quotations {wrong} have another speaker"
    for name, pronouns in case.get("pronouns", {}).items():
        person = person_called(cast, name)
        assert person is not None
        assert person.pronouns == pronouns
    if "narrator" in case:
        names = {n for p in cast.people if p.id == cast.narrator for n in (p.name, *p.aliases)} or {""}
        assert case["narrator"] in names
    for word, name in case.get("means", {}).items():
        offset = case["text"].index(word)
        person = person_called(cast, name)
        mention = next((m for m in cast.mentions if m.start == offset), None)
        assert person is not None
        assert mention is not None, f"no mention at {offset}"
        assert mention.person == person.id, f"the mention at {offset} means someone else"
