"""Fandoms: known casts are recognised, original ones are left alone, and a user's own file counts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headnote.errors import DataError
from headnote.people import fandom_words, fandoms, particulars
from headnote.people.particulars import add_particulars
from tests.people.staging import stage

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "fandoms.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_fandoms(case: dict[str, Any]) -> None:
    work, layout, cast = stage(case["text"], case["people"])
    found = add_particulars(work, layout, cast).fandoms
    assert len(found) == len(case["fandoms"]), [fandom.name for fandom in found]
    for fandom, name in zip(found, case["fandoms"], strict=True):
        assert fandom.name.startswith(name)
        assert fandom.confidence >= fandoms.LEAST
        assert set(fandom.people) <= {person.id for person in cast.people}
        assert all(0 <= e.start < e.end <= len(work.text) for e in fandom.evidence)


def test_the_bundled_file_holds_at_least_two_hundred_fandoms_each_once() -> None:
    names = [fandom.name for fandom in fandom_words.fandoms().fandom]
    assert len(names) >= 200
    assert len(set(names)) == len(names)
    assert sum(fandom.rpf for fandom in fandom_words.fandoms().fandom) >= 20


def test_common_entries_are_entries() -> None:
    known = fandom_words.fandoms()
    entries = {entry for fandom in known.fandom for entry in (*fandom.people, *fandom.words)}
    assert set(known.common) <= entries


@pytest.fixture
def fresh() -> Iterator[None]:
    caches = (fandom_words.fandoms, fandoms._roll, particulars._finder)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_a_file_of_the_users_own_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[fandom]]\nname = "Skerry Head"\npeople = ["Brid Callow", "Hob Garrick"]\nwords = ["the Maidens"]\n',
        encoding="utf-8",
    )
    monkeypatch.setenv(fandom_words.OWN, str(own))
    work, layout, cast = stage("Brid Callow looked at Hob Garrick.", {"Brid Callow": "she", "Hob Garrick": "he"})
    assert [fandom.name for fandom in add_particulars(work, layout, cast).fandoms] == ["Skerry Head"]


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("text", ["[[fandom]]\nname = 3\n", None])
def test_a_wrong_file_of_the_users_own_is_an_error(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.toml"
    if text is not None:
        own.write_text(text, encoding="utf-8")
    monkeypatch.setenv(fandom_words.OWN, str(own))
    with pytest.raises(DataError, match=r"own\.toml"):
        fandom_words.fandoms()
