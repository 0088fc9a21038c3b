"""World sheets: the system, each person's share, the story's own rules; a new system is a file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from headnote.people import world_words
from headnote.people.particulars import add_particulars
from tests.people.staging import stage

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "world.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_world(case: dict[str, Any]) -> None:
    work, layout, cast = stage(case["text"], case["people"], case.get("speakers", ()))
    read = add_particulars(work, layout, cast)
    assert (read.world.system if read.world else "") == case["system"]
    found = {
        p.name: {key: list(dict.fromkeys(f.value for f in facets)) for key, facets in p.facets.items()}
        for p in read.people
        if p.facets
    }
    assert found == case.get("facets", {})
    rules = {rule.value for rule in read.world.rules} if read.world else set()
    assert set(case.get("rules", ())) <= rules
    assert not set(case.get("rules_not", ())) & rules
    for person in read.people:
        for facets in person.facets.values():
            assert all(0 <= f.start < f.end <= len(work.text) for f in facets)


def test_every_file_is_a_system_of_its_own_name() -> None:
    names = [system.system for system in world_words.systems()]
    assert names == sorted(set(names))
    assert {"abo", "soulmate-marks"} <= set(names)


@pytest.mark.parametrize("system", world_words.systems(), ids=lambda s: s.system)
def test_a_facet_has_key_value_and_binding(system: world_words.System) -> None:
    for term in system.term:
        assert (term.key is None) == (term.value is None) == (term.bind is None), term.words
        assert term.words
    assert len({term.group for term in system.term}) >= system.needs.groups
