"""Real people: public figures as characters, in passing, by their short names, and by the author's own mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from headnote.errors import RuleFileError
from headnote.records import Cast, Declared, Layout, Mark, Source, Work
from headnote.signals import scan
from headnote.signals.gazetteer import bands
from tests.signals.casting import make_cast
from tests.signals.conftest import Read


def test_a_public_figure_as_a_character_and_in_passing(read: Read) -> None:
    once = "The radio played Ringo Starr."
    often = "Ringo Starr came in. " * 5
    passing = read(once, cast=make_cast(once, {"Ringo Starr": []}))
    acting = read(often, cast=make_cast(often, {"Ringo Starr": []}))
    assert [(s.code, s.score, s.context) for s in passing] == [("real-people", 0.1, ("in-passing",))]
    assert [(s.code, s.score, s.people) for s in acting] == [("real-people", 0.75, ("p1",))]


def test_short_names_count_together(read: Read) -> None:
    alone = "Yoongi sat down. " * 5
    both = "Yoongi and Jimin sat down. " * 5
    assert not read(alone, cast=make_cast(alone, {"Yoongi": []}))
    found = read(both, cast=make_cast(both, {"Yoongi": [], "Jimin": []}))
    assert {s.rule for s in found} == {"real-people.short"}
    assert {s.people for s in found} == {("p1",), ("p2",)}


def test_everyday_names_of_a_band_are_no_band(read: Read) -> None:
    text = "Harry and Liam sat down. " * 5
    assert not read(text, cast=make_cast(text, {"Harry": [], "Liam": []}))


@pytest.mark.parametrize(
    "declared",
    [
        Declared(tags=["RPF"]),
        Declared(fandoms=["Motor Sports RPF"]),
        Declared(fandoms=["The Lamplighters (Band)"]),
        Declared(marks=[Mark(text="real person fiction", meaning="real-people")]),
        Declared(title="A night out (RPF)"),
    ],
)
def test_the_authors_own_mark(declared: Declared) -> None:
    work = Work(text="They sat down.", source=Source(), declared=declared)
    (signal,) = scan(work, Layout(), Cast())
    assert (signal.code, signal.rule, signal.start, signal.end) == ("real-people", "real-people.declared", 0, 0)


def test_a_users_own_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[band]]\nname = "Village choir"\nnames = ["Ada Quill"]\n', encoding="utf-8")
    assert bands([path])[-1].names == ["Ada Quill"]
    path.write_text('[[band]]\nname = "Village choir"\n', encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"mine\.toml.*names"):
        bands([path])


def test_no_mark_no_signal() -> None:
    work = Work(text="They sat down.", source=Source(), declared=Declared(tags=["Bandits"], title="The Actor"))
    assert scan(work, Layout(), Cast()) == ()
