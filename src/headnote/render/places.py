"""Where in a work an offset lies, in words that a reader can use."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

import msgspec

from headnote.records import Card, Chapter, Scene

#: Address at which a scene can be read.
SceneLink = Callable[[Scene], str]


class Place(msgspec.Struct, frozen=True):
    """`chapter` counts from 1 and is null in a work of one chapter; `scene` is a scene's id, null outside any;
    `through` is how far into the text it lies, 0..1."""

    chapter: int | None
    scene: int | None
    through: float

    def __str__(self) -> str:
        parts = [f"chapter {self.chapter}"] if self.chapter else []
        parts += [f"scene {self.scene}"] if self.scene else []
        return ", ".join([*parts, f"{round(self.through * 100)}% in"])


class Places:
    """Looks offsets up in the chapters and scenes of a card.

    Args:
        card: whose places they are.
        reader: where scenes can be read; null where there is only the card, whose page then leads to its own rows.
    """

    def __init__(self, card: Card, reader: SceneLink | None = None) -> None:
        self._reader = reader
        self._chapters: list[Chapter] = card.layout.chapters
        self._scenes: list[Scene] = card.layout.scenes
        self._chapter_starts = [c.start for c in self._chapters]
        self._scene_starts = [s.start for s in self._scenes]
        ends = [s.end for s in self._scenes] + [c.end for c in self._chapters]
        self.length = max([card.source.characters, *ends, 1])

    def find(self, offset: int) -> Place:
        chapter = bisect_right(self._chapter_starts, offset) if len(self._chapters) > 1 else 0
        at = bisect_right(self._scene_starts, offset) - 1
        inside = at >= 0 and offset < self._scenes[at].end
        return Place(chapter or None, self._scenes[at].id if inside else None, min(offset / self.length, 1.0))

    def link(self, scene: int) -> str:
        """Where a scene is shown, by its id: at the reader, else its row on the page itself."""
        found = next((s for s in self._scenes if s.id == scene), None)
        return self._reader(found) if self._reader and found else f"#scene-{scene}"

    def reading(self, offset: int) -> str | None:
        """Where an offset can be read; null without a reader, and outside any scene."""
        scene = self.find(offset).scene
        return self.link(scene) if self._reader and scene else None
