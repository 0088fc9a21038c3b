"""Density of harm: many kinds of hurt told close together, against one blow and one word said often."""

from __future__ import annotations

import pytest

from headnote.records import Signal
from tests.signals.conftest import Read

FAR = "The road went on past the mill and the ford and the long wall of the orchard. " * 12
FIGHT = "He punched the guard and broke his jaw. She stabbed the other. Blood dripped from the blade."


def dense(signals: tuple[Signal, ...]) -> list[Signal]:
    return [s for s in signals if s.detector == "density"]


def test_many_kinds_of_harm_close_together(read: Read) -> None:
    found = dense(read(FIGHT))
    assert [s.code for s in found] == ["violence-graphic"]
    assert 0.4 <= found[0].score < found[0].raw
    assert FIGHT[found[0].start : found[0].end].startswith("punched")


def test_each_stretch_speaks_for_itself(read: Read) -> None:
    assert len(dense(read(f"{FIGHT} {FAR} {FIGHT}"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "He threw a punch.",
        "He stabbed it. He stabbed it. He stabbed it. He stabbed it.",
        f"He punched the guard. {FAR} She stabbed the other. {FAR} Blood dripped from the blade.",
        "He did not punch the guard. Nobody was stabbed. There was no blood.",
        "I stabbed myself with the pen. I slashed myself again.",
    ],
    ids=["one", "one-word", "apart", "negated", "oneself"],
)
def test_what_is_not_dense(read: Read, text: str) -> None:
    assert not dense(read(text))


def test_more_harm_speaks_louder(read: Read) -> None:
    little = dense(read("He punched the guard and stabbed the other."))
    assert little[0].score < dense(read(FIGHT))[0].score
