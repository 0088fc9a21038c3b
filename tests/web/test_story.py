"""Blocks of a page: emphasis, breaks, notes, verse, headings."""

from __future__ import annotations

from headnote import intake, layout
from headnote.library.documents import Document
from headnote.records import Cast, Layout
from headnote.web import paging, story, titles
from headnote.web.story import Block, Run

LONG = "The ferry came in at noon with two sacks of post, and nobody was there to sign for it but Tom."


def document(text: str, name: str = "story.txt") -> Document:
    work = intake.read_bytes(text.encode("utf-8"), name=name)
    return Document(work=work, layout=layout.lay_out(work), cast=Cast(), signals=())


def blocks(text: str, name: str = "story.txt", title: str = "") -> list[Block]:
    made = document(text, name)
    return [
        block
        for page in paging.paginate(made.work.text, made.layout)
        for block in story.blocks_of(made, page, (), (), title=title)
    ]


def words(block: Block) -> str:
    return "".join(piece.text for piece in block.pieces if isinstance(piece, Run))


def test_emphasis_within_emphasis() -> None:
    [block] = blocks(
        f"<html><body><p>{LONG} <b>Not <i>that</i> one</b>, <s>he</s> she said.</p></body></html>", "a.html"
    )
    marked = [(piece.text, set(piece.kinds)) for piece in block.pieces if isinstance(piece, Run) and piece.kinds]
    assert marked == [
        ("Not ", {"strong"}),
        ("that", {"strong", "emphasis"}),
        (" one", {"strong"}),
        ("he", {"strike"}),
    ]


def test_a_break_of_the_markup_is_shown_and_one_of_the_text_is_kept() -> None:
    marked = blocks(f"<html><body><p>{LONG}</p><hr><p>{LONG} Again.</p></body></html>", "a.html")
    assert [block.kind for block in marked] == ["paragraph", "break", "paragraph"]
    assert words(marked[1]) == ""
    typed = blocks(f"{LONG}\n\n* * *\n\n{LONG} Again.")
    assert [block.kind for block in typed] == ["paragraph", "break", "paragraph"]
    assert words(typed[1]) == "* * *"


def test_lines_of_verse_stand_close_and_wrapped_lines_are_joined() -> None:
    verse = blocks(f"{LONG}\n\nO ferry\nO rain\nO goat\n\n{LONG}\n\n{LONG}\n\n{LONG}")
    assert [block.tight for block in verse][:5] == [False, False, True, True, False]
    wrapped = "\n".join(
        ["The ferry came in at noon with two sacks of post, and nobody", "was there to sign for it."] * 3
    )
    joined = blocks("\n\n".join([wrapped] * 8))
    assert not any(block.lines for block in joined)
    assert "\n" in words(joined[0]), "the text itself is as it was"


def test_headings_and_the_works_own_title() -> None:
    text = f"The Goat\n\nChapter 1: Morning\n\n{LONG}\n\n{LONG}\n\nChapter 2: Evening\n\n{LONG}\n\n{LONG}\n"
    made = blocks(text, title="The goat")
    assert [(block.kind, words(block)) for block in made if block.kind != "paragraph"] == [
        ("echo", "The Goat"),
        ("heading", "Chapter 1: Morning"),
        ("heading", "Chapter 2: Evening"),
    ]
    assert blocks(text)[0].kind == "title"


def test_what_the_file_says_of_itself_is_set_apart() -> None:
    text = f"Title: The Goat\nAuthor: A. Nobody\nSummary: A goat arrives.\n\n{LONG}\n\n(A/N: thank you for reading)\n"
    made = blocks(text)
    assert [(block.kind, block.label) for block in made] == [
        ("front", "Before the story"),
        ("paragraph", ""),
        ("note", "A/N"),
    ]
    assert [words(inner) for inner in made[0].blocks] == [
        "Title: The Goat",
        "Author: A. Nobody",
        "Summary: A goat arrives.",
    ]


def test_a_message_names_its_sender_apart() -> None:
    talk = "\n".join(f"{name}: {text}" for name, text in [("ada", "where is it"), ("tom", "it ate them")] * 6)
    sent = [block for block in blocks(talk) if block.kind == "message"]
    assert sent
    first = sent[0].pieces[0]
    assert isinstance(first, Run)
    assert (first.text.strip(), first.kinds) == ("ada:", ("sender",))


def test_an_empty_page_has_no_blocks() -> None:
    assert blocks("Word.")[0].kind == "paragraph"
    empty = Document(work=intake.read_bytes(b"Word.", name="a.txt"), layout=Layout(), cast=Cast(), signals=())
    assert [page.end for page in paging.paginate(empty.work.text, empty.layout)] == [5]


def test_pages_of_a_long_chapter_begin_where_scenes_do() -> None:
    scene = "\n\n".join([LONG] * 60)
    made = document("\n\n* * *\n\n".join([scene] * 20))
    cut = paging.paginate(made.work.text, made.layout)
    starts = {s.start for s in made.layout.scenes}
    assert len(cut) > 2
    assert all(page.start in starts for page in cut[1:])
    assert [page.part for page in cut] == list(range(1, len(cut) + 1))
    for page in cut:
        assert paging.page_at(cut, page.start) is page
        assert paging.page_at(cut, page.end - 1) is page
    assert paging.page_at(cut, 10**9) is cut[-1]


def test_what_a_title_tells_beyond_its_number() -> None:
    assert titles.telling("Chapter 2: The  Drowning") == "the drowning"
    assert titles.telling("IV. Drowned") == "drowned"
    assert titles.telling("12) Salt") == "salt"
    assert titles.telling("Chapter Two") == ""
    assert titles.telling("Victory") == "victory"
