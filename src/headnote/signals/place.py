"""Where in the work an offset lies: scene, speech or narration, story or note."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from headnote.records import Layout, Paragraph, Span, Work


class Ranges:
    """Spans to ask "is this offset inside one". Nested and overlapping spans are merged."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted((s.start, s.end) for s in spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def at(self, offset: int) -> tuple[int, int] | None:
        """The merged span that holds `offset`, null where none does."""
        i = bisect_right(self.starts, offset) - 1
        return (self.starts[i], self.ends[i]) if i >= 0 and offset < self.ends[i] else None

    def __contains__(self, offset: int) -> bool:
        i = bisect_right(self.starts, offset) - 1
        return i >= 0 and offset < self.ends[i]


class Places:
    """The layout of a work by offset. Notes, headers, summaries, chapter headings and the author's own marks are not
    story and give no evidence."""

    def __init__(self, work: Work, layout: Layout) -> None:
        title = _title(layout)
        notes = [p for p in layout.paragraphs if p.kind in ("note", "heading", "separator") and p is not title]
        marks = [
            Span(start=mark.start, end=mark.end)
            for mark in work.declared.marks
            if mark.start is not None and mark.end is not None
        ]
        self.aside = Ranges([*work.regions, *notes, *marks])
        self.speech = Ranges([*layout.quotations, *layout.messages])
        self._starts = [scene.start for scene in layout.scenes]
        self._scenes = layout.scenes

    def scene(self, offset: int) -> int:
        """Id of the scene at `offset`; 0 outside any."""
        i = bisect_right(self._starts, offset) - 1
        return self._scenes[i].id if i >= 0 and offset < self._scenes[i].end else 0

    def scene_bounds(self, offset: int) -> tuple[int, int] | None:
        i = bisect_right(self._starts, offset) - 1
        scene = self._scenes[i] if i >= 0 else None
        return (scene.start, scene.end) if scene and offset < scene.end else None


def _title(layout: Layout) -> Paragraph | None:
    """The first line where it heads no chapter but looks like a title. It is read: what heads a short text may as well
    be its beginning, and an author's title is evidence too."""
    first = layout.paragraphs[0] if layout.paragraphs else None
    headed = bool(layout.chapters) and layout.chapters[0].title is not None
    return first if first is not None and first.kind == "heading" and not headed else None
