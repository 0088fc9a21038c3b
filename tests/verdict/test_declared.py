from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from headnote.records import DeclaredNote, Region, Work
from headnote.taxonomy import NOT_RATED, RATINGS, codes
from headnote.verdict import slang
from headnote.verdict.archive_names import archive_rating
from headnote.verdict.declared import Labels, labelled_ratings, read_labels
from tests.verdict.build import a_work

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "labels.toml").read_text(encoding="utf-8")
)["case"]


def labels_of(case: dict[str, Any]) -> Labels:
    text, where = case["text"], case.get("where", "tags")
    if where == "header":
        return read_labels(a_work({}, "Quarrow.", header=text))
    declared = {"tags": {"tags": [text]}, "summary": {"summary": text}, "notes": {"notes": [{"text": text}]}}
    return read_labels(a_work(declared[where]))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"])
def test_what_authors_write_is_read(case: dict[str, Any]) -> None:
    labels = labels_of(case)
    plain = {n.code for n in labels.named if not n.denied and not n.soft}
    assert plain == set(case.get("named", []))
    assert {n.code for n in labels.named if n.soft and not n.denied} - plain == set(case.get("soft", []))
    assert {n.code for n in labels.named if n.denied} == set(case.get("denied", []))
    assert set(labels.marks) == set(case.get("marks", []))


@pytest.mark.parametrize("warning", sorted({c.ao3_warning for c in codes().values() if c.ao3_warning}))
def test_every_archive_warning_names_its_code(warning: str) -> None:
    labels = read_labels(a_work({"warnings": [warning]}))
    assert labels.warnings == (warning,)
    assert [n.code for n in labels.named] == [c.id for c in codes().values() if c.ao3_warning == warning]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("K+", "General Audiences"),
        ("Rated: Fiction T", "Teen And Up Audiences"),
        ("rated M", "Mature"),
        ("NC-17", "Explicit"),
        ("(18+)", "Explicit"),
        ("not rated", "Not Rated"),
        ("TEEN AND UP AUDIENCES", "Teen And Up Audiences"),
        ("seven", None),
        ("", None),
    ],
)
def test_ratings_of_other_sites_are_understood(said: str, meant: str | None) -> None:
    assert archive_rating(said) == meant


def test_a_note_near_the_end_is_an_end_note_and_has_its_place() -> None:
    story, note = "Quarrow. " * 100, "tw: self-harm"
    start = len(story)
    region = Region(kind="note", start=start, end=start + len(note))
    work = a_work({"notes": [{"text": note, "start": start, "end": start + len(note)}]}, story + note)
    labels = read_labels(Work(text=work.text, source=work.source, declared=work.declared, regions=(region,)))
    (naming,) = labels.named
    assert naming.where == "end notes"
    assert naming.place
    assert work.text[naming.place.start : naming.place.end] == "self-harm"


def test_a_long_note_is_read_in_part() -> None:
    note = DeclaredNote(text="word " * 10_000 + "\ntw: noncon")
    work = a_work({})
    declared = type(work.declared)(notes=[note])
    assert not read_labels(Work(text="", source=work.source, declared=declared)).named


def test_words_that_speak_for_a_rating_do_so_unless_ruled_out_or_soft() -> None:
    assert labelled_ratings(read_labels(a_work({"tags": ["PWP"]}))) == {"sex-explicit": "Explicit"}
    assert labelled_ratings(read_labels(a_work({"tags": ["implied smut", "no smut", "past torture"]}))) == {}
    assert labelled_ratings(read_labels(a_work({"notes": [{"text": "no time for smut this week"}]}))) == {}


def test_the_words_name_codes_and_ratings_that_exist() -> None:
    for term in slang._file().term:
        assert set(term.codes) | set(term.denies) <= set(codes())
        assert term.codes or term.denies or term.mark
        assert term.rating in (None, *RATINGS)
    assert set(slang._file().ratings.values()) <= {*RATINGS, NOT_RATED}
