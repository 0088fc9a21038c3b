"""EPUB of any origin, DOCX, and archives of stories."""

from __future__ import annotations

from pathlib import Path

import pytest

from headnote import intake
from headnote.errors import Damaged, EmptyWork, NotText, ReadError, SeveralWorks
from headnote.records import Work
from tests.intake.making import STORY, check_spans, make_docx, make_epub, make_zip, page

OTHER = "The lamps went out one by one, and Sol, who had lit them, did not look round."
METADATA = (
    "<dc:title>The Quay (18+)</dc:title><dc:creator opf:role='aut'>Some Writer</dc:creator>"
    "<dc:creator opf:role='ill'>A Painter</dc:creator><dc:language>en</dc:language><dc:subject>Boats</dc:subject>"
    "<dc:description>&lt;p&gt;A boat is &lt;b&gt;late&lt;/b&gt;.&lt;/p&gt;</dc:description>"
    "<dc:date opf:event='publication'>2020-01-02</dc:date><dc:date opf:event='modification'>2021-02-03</dc:date>"
    "<dc:source>http://stories.test/1</dc:source>"
)


def test_the_spine_gives_the_order() -> None:
    pages = {
        "z.xhtml": page(f"<h1>One</h1><p>{STORY}</p>"),
        "a.xhtml": page(f"<p>{OTHER}</p><hr/>"),
        "m.xhtml": page("<p>End.</p>"),
    }
    work = intake.read_bytes(make_epub(pages, METADATA))
    check_spans(work)
    assert work.text == f"One\n\n{STORY}\n\n{OTHER}\n\nEnd."
    assert work.source.format == "epub"
    assert work.source.encoding is None
    assert [h.title for h in work.headings] == ["One"]
    assert [work.text[at:] for at in work.breaks] == ["End."]


def test_the_package_is_declared() -> None:
    declared = intake.read_bytes(make_epub({"a.xhtml": page(f"<p>{STORY}</p>")}, METADATA)).declared
    assert (declared.authors, declared.language, declared.tags) == (["Some Writer"], "en", ["Boats"])
    assert declared.summary == "A boat is late."
    assert (declared.published, declared.updated) == ("2020-01-02", "2021-02-03")
    assert declared.url == "http://stories.test/1"
    assert declared.title == "The Quay (18+)"
    assert declared.rating is None
    assert declared.origins["tags"] == ["OPF: dc:subject"]
    assert [m.meaning for m in declared.marks] == ["adults-only"]


def test_subjects_of_a_fanwork_without_its_preface() -> None:
    metadata = "".join(
        f"<dc:subject>{s}</dc:subject>" for s in ("Fanworks", "Explicit", "Underage", "F/F", "Boats", "Mara/Sol")
    )
    declared = intake.read_bytes(make_epub({"a.xhtml": page(f"<p>{STORY}</p>")}, metadata)).declared
    assert (declared.rating, declared.warnings, declared.categories) == ("Explicit", ["Underage Sex"], ["F/F"])
    assert declared.tags == ["Boats", "Mara/Sol"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>caf&eacute;&nbsp;&mdash; &unknown; &amp; &lt;</p>", "caf\u00e9\u00a0\u2014 &unknown; & <"),
        ("<p>One</p><p>Two", "One\n\nTwo"),
        ('<p><a id="x"/>One <b/>two</p>', "One two"),
        ("<p>A & B < C</p>", "A & B < C"),
    ],
)
def test_pages_well_formed_or_not(body: str, text: str) -> None:
    assert intake.read_bytes(make_epub({"a.xhtml": page(body)})).text == text


def test_a_contents_page_is_not_read() -> None:
    book = make_epub(
        {"a.xhtml": page(f'<nav epub:type="toc" xmlns:epub="u"><ol><li>One</li></ol></nav><p>{STORY}</p>')}
    )
    assert intake.read_bytes(book).text == STORY


def run(text: str, *marks: str) -> str:
    return f'<w:r><w:rPr>{"".join(marks)}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, style: str = "") -> str:
    return f"<w:p><w:pPr>{f'<w:pStyle w:val={style!r}/>' if style else ''}</w:pPr>{content}</w:p>".replace("'", '"')


def test_a_document_with_styles() -> None:
    body = (
        paragraph(run("The Quay (NSFW)"), "Title")
        + paragraph(run("One"), "Kop1")
        + paragraph(run("She was ") + run("very", "<w:i/>") + run(" late", '<w:b w:val="0"/>') + run("now", "<w:b/>"))
        + '<w:p><w:pPr><w:pBdr><w:bottom w:val="single"/></w:pBdr></w:pPr></w:p>'
        + paragraph(f"<w:del>{run('Gone.')}</w:del><w:ins>{run(OTHER)}</w:ins><w:r><w:br/><w:t>Next.</w:t></w:r>")
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('Cell.'))}</w:tc></w:tr></w:tbl>"
    )
    work = intake.read_bytes(make_docx(body, title="Kept Elsewhere", styles={"Title": "Title", "Kop1": "heading 1"}))
    check_spans(work)
    assert work.source.format == "docx"
    assert work.text == f"The Quay (NSFW)\n\nOne\n\nShe was very latenow\n\n{OTHER}\nNext.\n\nCell."
    assert [(h.level, h.title) for h in work.headings] == [(1, "The Quay (NSFW)"), (1, "One")]
    assert [(e.kind, work.text[e.start : e.end]) for e in work.emphasis] == [("emphasis", "very"), ("strong", "now")]
    assert [work.text[at : at + 9] for at in work.breaks] == ["The lamps"]
    assert (work.declared.title, work.declared.authors) == ("The Quay (NSFW)", ["A. Writer"])
    assert [m.meaning for m in work.declared.marks] == ["nsfw"]


def write(folder: Path, data: bytes) -> Path:
    path = folder / "stories.zip"
    path.write_bytes(data)
    return path


def names_and_texts(works: list[Work]) -> list[tuple[str | None, str]]:
    return [(work.source.name, work.text) for work in works]


def test_an_archive_of_one_story_is_that_story(tmp_path: Path) -> None:
    files: list[tuple[str, str | bytes]] = [("__MACOSX/._a.txt", b"\x00\x01"), ("cover.jpg", b"\xff\xd8\xff")]
    data = make_zip([*files, ("folder/a.txt", STORY)])
    assert intake.read_bytes(data).text == STORY
    assert names_and_texts(list(intake.read_files(write(tmp_path, data)))) == [("stories.zip/folder/a.txt", STORY)]


def test_an_archive_of_several(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "b.txt": STORY,
        "a.epub": make_epub({"x.xhtml": page(f"<p>{OTHER}</p>")}),
        "c.docx": make_docx(paragraph(run(OTHER))),
    }
    path = write(tmp_path, make_zip(files))
    with pytest.raises(SeveralWorks, match=r"stories\.zip: expected one story, found an archive of 3 files"):
        intake.read_file(path)
    works = list(intake.read_files(path))
    assert [w.source.format for w in works] == ["text", "epub", "docx"]
    assert [w.text for w in works] == [STORY, OTHER, OTHER]


def test_a_file_that_fails_does_not_lose_the_others(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.txt": "",
        "b.txt": STORY,
        "c.bin": b"\x00\x01\x02" * 50,
        "d.zip": make_zip({"e.txt": STORY}),
        "f.txt": OTHER,
    }
    read: list[str] = []
    with pytest.raises(ReadError) as caught:
        read.extend(work.text for work in intake.read_files(write(tmp_path, make_zip(files))))
    assert caught.value.exit_code == 4
    told = str(caught.value)
    assert told.startswith(f"{tmp_path / 'stories.zip'}: 3 of 5 files in the archive could not be read: ")
    assert all(name in told for name in ("a.txt", "c.bin", "d.zip"))
    iterator = intake.read_files(tmp_path / "stories.zip")
    assert [next(iterator).text, next(iterator).text] == [STORY, OTHER]


def test_one_file_that_fails_is_its_own_error(tmp_path: Path) -> None:
    with pytest.raises(EmptyWork, match=r"stories\.zip: a\.txt: expected a story, found an empty file"):
        list(intake.read_files(write(tmp_path, make_zip({"a.txt": ""}))))


def test_archives_that_hold_no_story() -> None:
    with pytest.raises(EmptyWork):
        intake.read_bytes(make_zip({}))
    with pytest.raises(EmptyWork):
        intake.read_bytes(make_zip({"cover.jpg": b"\xff\xd8\xff"}))
    with pytest.raises(NotText, match="OpenDocument"):
        intake.read_bytes(make_zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}))
    with pytest.raises(NotText, match="Office file"):
        intake.read_bytes(make_zip({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}))
    with pytest.raises(Damaged, match="expected a body"):
        intake.read_bytes(make_zip({"word/document.xml": "<x/>"}))
