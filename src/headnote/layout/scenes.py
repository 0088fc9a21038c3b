"""Chapters and scenes, from what each block is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from headnote.layout.chapters import title_of
from headnote.layout.kinds import Kinds
from headnote.layout.separators import breaking_gap
from headnote.records import Chapter, ParagraphKind, Work

STORY = frozenset[ParagraphKind](("narration", "dialogue", "message"))


class Parts:
    """Chapters of a work, and for each block the number of its scene (0 outside any) and of its chapter."""

    def __init__(self) -> None:
        self.chapters: list[Chapter] = []
        self.scene: list[int] = []
        self.chapter_of_scene: list[int] = []


def find_parts(work: Work, view: str, kinds: Kinds) -> Parts:
    """Divide a work. Chapters run from their heading to the next; what precedes the first heading is a chapter of its
    own, without a title, only where it holds story."""
    blocks = kinds.blocks
    starts = _chapter_starts(work, view, kinds)
    parts = Parts()
    bounds = [start for start, _ in starts]
    first_story = next((b.start for b, k in zip(blocks, kinds.kinds, strict=True) if k in STORY), len(view))
    if not starts or first_story < bounds[0]:
        starts.insert(0, (0, None))
        bounds.insert(0, 0)
    for (start, title), end in zip(starts, [*bounds[1:], len(view)], strict=True):
        parts.chapters.append(Chapter(start=start, end=end, title=title))
    _number_scenes(work, kinds, bounds, parts)
    return parts


def _chapter_starts(work: Work, view: str, kinds: Kinds) -> list[tuple[int, str | None]]:
    """Start and title of each chapter. Headings with no story between them head one chapter together."""
    if work.headings and not kinds.heads:
        return _marked_starts(work, kinds)
    blocks = kinds.blocks
    groups: list[list[int]] = []
    fresh = True
    for index, kind in enumerate(kinds.kinds):
        if index in kinds.heads:
            if fresh or not groups:
                groups.append([])
            groups[-1].append(index)
            fresh = False
        elif kind == "heading" and groups and not fresh and groups[-1][-1] == index - 1:
            groups[-1].append(index)
        elif kind in STORY:
            fresh = True
    return [(blocks[group[0]].start, title_of(view, blocks, group) or None) for group in groups]


def _marked_starts(work: Work, kinds: Kinds) -> list[tuple[int, str | None]]:
    """The same from the headings of the markup. A single heading above all others is the work's title, not a
    chapter's."""
    headings = sorted(work.headings, key=lambda h: (h.start, h.level))
    top = min(h.level for h in headings)
    if len(headings) > 1 and headings[0].level == top and all(h.level > top for h in headings[1:]):
        headings = headings[1:]
    story = [b.start for b, kind in zip(kinds.blocks, kinds.kinds, strict=True) if kind in STORY]
    out: list[tuple[int, str | None]] = []
    before = -1
    for heading in headings:
        told = bisect_left(story, heading.start)
        if out and told == before:
            title = " ".join(t for t in (out[-1][1], heading.title) if t) or None
            out[-1] = (out[-1][0], title)
        else:
            out.append((heading.start, heading.title))
        before = told
    return out


def _number_scenes(work: Work, kinds: Kinds, bounds: Sequence[int], parts: Parts) -> None:
    rows = sum(1 for kind in kinds.kinds if kind == "separator")
    gap = 0 if rows or work.breaks else breaking_gap(kinds.blocks)
    marks = sorted({*work.breaks, *bounds})
    at = chapter = scene = 0
    fresh = True
    for block, kind in zip(kinds.blocks, kinds.kinds, strict=True):
        while at < len(marks) and marks[at] <= block.start:
            at += 1
            fresh = True
        while chapter + 1 < len(bounds) and bounds[chapter + 1] <= block.start:
            chapter += 1
        fresh = fresh or kind == "separator" or bool(gap and block.gap >= gap)
        if kind not in STORY:
            parts.scene.append(0)
            continue
        if fresh:
            scene += 1
            parts.chapter_of_scene.append(chapter)
            fresh = False
        parts.scene.append(scene)
