"""Plain chapters, threads, Markdown: told apart by content, text unchanged, declared values with their places."""

from __future__ import annotations

import pytest

from headnote import intake
from headnote.records import Posted, Series, Work
from tests.intake.making import STORY, check_spans

THREAD = """\U0001f51e the quay (a thread) \U0001f51e

#marasol | mara / sol | strangers to friends

content notes:
- grief (a parent, past)
- storms
- hopeful ending

thread below \u2193

1/ the boat was late and the rain had found its way under her collar.

2/ "is it always like this," said sol.

"no," said mara. "sometimes it's early."

3/ they counted the lamps along the quay, twice, and then they waited for the morning.

and scene!

thank you for reading, comments keep me going
"""
HEADER = f"""The Long Quay
by Some Writer

**Fandom:** The Long River
Pairing: Mara/Sol
Rating: T
Warnings: None
Word count: 1,234
Summary: Mara waits for a boat.
It is late.

{STORY}

A/N: Thank you for waiting.
There is more to come.

{STORY}
"""
MARKDOWN = f"""---
title: "The Long Quay"
author: Some Writer
rating: Mature
tags: [Boats, Waiting]
---

# The Long Quay (18+)

{STORY}

***

She was *very* late. It was **not** a surprise, and it was ~~never~~ forgiven. 2 * 3 * 4 is not emphasis.

## Two

{STORY}
"""


def text_of(work: Work, kind: str) -> list[str]:
    return [work.text[r.start : r.end] for r in work.regions if r.kind == kind]


def test_a_thread_has_a_header_and_a_sign_off() -> None:
    work = intake.read_text(THREAD)
    check_spans(work)
    assert work.text == THREAD
    assert work.source.format == "thread"
    declared = work.declared
    assert declared.title == "the quay (a thread)"
    assert declared.relationships == ["mara / sol"]
    assert declared.tags == ["marasol", "strangers to friends", "grief (a parent, past)", "storms", "hopeful ending"]
    assert [m.meaning for m in declared.marks] == ["adults-only", "adults-only", "content-warning"]
    assert [n.label for n in declared.notes] == ["content notes"]
    (header,) = text_of(work, "header")
    assert header.startswith("\U0001f51e the quay")
    assert header.endswith("thread below \u2193")
    (sign_off,) = text_of(work, "signoff")
    assert sign_off.startswith("and scene!")
    assert sign_off.endswith("comments keep me going")
    assert declared.origins["relationships"] == ["thread header: pairing line"]
    assert declared.rating is None
    assert declared.warnings is None


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        (
            f"the quay \U0001f9f5\n\ncw: storms, loss\n\n1/ {STORY[:60]}\n\n2/ she waited\n\n3/ and waited\n",
            ["storms", "loss"],
        ),
        ("".join(f"{STORY[:70]} ({i}/12)\n\n" for i in range(1, 13)), None),
        ("".join(f"({i}/4) {STORY[:70]}\n\n" for i in range(1, 5)), None),
    ],
    ids=["inline notes", "numbers at the end", "numbers in front"],
)
def test_threads_in_other_dress(text: str, tags: list[str] | None) -> None:
    work = intake.read_text(text)
    assert work.source.format == "thread"
    assert work.declared.tags == tags


@pytest.mark.parametrize(
    "text",
    [
        f"The Quay\n\n{STORY}\n\nThey lost the thread of it.\n\n- one\n- two\n",
        f"On 1/2 the boat was late.\n\n{STORY}\n",
        f"Notes on a Quay\n\n- lamps\n- rain\n\n{STORY}\n",
    ],
)
def test_texts_that_are_no_threads(text: str) -> None:
    assert intake.read_text(text).source.format == "text"


def test_a_plain_title_with_its_mark() -> None:
    work = intake.read_text(f"seven: the quay (*mild NSFW*)\n\n{STORY}\n")
    assert work.declared.title == "seven: the quay"
    (mark,) = work.declared.marks
    assert (mark.meaning, mark.text) == ("mild-nsfw", "mild NSFW")
    assert work.declared.origins == {"marks": ["text: title line"], "title": ["text: title line"]}
    assert work.declared.rating is None


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f'"You are late," she said.\n\n{STORY}',
        f"She waited.\n\n{STORY}",
        f"Chapter One\n\n{STORY}",
        f"The boat\nwas late\n\n{STORY}",
        f"The boat\r\nwas late\r\n\r\n{STORY}",
    ],
)
def test_a_first_line_that_is_no_title(text: str) -> None:
    assert intake.read_text(text).declared.title is None


def test_a_block_of_labels() -> None:
    work = intake.read_text(HEADER)
    check_spans(work)
    declared = work.declared
    assert (declared.title, declared.authors) == ("The Long Quay", ["Some Writer"])
    assert declared.fandoms == ["The Long River"]
    assert declared.relationships == ["Mara/Sol"]
    assert declared.rating == "T"
    assert declared.warnings == ["None"], "the author's own word for it, which the audit understands"
    assert declared.characters is None, "the label is not there"
    assert declared.words == 1234
    assert declared.summary == "Mara waits for a boat. It is late."
    assert declared.origins["rating"] == ["header: Rating"]
    (header,) = text_of(work, "header")
    assert header.startswith("The Long Quay")
    assert text_of(work, "note") == ["A/N: Thank you for waiting.\nThere is more to come."]
    assert declared.notes[0].label == "A/N"


def test_a_letter_is_no_block_of_labels() -> None:
    work = intake.read_text(f"To: Mara\nFrom: Sol\nBy: the night boat\n\n{STORY}")
    assert text_of(work, "header") == []


def test_markdown_keeps_its_text_and_gives_its_markup_as_spans() -> None:
    work = intake.read_text(MARKDOWN)
    check_spans(work)
    assert work.text == MARKDOWN
    assert work.source.format == "markdown"
    assert (work.declared.title, work.declared.authors) == ("The Long Quay", ["Some Writer"])
    assert work.declared.rating == "Mature"
    assert work.declared.tags == ["Boats", "Waiting"]
    assert [(h.level, work.text[h.start : h.end]) for h in work.headings] == [
        (1, "# The Long Quay (18+)"),
        (2, "## Two"),
    ]
    assert [work.text[e.start : e.end] for e in work.emphasis] == ["very", "not", "never"]
    assert [e.kind for e in work.emphasis] == ["emphasis", "strong", "strike"]
    assert [work.text[at : at + 3] for at in work.breaks] == ["***"]
    assert [m.meaning for m in work.declared.marks] == ["adults-only"]
    assert text_of(work, "header")[0].startswith("---")


def test_markdown_with_carriage_returns() -> None:
    work = intake.read_text(MARKDOWN.replace("\n", "\r\n"))
    assert [h.title for h in work.headings] == ["The Long Quay (18+)", "Two"]
    assert [work.text[at : at + 3] for at in work.breaks] == ["***"]
    assert work.declared.rating == "Mature"


def test_hash_tags_and_rows_of_signs_are_no_markdown() -> None:
    assert intake.read_text(f"#quay at night\n\n{STORY}\n\n***\n\n{STORY}").source.format == "text"


def test_series_and_chapters_are_read_in_each_spelling() -> None:
    from headnote.intake.labels import read_chapters, read_series

    assert read_series("Part 2 of The River") == Series(name="The River", part=2)
    assert read_series("The River [3]") == Series(name="The River", part=3)
    assert read_series("The River") == Series(name="The River")
    assert read_chapters("3/?") == Posted(posted=3, planned=None)
    assert read_chapters("1,003/1,200") == Posted(posted=1003, planned=1200)
    assert read_chapters("9") == Posted(posted=9, planned=None)
    assert read_chapters("all") is None


def test_a_note_ends_with_a_blank_line_or_with_the_text() -> None:
    work = intake.read_text(f"A/N: one\r\ntwo\r\n\r\n{STORY}\r\n\r\nEnd notes: three\r\nfour\r\n")
    assert text_of(work, "note") == ["A/N: one\r\ntwo", "End notes: three\r\nfour"]
    endless = intake.read_text("A/N: one\n" + "a line of story\n" * 1000)
    assert text_of(endless, "note") == ["A/N: one"]


def test_a_text_that_is_nearly_all_note_is_not_set_apart() -> None:
    said = "Disclaimer: TW: storms. " + "The boat came in at dusk and nobody met it at the quay. " * 9
    work = intake.read_text(f"Nine boats and a gull\n\n{said}\n")
    assert text_of(work, "note") == []
    assert [note.label for note in work.declared.notes] == ["Disclaimer"]
    beside = intake.read_text(f"Nine boats and a gull\n\n{said}\n\n{STORY}\n")
    assert [said.strip()] == [note.strip() for note in text_of(beside, "note")]
