"""The pages of a work for reading: its chapters, long ones cut into parts of bounded size."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from headnote.records import Layout

#: Characters of a page that a long chapter is cut into, about 20 minutes of reading, and the most that one may have:
#: a chapter just over the aim is not cut. Chosen by hand.
AIM, MOST = 30_000, 45_000


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page: a half-open range of text. `number` counts from 1 over the work, `chapter` is an index of
    `Layout.chapters`, `part` counts from 1 to `parts` within it."""

    number: int
    start: int
    end: int
    chapter: int
    part: int
    parts: int


def paginate(text: str, layout: Layout) -> tuple[Page, ...]:
    """The pages of a work, which cover its text without gap or overlap; an empty text has one empty page."""
    starts = [0, *(c.start for c in layout.chapters[1:])]
    out: list[Page] = []
    cuts = _Cuts(text, layout)
    for chapter, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        bounds = [start, *cuts.within(start, end), end]
        for part in range(len(bounds) - 1):
            out.append(
                Page(
                    number=len(out) + 1,
                    start=bounds[part],
                    end=bounds[part + 1],
                    chapter=chapter,
                    part=part + 1,
                    parts=len(bounds) - 1,
                )
            )
    return tuple(out)


def page_at(pages: Sequence[Page], offset: int) -> Page:
    """The page that holds an offset; the first or last one outside the text."""
    return pages[max(0, bisect_right(pages, offset, key=lambda page: page.start) - 1)]


class _Cuts:
    """Where a long chapter may be cut, best first: before a scene, a paragraph, a passage."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._text = text
        self._kinds = [[span.start for span in spans] for spans in (layout.scenes, layout.paragraphs, layout.passages)]

    def within(self, start: int, end: int) -> Iterator[int]:
        while end - start > MOST:
            start = self._next(start)
            yield start

    def _next(self, start: int) -> int:
        aim, low, high = start + AIM, start + AIM // 2, start + MOST
        for starts in self._kinds:
            near = starts[bisect_left(starts, low) : bisect_right(starts, high)]
            if near:
                return min(near, key=lambda at: abs(at - aim))
        blank = self._text.rfind(" ", low, aim)
        return blank + 1 if blank >= 0 else aim
