"""Findings over the scenes of a work, drawn to the scenes' lengths."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headnote.records import Chapter, Finding, Scene


class Run(msgspec.Struct, frozen=True):
    """Neighbouring scenes with the same confidence, as shares of the work's story text: 0 <= start < end <= 1."""

    first: int
    last: int
    start: float
    end: float
    confidence: float


def extent(scenes: Sequence[Scene]) -> tuple[int, int]:
    """First offset and length of the stretch that scenes cover; the length is at least 1."""
    start = scenes[0].start
    return start, max(scenes[-1].end - start, 1)


def runs(scenes: Sequence[Scene], finding: Finding) -> list[Run]:
    """The scenes in which a finding was made, in order, equal neighbours joined."""
    if not scenes:
        return []
    origin, length = extent(scenes)
    known = dict(zip(finding.scenes, finding.by_scene, strict=False))
    out: list[Run] = []
    before = -1
    for index, scene in enumerate(scenes):
        if not (confidence := known.get(scene.id, 0.0)):
            continue
        start, end = (scene.start - origin) / length, (scene.end - origin) / length
        if out and before == index - 1 and abs(out[-1].confidence - confidence) < 0.005:
            last = out[-1]
            out[-1] = Run(last.first, scene.id, last.start, end, last.confidence)
        else:
            out.append(Run(scene.id, scene.id, start, end, confidence))
        before = index
    return out


def columns(scenes: Sequence[Scene], finding: Finding, width: int) -> list[float]:
    """`width` equal columns over the story text, each the highest confidence of the scenes that reach into it, so
    that a short scene never gets lost."""
    cells = [0.0] * width
    for run in runs(scenes, finding):
        first = min(int(run.start * width), width - 1)
        last = max(min(-int(-run.end * width // 1), width), first + 1)
        for at in range(first, last):
            cells[at] = max(cells[at], run.confidence)
    return cells


def ruler(chapters: Sequence[Chapter], scenes: Sequence[Scene], width: int) -> str:
    """Chapter numbers at the columns where chapters begin; a number that would touch the one before is left out."""
    if not scenes or len(chapters) < 2:
        return ""
    origin, length = extent(scenes)
    line = ""
    for number, chapter in enumerate(chapters, start=1):
        at = min(max(int((chapter.start - origin) / length * width), 0), width - 1)
        label = str(number)
        if (not line or at > len(line)) and at + len(label) <= width:
            line = line.ljust(at) + label
    return line.ljust(width)
