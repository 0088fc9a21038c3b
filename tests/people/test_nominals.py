"""Short cases of noun phrases for people: which are found, and who is one person."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headnote import intake, layout
from headnote.people import find_cast
from headnote.people.person_words import person_nouns, plural
from headnote.records import Cast, Mention

CASES = Path(__file__).parent / "cases" / "people-nominals.toml"


def cases() -> Iterator[Any]:
    for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]:
        marks = [pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else []
        yield pytest.param(case, id=case["name"], marks=marks)


def mention_at(case: dict[str, Any], cast: Cast, place: str) -> Mention | None:
    """The longest mention at a marked place; marks before it are not in what was read."""
    offset = case["text"].index(place)
    offset -= case["text"].count("[", 0, offset)
    return next((m for m in cast.mentions if m.start == offset), None)


@pytest.mark.parametrize("case", list(cases()))
def test_a_case(case: dict[str, Any]) -> None:
    text = case["text"].replace("[", "")
    work = intake.read_text(text)
    cast = find_cast(work, layout.lay_out(work))
    found = [text[m.start : m.end] for m in cast.mentions if m.kind == "nominal"]
    assert found == case.get("phrases", found)
    for places in case.get("one", ()):
        numbers = {m.unnamed if (m := mention_at(case, cast, place)) else None for place in places}
        assert len(numbers) == 1, f"{places} are not one person"
        assert None not in numbers
    for places in case.get("apart", ()):
        numbers = {m.unnamed if (m := mention_at(case, cast, place)) else None for place in places}
        assert len(numbers) == len(places), f"{places} are not so many people"
        assert None not in numbers
    for place, name in case.get("means", {}).items():
        named = {p.id for p in cast.people if name in (p.name, *p.aliases)}
        mention = mention_at(case, cast, place)
        assert mention is not None
        assert {mention.person} == named
    for place in case.get("none", ()):
        mention = mention_at(case, cast, place)
        assert mention is not None
        assert (mention.person, mention.unnamed) == (None, None)
    for place in case.get("unsaid", ()):
        assert mention_at(case, cast, place) is None


def test_people_without_a_name_are_not_of_the_cast() -> None:
    text = "A tall guard stood by the gate. He yawned.\n\n“Open it,” said Anna.\n\n“Now,” said Ben.\n"
    work = intake.read_text(text)
    cast = find_cast(work, layout.lay_out(work))
    assert {p.name for p in cast.people} == {"Anna", "Ben"}
    assert {person for person, _, _ in cast.mentions.places()} == {p.id for p in cast.people}


@pytest.mark.parametrize(
    ("one", "many"),
    [("boy", "boys"), ("lady", "ladies"), ("policeman", "policemen"), ("human", "humans"), ("wife", "wives"),
     ("witch", "witches"), ("child", "children")],
)  # fmt: skip
def test_plurals(one: str, many: str) -> None:
    assert plural(one, {"child": "children"}) == many


def test_every_noun_has_one_form_of_each_number() -> None:
    forms = [noun.form for noun in person_nouns()]
    assert len(forms) == len(set(forms))
    assert {"woman", "women", "child", "children", "passers-by", "family"} <= set(forms)
