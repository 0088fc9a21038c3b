"""Any other HTML: text as a reader sees it, headings, breaks, emphasis, and markup that would hurt."""

from __future__ import annotations

import pytest

from headnote import intake
from headnote.records import Work
from tests.intake.making import STORY, check_spans


def read(body: str, head: str = "") -> Work:
    work = intake.read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())
    check_spans(work)
    return work


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One\n   line  with <b>blanks</b> .</p>", "One line with blanks ."),
        ("<div>One.<br>Two.</div>", "One.\nTwo."),
        ("<div>One.<br/><br/>Two.<br>\n<br>Three.</div>", "One.\n\nTwo.\n\nThree."),
        ("One.<p>Two.</p>Three.", "One.\n\nTwo.\n\nThree."),
        ("<p>&ldquo;No&hellip;&rdquo; &amp; &#8212; caf&eacute;</p>", "\u201cNo\u2026\u201d & \u2014 caf\u00e9"),
        ("<p>A</p><p>&nbsp;</p><p> </p><p>B</p>", "A\n\nB"),
        ("<pre>A\n  B\n\nC</pre>", "A\n  B\n\nC"),
        ("<p>A<script>var x = 'B'</script><style>p {}</style><!-- C -->D</p>", "AD"),
        ("<nav>Menu</nav><p>A</p>", "A"),
        ("<ul><li>A</li><li>B</li></ul>", "A\n\nB"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>", "A\tB\n\nC"),
        ("<p>A<p>B<div>C", "A\n\nB\n\nC"),
        ("<p>un<em>believ</em>able</p>", "unbelievable"),
    ],
)
def test_text_is_what_a_reader_sees(body: str, text: str) -> None:
    assert read(body).text == text


def test_spans_of_markup() -> None:
    work = read(
        f"<h1>The Quay (18+)</h1><p>by Some Writer</p><h2>One</h2><p>A <em> very </em>late <b><i>boat</i></b>.</p><hr>"
        f"<p>{STORY}</p><h2>Two</h2><aside>A note.</aside><p>{STORY} <del>No.</del></p>"
    )
    assert work.source.format == "html"
    assert [(h.level, work.text[h.start : h.end]) for h in work.headings] == [
        (1, "The Quay (18+)"),
        (2, "One"),
        (2, "Two"),
    ]
    assert [(e.kind, work.text[e.start : e.end]) for e in work.emphasis] == [
        ("emphasis", "very"),
        ("emphasis", "boat"),
        ("strong", "boat"),
        ("strike", "No."),
    ]
    assert [work.text[at : at + 8] for at in work.breaks] == ["The boat"]
    assert work.declared.title == "The Quay"
    assert work.declared.authors == ["Some Writer"]
    assert [m.meaning for m in work.declared.marks] == ["adults-only"]
    assert [n.text for n in work.declared.notes] == ["A note."]


def test_head_elements_are_declared() -> None:
    head = (
        '<title>The Quay (NSFW)</title><meta name="author" content="Some Writer"><meta name=description content=Boats>'
    )
    declared = read(f"<p>{STORY}</p>", head).declared
    assert (declared.title, declared.authors, declared.summary) == ("The Quay", ["Some Writer"], "Boats")
    assert [(m.meaning, m.start) for m in declared.marks] == [("nsfw", None)]
    assert declared.origins["title"] == ["title element"]


def test_a_block_of_labels_in_a_page() -> None:
    work = read(f"<h1>Quay</h1><p>Fandom: River<br>Rating: M<br>Warnings: storms</p><p>{STORY}</p>")
    assert work.declared.rating == "M"
    assert work.declared.warnings == ["storms"]
    assert [r.kind for r in work.regions] == ["header"]


def test_a_declared_encoding_is_used() -> None:
    data = b'<html><head><meta charset="iso-8859-2"></head><body><p>\xa3\xf3d\xbc</p></body></html>'
    work = intake.read_bytes(data)
    assert work.text == "\u0141\u00f3d\u017a"
    assert work.source.encoding == "iso8859-2"


def test_broken_encodings_in_markup_are_said() -> None:
    work = intake.read_bytes(b"<html><body><p>caf\xe9 \xe2\x80\x9cquoted\xe2\x80\x9d \x81</p></body></html>")
    check_spans(work)
    assert work.text == "caf\u00e9 \u201cquoted\u201d \ufffd"
    assert {r.kind for r in work.repairs} == {"mixed-encoding", "replaced"}


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table><tr><td", "ul><li", "span", "p", "font"])
def test_nesting_a_hundred_thousand_deep(tag: str) -> None:
    close = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    body = f"<p>Before.</p>{f'<{tag}>' * 100_000}<p>Deep within.</p>{close * 100_000}<p>After.</p>"
    text = read(body).text
    assert [text.count(piece) for piece in ("Before.", "Deep within.", "After.")] == [1, 1, 1]
    assert text.index("Before.") < text.index("Deep within.") < text.index("After.")


def test_nesting_that_is_never_closed() -> None:
    assert read("<div>" * 100_000 + STORY).text == STORY
    assert "A" in read("</div>" * 100_000 + "A").text


def test_entities_of_its_own_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><html><body><p>Quiet &b; here.</p></body></html>'
    text = intake.read_bytes(bomb.encode()).text
    assert "Quiet" in text
    assert "haha" not in text


@pytest.mark.parametrize(
    "text",
    ["<3 she wrote, and nothing more.", "<said quietly> " + STORY, "a < b and b > c\n" + STORY, "<<hello>> " + STORY],
)
def test_text_that_opens_with_a_sign_is_no_html(text: str) -> None:
    work = intake.read_bytes(text.encode())
    assert work.source.format == "text"
    assert work.text == text


def test_text_given_as_such_is_never_taken_apart() -> None:
    text = f"<p>{STORY}</p>"
    assert intake.read_text(text).text == text
    assert intake.read_bytes(text.encode()).text == STORY
