"""The composer of the room: it reads as the dataflow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from headnote.layout.blocks import blocks_of
from headnote.layout.damage import find_damage
from headnote.layout.kinds import Kinds, classify, mark_frame
from headnote.layout.lines import line_view
from headnote.layout.marks import find_marks
from headnote.layout.messages import find_messages
from headnote.layout.passages import passages_of, word_length
from headnote.layout.quotations import Quoted, continues, left_open, quotations_in
from headnote.layout.scenes import STORY, Parts, find_parts
from headnote.records import Layout, Message, Paragraph, ParagraphKind, Passage, Quotation, Scene, Work


def lay_out(work: Work) -> Layout:
    """The shape of a work. Linear in its length; `work.text` is read, never changed.

    Returns:
        Everything in text order. Scenes hold every story paragraph (narration, dialogue, message) and nothing else;
        headings, separators and notes have scene 0. An empty text gives an empty layout.
    """
    view = line_view(work.text)
    blocks, wrap = blocks_of(work, view)
    kinds = classify(work, view, blocks)
    sent = find_messages(view, kinds.blocks, kinds.kinds)
    for message in sent:
        kinds.kinds[message.block] = "message"
    mark_frame(work, view, kinds)
    spoken = _quotations(view, kinds)
    _mark_dialogue(kinds, spoken)
    parts = find_parts(work, view, kinds)
    passages = _passages(view, kinds, parts)
    return Layout(
        chapters=tuple(parts.chapters),
        scenes=_scenes(kinds, parts, passages),
        paragraphs=tuple(
            Paragraph(start=block.start, end=block.end, kind=kind, scene=scene)
            for block, kind, scene in zip(kinds.blocks, kinds.kinds, parts.scene, strict=True)
        ),
        quotations=_records(view, kinds, spoken),
        messages=tuple(
            Message(start=m.start, end=m.end, paragraph=m.block, exchange=m.exchange, sender=m.sender) for m in sent
        ),
        passages=passages,
        damage=find_damage(work, view, kinds.blocks, kinds.kinds, spoken, wrap=wrap),
    )


def _quotations(view: str, kinds: Kinds) -> list[tuple[int, list[Quoted]]]:
    """The quotations of each story block that has any, with the block's index."""
    marks = find_marks(view, len(kinds.blocks))
    out = []
    for index, (block, kind) in enumerate(zip(kinds.blocks, kinds.kinds, strict=True)):
        if kind == "narration" and (found := quotations_in(view, block.start, block.end, marks)):
            out.append((index, found))
    return out


def _mark_dialogue(kinds: Kinds, spoken: Sequence[tuple[int, list[Quoted]]]) -> None:
    for index, found in spoken:
        block = kinds.blocks[index]
        said = sum(quoted.end - quoted.start for quoted in found if not quoted.depth)
        size = block.end - block.start
        if 2 * said >= size or (found[0].start == block.start and 4 * said >= size):
            kinds.kinds[index] = "dialogue"


def _records(view: str, kinds: Kinds, spoken: Sequence[tuple[int, list[Quoted]]]) -> tuple[Quotation, ...]:
    out = []
    for place, (index, found) in enumerate(spoken):
        after, following = spoken[place + 1] if place + 1 < len(spoken) else (index, [])
        goes_on = _adjoin(kinds.kinds, index, after) and continues(view, found, following, kinds.blocks[after].start)
        for quoted in found:
            out.append(
                Quotation(
                    start=quoted.start,
                    end=quoted.end,
                    paragraph=index,
                    style=quoted.style,
                    continued=goes_on and quoted is left_open(found),
                    depth=quoted.depth,
                )
            )
    return tuple(out)


def _adjoin(kinds: Sequence[ParagraphKind], first: int, second: int) -> bool:
    """Whether no story stands between two paragraphs."""
    return second - first <= 3 and not any(kind in STORY for kind in kinds[first + 1 : second])


def _passages(view: str, kinds: Kinds, parts: Parts) -> tuple[Passage, ...]:
    letters = word_length(view)
    out: list[Passage] = []
    for scene, run in groupby(zip(parts.scene, kinds.blocks, strict=True), key=lambda pair: pair[0]):
        if scene:
            out += passages_of(view, scene, [(block.start, block.end) for _, block in run], letters)
    return tuple(out)


def _scenes(kinds: Kinds, parts: Parts, passages: Sequence[Passage]) -> tuple[Scene, ...]:
    count = len(parts.chapter_of_scene)
    starts, ends, words = [-1] * count, [0] * count, [0] * count
    for block, scene in zip(kinds.blocks, parts.scene, strict=True):
        if scene:
            if starts[scene - 1] < 0:
                starts[scene - 1] = block.start
            ends[scene - 1] = block.end
    for passage in passages:
        words[passage.scene - 1] += passage.words
    return tuple(
        Scene(id=i + 1, chapter=parts.chapter_of_scene[i], start=starts[i], end=ends[i], words=words[i])
        for i in range(count)
    )
