"""The quality gate: its own logic on invented figures, and, where the annotated sets are, the floors themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval import controls, gate
from eval.__main__ import present
from eval.gate import Floors

from headnote import card
from headnote.records import Card

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
FLOORS = Floors(data="d1", controls=1, floors={"a.f1": 0.5, "b.f1": 0.3})
FINE = {"a.f1": 0.51, "b.f1": 0.3}


def test_figures_at_or_above_their_floors_pass() -> None:
    verdict = gate.compare(FLOORS, FINE, ["one"], "d1")
    assert (verdict.failures, verdict.suggestions) == ([], [])


@pytest.mark.parametrize(
    ("figures", "complaints", "data", "says"),
    [
        ({**FINE, "a.f1": 0.499}, [], "d1", "a.f1: expected at least 0.500, got 0.4990"),
        ({"b.f1": 0.3}, [], "d1", "a.f1: expected at least 0.500, got nothing"),
        (FINE, ["one", "two"], "d1", "controls: expected at most 1 complaints, got 2"),
        (FINE, [], "d2", "data: the annotated sets are not those"),
    ],
)
def test_what_is_below_missing_or_other_fails(
    figures: dict[str, float], complaints: list[str], data: str, says: str
) -> None:
    assert gate.compare(FLOORS, figures, complaints, data).failures[0].startswith(says)


def test_raising_is_suggested_and_only_raises() -> None:
    figures = {"a.f1": 0.6, "b.f1": 0.2, "c.f1": 0.9}
    suggestions = gate.compare(FLOORS, figures, [], "d1").suggestions
    assert [line.split(":")[0] for line in suggestions] == ["a.f1", "c.f1", "controls"]
    assert gate.raised(FLOORS, figures, []) == Floors(
        data="d1", controls=0, floors={"a.f1": 0.595, "b.f1": 0.3, "c.f1": 0.895}
    )


def test_lowering_lowers_only_what_fails_and_takes_the_data() -> None:
    figures = {"a.f1": 0.6, "b.f1": 0.2}
    assert gate.lowered(FLOORS, figures, ["one", "two"], "d2") == Floors(
        data="d2", controls=2, floors={"a.f1": 0.5, "b.f1": 0.195}
    )


def test_floors_are_written_as_they_are_read(tmp_path: Path) -> None:
    gate.save(FLOORS, tmp_path / "floors.toml")
    assert gate.load(tmp_path / "floors.toml") == FLOORS


def test_the_hash_of_the_data_sees_a_name_and_a_byte(tmp_path: Path) -> None:
    hashes = set()
    for name, content in (("a", "x"), ("b", "x"), ("a", "y")):
        folder = tmp_path / f"{name}{content}"
        folder.mkdir()
        (folder / name).write_text(content, encoding="utf-8")
        hashes.add(gate.fingerprint(folder))
    assert len(hashes) == 3


def test_a_control_that_says_too_much_is_complained_of() -> None:
    calm = card("The boat came in. Mara took the rope.", tier="fast")
    assert list(controls.complaints("calm", calm)) == []
    loud = Card(**{name: getattr(calm, name) for name in Card.__struct_fields__} | {"rating": explicit(calm)})
    assert list(controls.complaints("loud", loud)) == ["loud: rated Explicit"]


def explicit(of: Card) -> object:
    from msgspec.structs import replace

    return replace(of.rating, value="Explicit")


@pytest.mark.data
@pytest.mark.skipif(not present(DATA), reason="the annotated sets are not on this machine")
def test_no_figure_is_below_its_floor() -> None:
    figures, complaints = gate.measure(DATA)
    assert gate.compare(gate.load(), figures, complaints, gate.fingerprint(DATA)).failures == []
