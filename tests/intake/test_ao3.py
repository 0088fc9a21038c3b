"""AO3's download: the HTML, and the EPUB that Calibre makes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from headnote import intake
from headnote.intake.ao3 import tag_name
from headnote.records import Posted, Series, Work
from tests.fixtures.intake import make_calibre_epub
from tests.intake.making import STORY, check_spans

FIXTURES = Path(make_calibre_epub.__file__).parent
DECLARED = {
    "title": "The Ferryman's Ledger",
    "authors": ["example_author", "second_example"],
    "rating": "Mature",
    "warnings": ["Graphic Depictions Of Violence", "Choose Not To Use Archive Warnings"],
    "categories": ["Gen", "F/M"],
    "fandoms": ["The Long River (Invented Series)", "Tolls & Tides", "Original Work", "Who?"],
    "relationships": ["Ansa Reed/Tobit Hale", "Ansa Reed & Old Marl"],
    "characters": ["Ansa Reed"],
    "tags": ["Ferries", "Angst with a Happy Ending", "no. beta"],
    "language": "English",
    "summary": "Ansa inherits a ferry, a ledger, and every debt in it.\n\nOne of them is hers.",
    "series": [Series(name="Crossings", part=2), Series(name="Ledgers, Lists and Letters", part=5)],
    "chapters": Posted(posted=3, planned=3),
    "words": 1234,
    "published": "2024-03-02",
    "updated": "2024-05-19",
    "status": "Completed",
    "url": "http://archiveofourown.org/works/1234",
}
CHAPTERS = ["Chapter 1: The Toll", "Chapter 2: High Water (18+)", "Chapter 3: The Far Bank"]


@pytest.fixture(scope="module", params=["ao3-work.html", "ao3-work.epub"])
def work(request: pytest.FixtureRequest) -> Work:
    return intake.read_file(FIXTURES / request.param)


def test_every_label_of_the_preface_is_declared(work: Work) -> None:
    for field, value in DECLARED.items():
        assert getattr(work.declared, field) == value, field
    assert set(DECLARED) <= set(work.declared.origins)
    assert work.declared.origins["rating"] == ["AO3 preface: Rating"]
    assert work.declared.origins["warnings"] == ["AO3 preface: Archive Warnings"]


def test_the_format_is_told(work: Work) -> None:
    assert work.source.format == ("ao3-epub" if str(work.source.name).endswith("epub") else "ao3-html")


def test_chapters_notes_and_breaks_have_their_places(work: Work) -> None:
    check_spans(work)
    assert [work.text[h.start : h.end] for h in work.headings] == CHAPTERS
    kinds = [(r.kind, r.label) for r in work.regions]
    assert kinds == [
        ("header", "title"),
        ("header", "byline"),
        ("summary", "Summary"),
        ("note", "Notes"),
        ("summary", "Chapter Summary"),
        ("note", "Chapter Notes"),
        ("note", "Chapter End Notes"),
        ("note", "End Notes"),
    ]
    (at,) = work.breaks
    assert work.text[at:].startswith("By noon")
    assert [(e.kind, work.text[e.start : e.end]) for e in work.emphasis] == [
        ("emphasis", "late"),
        ("strong", "nine"),
        ("strike", "Nobody was in it."),
    ]


def test_a_warning_in_an_end_note_can_be_reached(work: Work) -> None:
    notes = {note.label: note for note in work.declared.notes}
    end = notes["Chapter End Notes"]
    assert end.text == "Warning: somebody drowns between this chapter and the next."
    assert end.start is not None
    assert end.end is not None
    assert work.text[end.start : end.end] == end.text
    assert "dies" in notes["End Notes"].text


def test_the_story_is_whole_and_the_way_around_it_is_not_read(work: Work) -> None:
    for piece in (
        "\u201cYou are late,\u201d she said.",
        "Nobody in the line said anything about the rain.\nNobody ever did.",
        "Hale, T.\tone crossing",
        "Paid in full, said the ledger",
    ):
        assert piece in work.text
    for piece in ("Rating:", "Posted originally", "See the end", "Afterword", "drop by", "inspired by", "Preface"):
        assert piece not in work.text
    assert "lamp while she read the names.\n\n\u201cWho is this one?\u201d" in work.text


def test_marks_in_a_chapter_title(work: Work) -> None:
    (mark,) = work.declared.marks
    assert (mark.text, mark.meaning) == ("18+", "adults-only")


def test_both_forms_are_the_same_work() -> None:
    html = intake.read_file(FIXTURES / "ao3-work.html")
    epub = intake.read_file(FIXTURES / "ao3-work.epub")
    assert html.text == epub.text
    assert html.declared == epub.declared
    assert (html.regions, html.headings, html.breaks) == (epub.regions, epub.headings, epub.breaks)


@pytest.mark.skipif(shutil.which(make_calibre_epub.COMMAND) is None, reason="ebook-convert is not installed")
def test_the_book_can_be_made_again(tmp_path: Path) -> None:
    make_calibre_epub.make(tmp_path / "again.epub")
    again = intake.read_file(tmp_path / "again.epub")
    kept = intake.read_file(FIXTURES / "ao3-work.epub")
    assert (again.text, again.declared, again.regions) == (kept.text, kept.declared, kept.regions)


@pytest.mark.parametrize(
    ("href", "text", "name"),
    [
        ("/tags/Ansa%20Reed*s*Tobit%20Hale/works", "", "Ansa Reed/Tobit Hale"),
        ("http://archiveofourown.org/tags/Tolls%20*a*%20Tides", "", "Tolls & Tides"),
        ("/tags/Who*q*", "", "Who?"),
        ("/tags/Mr*d*%20Sand", "", "Mr. Sand"),
        ("/tags/Boat%20*h*1", "", "Boat #1"),
        ("/tags/Choose%20Not%20To%20Use", "Creator Chose Not To Use", "Creator Chose Not To Use"),
        ("/series/1", "", ""),
    ],
)
def test_tag_links_are_unescaped_where_nothing_is_displayed(href: str, text: str, name: str) -> None:
    link = etree.Element("a", href=href)
    link.text = text
    assert tag_name(link) == name


def preface(rows: str, stats: str = "Published: 2024-01-01 Words: 12 Chapters: 1/1") -> bytes:
    return (
        f'<html><body><div id="preface"><div><dl>{rows}<dt>Stats:</dt><dd>{stats}</dd></dl><h1>Quay</h1>'
        '<div>by Anonymous</div></div></div><div id="chapters"><h2>Quay</h2>'
        f"<div><p>{STORY}</p></div></div></body></html>"
    ).encode()


def test_missing_is_not_none() -> None:
    declared = intake.read_bytes(preface("<dt>Rating:</dt><dd>Not Rated</dd><dt>Fandom:</dt><dd></dd>")).declared
    assert declared.rating == "Not Rated"
    assert declared.fandoms == []
    assert declared.warnings is None
    assert declared.authors == ["Anonymous"]


@pytest.mark.parametrize(
    ("stats", "chapters", "status"),
    [
        ("Published: 2024-01-01 Words: 12 Chapters: 1/1", Posted(posted=1, planned=1), "Completed"),
        ("Published: 2024-01-01 Updated: 2024-02-01 Words: 12 Chapters: 2/?", Posted(posted=2), "In Progress"),
        (
            "Published: 2024-01-01 Updated: 2024-02-01 Words: 12 Chapters: 2/9",
            Posted(posted=2, planned=9),
            "In Progress",
        ),
        (
            "Published: 2024-01-01 Completed: 2024-02-01 Words: 12 Chapters: 9/9",
            Posted(posted=9, planned=9),
            "Completed",
        ),
    ],
)
def test_stats(stats: str, chapters: Posted, status: str) -> None:
    declared = intake.read_bytes(preface("<dt>Rating:</dt><dd>Explicit</dd>", stats)).declared
    assert (declared.chapters, declared.status, declared.words) == (chapters, status, 12)


def test_older_and_displayed_names_become_the_stored_ones() -> None:
    rows = "<dt>Archive Warnings:</dt><dd>Underage, Creator Chose Not To Use Archive Warnings</dd>"
    declared = intake.read_bytes(preface(rows)).declared
    assert declared.warnings == ["Underage Sex", "Choose Not To Use Archive Warnings"]


def test_the_work_survives_its_json() -> None:
    work = intake.read_file(FIXTURES / "ao3-work.epub")
    assert msgspec.json.decode(msgspec.json.encode(work), type=Work) == work
