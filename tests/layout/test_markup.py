"""What markup says wins over what the text looks like."""

from __future__ import annotations

from headnote.layout import lay_out
from headnote.records import Heading, Region, Repair
from tests.layout.making import work_of


def test_headings_of_the_markup_make_the_chapters() -> None:
    text = "The Lamp\n\nThe tide went out.\n\nThe Bell\n\nIt came back.\n\n42\n\nIt went."
    bell = text.index("The Bell")
    headings = (Heading(start=0, end=8, title="The Lamp"), Heading(start=bell, end=bell + 8, title="The Bell"))
    layout = lay_out(work_of(text, headings=headings))
    assert [(c.title, c.start, c.end) for c in layout.chapters] == [
        ("The Lamp", 0, bell),
        ("The Bell", bell, len(text)),
    ]
    assert [p.kind for p in layout.paragraphs] == [
        "heading",
        "narration",
        "heading",
        "narration",
        "narration",
        "narration",
    ]
    assert [s.chapter for s in layout.scenes] == [0, 1]


def test_a_single_heading_above_all_others_is_the_title() -> None:
    text = "The Harbour\n\nThe Lamp\n\nThe tide went out.\n\nThe Bell\n\nIt came back."
    lamp, bell = text.index("The Lamp"), text.index("The Bell")
    headings = (
        Heading(start=0, end=11, title="The Harbour", level=1),
        Heading(start=lamp, end=lamp + 8, title="The Lamp", level=2),
        Heading(start=bell, end=bell + 8, title="The Bell", level=2),
    )
    assert [c.title for c in lay_out(work_of(text, headings=headings)).chapters] == ["The Lamp", "The Bell"]


def test_a_heading_that_is_not_in_the_text_still_heads_a_chapter() -> None:
    text = "The tide went out.\n\nIt came back."
    second = text.index("It came")
    headings = (Heading(start=0, end=0, title="One"), Heading(start=second, end=second, title="Two"))
    layout = lay_out(work_of(text, headings=headings))
    assert [(c.title, c.start) for c in layout.chapters] == [("One", 0), ("Two", second)]
    assert [p.kind for p in layout.paragraphs] == ["narration", "narration"]


def test_one_heading_of_the_markup_gives_way_to_chapters_in_the_text() -> None:
    text = "The Harbour\n\nChapter 1\n\nThe tide went out.\n\nChapter 2\n\nIt came back."
    layout = lay_out(work_of(text, headings=(Heading(start=0, end=11, title="The Harbour"),)))
    assert [c.title for c in layout.chapters] == ["Chapter 1", "Chapter 2"]


def test_breaks_of_the_markup_part_scenes() -> None:
    text = "The tide went out.\n\nIt came back.\n\nIt went."
    layout = lay_out(work_of(text, breaks=(text.index("It came"),)))
    assert [text[s.start : s.end] for s in layout.scenes] == ["The tide went out.", "It came back.\n\nIt went."]


def test_regions_are_notes_and_belong_to_no_scene() -> None:
    text = 'Rating: Teen\n\n"Come on," said Mara.\n\nThank you for reading.'
    thanks = text.index("Thank")
    regions = (Region(start=0, end=12, kind="header"), Region(start=thanks, end=len(text), kind="signoff"))
    layout = lay_out(work_of(text, regions=regions))
    assert [(p.kind, p.scene) for p in layout.paragraphs] == [("note", 0), ("dialogue", 1), ("note", 0)]
    assert [text[q.start : q.end] for q in layout.quotations] == ['"Come on,"']


def test_a_region_that_ends_inside_a_line_cuts_it() -> None:
    text = "18+! The tide went out."
    layout = lay_out(work_of(text, regions=(Region(start=0, end=4, kind="header"),)))
    assert [(text[p.start : p.end], p.kind) for p in layout.paragraphs] == [
        ("18+!", "note"),
        ("The tide went out.", "narration"),
    ]


def test_a_quotation_in_a_note_is_no_speech() -> None:
    text = 'Title from "The Sea," she said.\n\nThe tide went out.'
    layout = lay_out(work_of(text, regions=(Region(start=0, end=text.index("\n"), kind="note"),)))
    assert layout.quotations == ()


def test_repairs_of_intake_are_damage() -> None:
    text = "The caf\u00e9 was shut, and he could not get in."
    repairs = (
        Repair(start=4, end=8, kind="mojibake", confidence=0.8),
        Repair(start=30, end=31, kind="control", confidence=1.0),
    )
    found = lay_out(work_of(text, repairs=repairs)).damage
    assert [(d.kind, d.start, d.confidence) for d in found] == [("mojibake", 4, 0.8), ("replaced-characters", 30, 1.0)]


def test_passages_are_about_ninety_words_and_end_with_sentences() -> None:
    sentence = "The tide went out at four, and Mr. Orr of St. Ebb saw it go with J. Pike. "
    text = (sentence * 60).strip()
    passages = lay_out(work_of(text)).passages
    assert all(60 <= p.words <= 140 for p in passages[:-1])
    assert all(text[: p.end].endswith("Pike.") for p in passages)
    assert sum(p.words for p in passages) == len(text.split())


def test_no_passage_crosses_a_scene() -> None:
    text = "The tide went out.\n\n***\n\nIt came back.\n\nIt went."
    layout = lay_out(work_of(text))
    assert [(text[p.start : p.end], p.scene) for p in layout.passages] == [
        ("The tide went out.", 1),
        ("It came back.\n\nIt went.", 2),
    ]
