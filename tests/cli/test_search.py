"""`headnote search` and `headnote export` on a library of a few works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from headnote import intake
from headnote.card import read
from headnote.cli.app import headnote
from headnote.errors import LibraryError
from headnote.library import counting, storing
from headnote.library.database import open_library
from tests.cli.conftest import STORY, Run
from tests.library.shelves import Made, Shelf

WORKS = (
    Made(key="w1", title="The Red Lamp", codes=(("gore", 0.9, 2, True),), terms=(("fandom", "Tide Office"),)),
    Made(key="w2", title="Calm\x1b[2J Sea", added_at="2026-01-02", rating=None, words=7000),
    Made(key="w3", title="Kept Away", added_at="2026-01-03", action="withhold"),
)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library with three works, one of them withheld."""
    path = tmp_path / "library.db"
    with open_library(str(path)) as library:
        Shelf(library).put(WORKS)
    return path


def test_works_are_listed_with_what_to_know(run: Run, shelf: Path) -> None:
    done = run("search", "--library", shelf)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        r"w2  Calm\x1b[2J Sea, by Ada Finch",
        "    Not Rated · 7,000 words · en",
        "w1  The Red Lamp, by Ada Finch",
        "    General Audiences · 1,200 words · en · Blood and gore",
        "2 works, page 1 of 1",
    ]


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_a_list_counts_no_facets(run: Run, shelf: Path, monkeypatch: pytest.MonkeyPatch, how: list[str]) -> None:
    monkeypatch.delattr(counting, "facets")
    assert run("search", "--library", shelf, *how).code == 0


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["red", "lamp"], ["w1"]),
        (["-has:gore"], ["w2"]),
        (["-red", "words:>5000"], ["w2"]),
        (['fandom:"tide office" order:title'], ["w1"]),
        (["--held", "kept"], ["w3"]),
        (["kept"], []),
        (["--size", "1", "--page", "2"], ["w1"]),
    ],
)
def test_what_is_found(run: Run, shelf: Path, words: list[str], keys: list[str]) -> None:
    done = run("search", "--json", "--library", shelf, *words)
    assert [json.loads(line)["key"] for line in done.out.splitlines()] == keys


def test_held_works_are_marked(run: Run, shelf: Path) -> None:
    assert "w3  [held: withhold] Kept Away" in run("search", "--held", "--library", shelf).out


def test_facets_are_counted_for_what_may_be_seen(run: Run, shelf: Path) -> None:
    out = run("search", "--facets", "-has:gore", "--library", shelf).out
    assert "        1  Blood and gore (gore)  excluded\n" in out
    assert "action" not in out
    assert "action" in run("search", "--facets", "--held", "--library", shelf).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["has:gorey"], "Did you mean gore?"),
        (["--heldd"], "'--heldd'"),
        (["action:withhold"], "reviewers"),
        (["--json", "--facets"], "got both"),
    ],
)
def test_wrong_use(run: Run, shelf: Path, words: list[str], said: str) -> None:
    done = run("search", "--library", shelf, *words)
    assert done.code == 2
    assert said in done.err


def test_rows_are_exported(run: Run, shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run("export", out, "lamp", "--library", shelf)
    assert (done.code, done.out) == (0, f"2 works in {out}\n")
    assert run("export", out, "--library", shelf).code == 2
    assert run("export", out, "--force", "--held", "--library", shelf).out == f"3 works in {out}\n"
    assert [json.loads(line)["key"] for line in out.read_text(encoding="utf-8").splitlines()] == ["w3", "w2", "w1"]


def test_a_card_is_exported_as_a_page(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "library.db", tmp_path / "card.html"
    with open_library(str(path)) as library:
        key = storing.store(library, read(intake.read_file(STORY), tier="fast"), policy="archive").key
        Shelf(library).put(WORKS)
    assert run("export", out, key, "--library", path).code == 0
    assert "<!doctype html>" in out.read_text(encoding="utf-8").lower()
    for held_or_none in ("w3", "w9"):
        done = run("export", tmp_path / "none.html", held_or_none, "--held", "--library", path)
        assert (done.code, f"'{held_or_none}'" in done.err) == (3, True)
    assert run("export", tmp_path / "none.html", "--library", path).code == 2
    assert not (tmp_path / "none.html").exists()


def test_a_library_that_cannot_be_opened(run: Run, tmp_path: Path) -> None:
    done = run("search", "--library", "mysql://x/y")
    assert done.code == LibraryError.exit_code
    assert {"search", "export"} <= set(headnote.commands)
