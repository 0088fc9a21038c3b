"""What holds for the layout of any text at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from headnote.layout import lay_out
from headnote.layout.damage_kinds import DAMAGE_KINDS
from headnote.layout.lines import line_view
from headnote.records import Heading, Layout, Region, Span, Work
from tests.layout.making import work_of

STORY = {"narration", "dialogue", "message"}
PIECES = [
    'The tide went out.', 'She ran', ' said Mara, ', '"Come on', '."', '“', '”', "'", '’', '‘Go,’ ', "don't ",
    '«', '»', '„', '「', '」', '—', '— ', 'Kit: ', '[22:14] ', 'are you up', 'no lol', '***', '---', 'o0o', '~',
    '#', '...', 'CHAPTER I.', 'Chapter Two: The Bell', '2.', 'IV', 'THE END', '(A/N: hi)', "[Author's note: x]",
    'A/N: hi', '1/ ', '(2/3)', '↓', '\n', '\n\n', '\n\n\n', '\r\n', '\r', '\t', '   ', '\u2028', '\xa0', 'Ã©',
    '�', 'k th', 'isn t', '🌙', '\u3000', 'é', "word " * 40, "x" * 300, '潮が引いた。',
]  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=200))


@st.composite
def works(draw: st.DrawFn) -> Work:
    """A text with regions, headings and breaks as markup may carry them."""
    text = draw(texts)
    place = st.integers(0, len(text))
    cuts = sorted(draw(st.lists(place, max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    half = len(spans) // 2 if draw(st.booleans()) else len(spans)
    regions = tuple(Region(start=a, end=b, kind="note") for a, b in spans[:half])
    headings = tuple(Heading(start=a, end=b, title=text[a:b] or None) for a, b in spans[half:])
    return work_of(text, regions=regions, headings=headings, breaks=tuple(sorted(draw(st.sets(place, max_size=3)))))


def in_order(spans: Sequence[Span], *, apart: bool = True) -> bool:
    return all((a.end <= b.start) if apart else (a.start <= b.start) for a, b in pairwise(spans))


def all_spans(layout: Layout) -> list[Span]:
    return [
        *layout.chapters, *layout.scenes, *layout.paragraphs, *layout.quotations, *layout.messages, *layout.passages,
        *layout.damage,
    ]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(works())
def test_spans_are_in_bounds_and_in_order(work: Work) -> None:
    layout = lay_out(work)
    assert all(0 <= s.start <= s.end <= len(work.text) for s in all_spans(layout))
    assert all(s.start < s.end for s in [*layout.paragraphs, *layout.quotations, *layout.scenes, *layout.passages])
    assert in_order(layout.paragraphs)
    assert in_order(layout.scenes)
    assert in_order(layout.chapters)
    assert in_order(layout.passages)
    assert in_order(layout.messages)
    assert in_order([q for q in layout.quotations if q.depth == 0])
    assert in_order(layout.quotations, apart=False)
    assert in_order(layout.damage, apart=False)


@settings(max_examples=300, deadline=None)
@given(works())
def test_paragraphs_cover_all_that_is_not_blank_and_bear_no_blank_ends(work: Work) -> None:
    layout = lay_out(work)
    rest = list(work.text)
    for p in layout.paragraphs:
        assert not work.text[p.start].isspace()
        assert not work.text[p.end - 1].isspace()
        rest[p.start : p.end] = ""
        rest[p.start : p.start] = [" "] * (p.end - p.start)
    assert "".join(rest).strip() == ""


@settings(max_examples=300, deadline=None)
@given(works())
def test_scenes_hold_every_story_paragraph_and_nothing_else_does(work: Work) -> None:
    layout = lay_out(work)
    by_id = {scene.id: scene for scene in layout.scenes}
    assert list(by_id) == list(range(1, len(layout.scenes) + 1))
    for p in layout.paragraphs:
        assert (p.scene > 0) == (p.kind in STORY)
        if p.scene:
            assert by_id[p.scene].start <= p.start
            assert p.end <= by_id[p.scene].end
    for scene in layout.scenes:
        chapter = layout.chapters[scene.chapter]
        assert chapter.start <= scene.start
        assert scene.end <= chapter.end


@settings(max_examples=300, deadline=None)
@given(works())
def test_quotations_and_messages_lie_in_their_paragraphs(work: Work) -> None:
    layout = lay_out(work)
    for q in layout.quotations:
        p = layout.paragraphs[q.paragraph]
        assert p.kind in {"narration", "dialogue"}
        assert p.start <= q.start
        assert q.end <= p.end
    for m in layout.messages:
        p = layout.paragraphs[m.paragraph]
        assert p.kind == "message"
        assert p.start <= m.start <= m.end <= p.end
    assert [m.exchange for m in layout.messages] == sorted(m.exchange for m in layout.messages)
    assert all(d.kind in DAMAGE_KINDS and 0 < d.confidence <= 1 for d in layout.damage)


@settings(max_examples=300, deadline=None)
@given(works())
def test_passages_hold_the_words_of_their_scenes(work: Work) -> None:
    layout = lay_out(work)
    spans = {scene.id: scene for scene in layout.scenes}
    for passage in layout.passages:
        assert spans[passage.scene].start <= passage.start
        assert passage.end <= spans[passage.scene].end
        assert passage.words == len(work.text[passage.start : passage.end].split())
    held = "".join("".join(work.text[x.start : x.end].split()) for x in layout.passages)
    story = "".join("".join(work.text[p.start : p.end].split()) for p in layout.paragraphs if p.scene)
    assert held == story


@settings(max_examples=200, deadline=None)
@given(texts)
def test_the_view_keeps_every_offset(text: str) -> None:
    view = line_view(text)
    assert len(view) == len(text)
    assert "\r" not in view
    assert [c for c in view if not c.isspace()] == [c for c in text if not c.isspace()]


@settings(max_examples=100, deadline=None)
@given(works())
def test_the_same_work_has_the_same_layout(work: Work) -> None:
    assert lay_out(work) == lay_out(work)
