"""FanFicFare's three formats, from its own offline test site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from headnote import intake
from headnote.records import Posted, Series, Work
from tests.intake.making import STORY, check_spans, make_epub, page

FORMATS = ("epub", "html", "txt")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the test site's stories 1, 2, 673 and 674 in every format."""
    folder = tmp_path_factory.mktemp("fanficfare")
    for kind in FORMATS:
        for sid in ("1", "2", "673", "674"):
            subprocess.run(
                [
                    *(sys.executable, "-m", "fanficfare.cli", "-f", kind, "--non-interactive"),
                    *("-o", "is_adult=true", "-o", f"output_filename={kind}-{sid}${{formatext}}"),
                    f"http://test1.com?sid={sid}",
                ],
                cwd=folder,
                check=True,
                capture_output=True,
                timeout=120,
                env={"HOME": str(folder), "PATH": "", "PYTHONWARNINGS": "ignore"},
            )
    return folder


def read(shelf: Path, kind: str, sid: str) -> Work:
    return intake.read_file(shelf / f"{kind}-{sid}.{kind}")


@pytest.mark.parametrize("kind", FORMATS)
def test_every_label_of_the_title_page_is_declared(shelf: Path, kind: str) -> None:
    work = read(shelf, kind, "1")
    check_spans(work)
    declared = work.declared
    assert work.source.format == {"epub": "fanficfare-epub", "html": "fanficfare-html", "txt": "fanficfare-text"}[kind]
    assert (declared.title, declared.authors) == ("Test Story Title 1", ["Test Author aa"])
    assert (declared.rating, declared.warnings) == ("Tweenie", ["Swearing", "Violence"])
    assert declared.fandoms is not None
    assert declared.fandoms[1:4] == ["Harry Potter", "Magical Girl Lyrical Nanoha", "Once Upon a Time (TV)"]
    assert declared.tags == ["Comedy", "Fantasy", "Noir", "Sci-Fi"]
    assert declared.relationships is not None
    assert declared.relationships[:2] == ["Harry Potter & Hermione Granger", "Harry Potter/Ginny Weasley"]
    assert declared.characters == ["Bob Smith", "Fred Smythe", "George Johnson"]
    assert declared.series == [Series(name="The Great Test", part=1)]
    assert (declared.chapters, declared.words) == (Posted(posted=9), 123456)
    assert (declared.published, declared.updated, declared.status) == ("1975-03-15", "1975-04-15", "In-Progress")
    assert declared.url == "http://test1.com?sid=1"
    assert declared.categories is None, "its own `Category` is the fandom"
    assert declared.summary is not None
    assert declared.summary.startswith("Description tests:")
    assert declared.summary.endswith('"My first fic"')
    assert declared.origins["rating"] == ["FanFicFare title page: Rating"]


@pytest.mark.parametrize("kind", FORMATS)
def test_chapters_have_their_titles(shelf: Path, kind: str) -> None:
    work = read(shelf, kind, "1")
    titles = [h.title for h in work.headings]
    assert len(titles) == 9
    assert titles[1:4] == [
        "Chapter 1, Xenos on Cinnabar",
        "Chapter 2, Sinmay on Kintikin",
        'Chapter 3, "Over" Cinnabar',
    ]
    assert titles[6] == "Chapter A & B < C > D"
    for heading in work.headings:
        assert " ".join(work.text[heading.start : heading.end].split()) == heading.title


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("sid", ["2", "673", "674"])
def test_other_stories(shelf: Path, kind: str, sid: str) -> None:
    work = read(shelf, kind, sid)
    check_spans(work)
    declared = work.declared
    assert declared.rating == "Tweenie"
    assert len(work.headings) == 9
    if sid == "2":
        assert declared.status == "Completed"
    if sid == "673":
        assert declared.authors is not None
        assert len(declared.authors) > 1
    if sid == "674":
        assert declared.words is None, "the story says nothing of its words"


def test_the_three_formats_hold_the_same_story(shelf: Path) -> None:
    counts = {kind: read(shelf, kind, "1").source.words for kind in FORMATS}
    assert counts["epub"] == counts["html"]
    assert abs(counts["txt"] - counts["epub"]) < 50, "text marks emphasis with signs of its own"


def test_the_text_has_its_table_of_contents_and_end_apart(shelf: Path) -> None:
    work = read(shelf, "txt", "1")
    kinds = {r.kind: work.text[r.start : r.end] for r in work.regions}
    assert kinds["header"].startswith("Test Story Title 1")
    assert kinds["contents"].startswith("TABLE OF CONTENTS")
    assert kinds["signoff"] == "End file."
    assert "\r\n" in work.text


def book(chapter: str, labels: str) -> bytes:
    front = (
        '<body class="fff_titlepage"><h3><a href="http://x.test/1">Quay</a> by <a class="authorlink">W</a></h3>'
        f"<div>{labels}</div></body>"
    )
    body = f'<body class="fff_chapter"><h3 class="fff_chapter_title">One</h3>{chapter}</body>'
    pages = {
        "title_page.xhtml": page("").replace("<body></body>", front),
        "file0001.xhtml": page("").replace("<body></body>", body),
        "log_page.xhtml": page("<p>Update log, not story</p>"),
    }
    return make_epub(pages, "<dc:identifier>fanficfare-uid:x.test-u1-s1</dc:identifier><dc:subject>Boats</dc:subject>")


def test_notes_are_apart_and_the_log_is_left_out() -> None:
    notes = (
        '<div class="fff_chapter_notes fff_head_notes"><b>Note:</b><blockquote>Mind the storm.</blockquote></div>'
        f"<p>{STORY}</p>"
        '<div class="fff_chapter_notes fff_foot_notes"><b>Author\'s Note:</b><blockquote>He drowns.</blockquote></div>'
    )
    work = intake.read_bytes(book(notes, "<b>Rating:</b> Explicit<br />"))
    check_spans(work)
    assert [n.text.split("\n\n")[-1] for n in work.declared.notes] == ["Mind the storm.", "He drowns."]
    assert "Update log" not in work.text
    assert [h.title for h in work.headings] == ["One"]


def test_the_labels_of_an_archive_work() -> None:
    labels = (
        "<b>Category:</b> Long River<br /><b>Genre:</b> Angst, F/M<br /><b>Relationships:</b> A/B<br />"
        "<b>Rating:</b> Explicit<br /><b>Warnings:</b> No Archive Warnings Apply, Underage<br />"
    )
    declared = intake.read_bytes(book(f"<p>{STORY}</p>", labels)).declared
    assert (declared.fandoms, declared.tags) == (["Long River"], ["Angst", "F/M"])
    assert declared.warnings == ["No Archive Warnings Apply", "Underage Sex"]
    assert declared.rating == "Explicit"


def test_blanked_warnings_are_unknown() -> None:
    declared = intake.read_bytes(
        book(f"<p>{STORY}</p>", "<b>Status:</b> Completed<br /><b>Words:</b> 9<br />")
    ).declared
    assert declared.warnings is None
    assert declared.rating is None
    assert declared.tags == ["Boats"]
