"""What `scan` promises: spans, order, scenes, notes left out, the same result each time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from headnote.records import Cast, Chapter, Layout, Mark, Paragraph, Region
from headnote.signals import scan
from headnote.signals.folding import fold
from headnote.signals.lexicon import BLOCK, bundled
from headnote.signals.scanning import MOST
from tests.signals.conftest import Read, make_layout, make_work

WORDS = [
    "He",
    "died",
    "punched",
    "him",
    "not",
    "was",
    "İ",
    "drunk",
    "\r\n",
    "\n\n",
    "“",
    "”",
    '"',
    ".",
    "war",
    "—",
    "blood",
    "é",
]


@settings(deadline=None)  # the first call builds the search
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_spans_hold_the_words_of_their_rule(text: str) -> None:
    signals = scan(make_work(text), make_layout(text), Cast())
    by_id = {rule.id: rule for rule in bundled().rules}
    assert list(signals) == sorted(signals, key=lambda s: (s.start, s.end, s.code, s.rule, s.score))
    for signal in signals:
        assert 0 <= signal.start < signal.end <= len(text)
        found = fold(text[signal.start : signal.end]).words.strip().decode("latin-1")
        assert found in by_id[signal.rule].words or by_id[signal.rule].detector == "density"
        assert 0.0 < signal.score <= signal.raw <= 1.0


def test_scenes_are_named(read: Read) -> None:
    signals = read("He died.\n***\nHe was drunk.")
    assert [(s.code, s.scene) for s in signals] == [("death", 1), ("substances", 2)]


def test_notes_and_headers_give_no_evidence() -> None:
    text = "A note: he died.\n\nChapter of the war\n\nHe was drunk."
    work = make_work(text)
    at = text.index("Chapter")
    heading = Paragraph(start=at, end=at + 18, kind="heading")
    note = Paragraph(start=0, end=16, kind="note")
    noted = type(work)(
        text=text, source=work.source, declared=work.declared, regions=(Region(start=0, end=16, kind="note"),)
    )
    assert [s.code for s in scan(noted, Layout(paragraphs=(note, heading)), Cast())] == ["substances"]
    assert [s.code for s in scan(work, Layout(), Cast())] == ["death", "war", "substances"]


def test_a_first_line_that_looks_like_a_title_is_read_and_one_of_a_chapter_is_not() -> None:
    text = "The War\n\nHe was drunk."
    title = Paragraph(start=0, end=7, kind="heading")
    named = Chapter(start=0, end=len(text), title="The War")
    unnamed = Chapter(start=0, end=len(text))
    read, unread = ["war", "substances"], ["substances"]
    for chapters, codes in (((), read), ((unnamed,), read), ((named,), unread)):
        layout = Layout(chapters=chapters, paragraphs=(title,))
        assert [s.code for s in scan(make_work(text), layout, Cast())] == codes


def test_an_author_s_mark_in_a_title_is_no_evidence() -> None:
    text = "The Quay (war)\n\nHe was drunk."
    work = make_work(text)
    mark = Mark(text="war", meaning="nsfw", start=10, end=13)
    marked = type(work)(text=text, source=work.source, declared=type(work.declared)(marks=[mark]))
    layout = Layout(paragraphs=(Paragraph(start=0, end=14, kind="heading"),))
    assert [s.code for s in scan(work, layout, Cast())] == ["war", "substances"]
    assert [s.code for s in scan(marked, layout, Cast())] == ["substances"]


def test_speech_weighs_less_than_narration(read: Read) -> None:
    (told,) = read("He punched the wall of men.")
    (said,) = read('"He punched the wall of men."')
    assert said.score < told.score
    assert (said.presence, told.presence) == ("mentioned", "depicted")
    assert said.context == ("dialogue",)


def test_a_hit_at_the_seam_of_two_blocks_is_found_once(read: Read) -> None:
    text = ("word " * (BLOCK // 5 - 1)) + "He died. " + ("word " * 2000)
    assert [s.code for s in read(text)] == ["death"]
    text = "x" * (BLOCK + 10) + " He died."
    assert [s.code for s in read(text)] == ["death"]


def test_the_same_text_gives_the_same_signals(read: Read) -> None:
    text = "He punched him. She died in the war. He was drunk; the witch raised her wand."
    assert read(text) == read(text)


def test_an_empty_text_has_no_signals(read: Read) -> None:
    assert read("") == ()


def test_a_word_without_end_does_not_fill_the_memory(read: Read) -> None:
    signals = read("He was drunk. " * (MOST + 10) + "He died.")
    assert [s.code for s in signals].count("substances") == MOST
    assert signals[-1].code == "death"
