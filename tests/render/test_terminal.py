"""The terminal card: fits its width, means the same without colour, and prints nothing that commands a terminal."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from headnote.render.ink import WIDEST
from headnote.render.wording import CLOSING
from tests.render.cards import CARDS, rich
from tests.render.snapshots import FOLDER, WIDTHS, printed, snapshots

ANSI = re.compile("\x1b\\[[0-9;]*m")
SNAPSHOTS = snapshots()
#: Palette colours only (30-37 and the attributes 0-9), so that light and dark backgrounds both work.
PALETTE = re.compile("\x1b\\[(?:(?:[0-9]|3[0-7]);?)*m")


@pytest.mark.parametrize("name", sorted(SNAPSHOTS))
def test_text_is_as_it_was(name: str) -> None:
    kept = (FOLDER / name).read_text(encoding="utf-8")
    assert SNAPSHOTS[name] == kept, "meant? run `.venv/bin/python -m tests.render.snapshots` and read the diff"


def test_no_snapshot_is_left_over() -> None:
    assert {p.name for p in FOLDER.glob("*.txt")} == set(SNAPSHOTS)


@pytest.mark.parametrize("width", [40, *WIDTHS])
@pytest.mark.parametrize("name", sorted(CARDS))
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(name: str, width: int) -> None:
    for line in printed(CARDS[name](), width).splitlines():
        assert cell_len(line) <= min(width, WIDEST)
        assert line == line.rstrip(" ")


@pytest.mark.parametrize("name", sorted(CARDS))
def test_colour_adds_nothing_but_colour(name: str) -> None:
    plain, coloured = printed(CARDS[name](), 80), printed(CARDS[name](), 80, color=True)
    assert ANSI.sub("", coloured) == plain


@pytest.mark.parametrize("name", sorted(CARDS))
def test_only_the_palette_and_no_other_control_characters(name: str) -> None:
    coloured = printed(CARDS[name](), 80, color=True)
    assert all(PALETTE.fullmatch(code) for code in ANSI.findall(coloured))
    rest = ANSI.sub("", coloured).replace("\n", "")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest)


def test_markup_in_names_is_text() -> None:
    assert "[bold red]x[/]" in printed(CARDS["hostile"](), 120)


def test_ascii_terminals_get_ascii() -> None:
    assert printed(rich(), 80, encoding="ascii").isascii()


@pytest.mark.parametrize("name", sorted(CARDS))
def test_every_card_ends_with_what_it_cannot_say(name: str) -> None:
    assert " ".join(printed(CARDS[name](), 80).split()).endswith(CLOSING)


def test_sections_are_there_only_with_something_to_say() -> None:
    whole, bare = printed(rich(), 80), printed(CARDS["sparse"](), 80)
    for heading in ("Where it falls", "People", "Damage", "Audit"):
        assert f"── {heading} " in whole
        assert f"── {heading} " not in bare
