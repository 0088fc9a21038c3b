"""A work in the making: what a format's reader hands over, and how it becomes a `Work`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from headnote.intake.declaration import Declaration
from headnote.intake.language import identify
from headnote.intake.open_file import shown
from headnote.intake.words import count_words
from headnote.records import Emphasis, Heading, Region, Repair, Source, Work


@dataclass
class Draft:
    """Text with its spans and what it declares. Spans may come in any order."""

    text: str
    format: str
    declaration: Declaration = field(default_factory=Declaration)
    regions: list[Region] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    emphasis: list[Emphasis] = field(default_factory=list)


@dataclass(frozen=True)
class Origin:
    """What is known of the bytes that a draft was read from. `encoding` is null where the format fixes it."""

    name: str | None
    sha256: str
    bytes: int
    encoding: str | None
    repairs: tuple[Repair, ...] = ()


def origin_of(data: bytes, name: str | None, encoding: str | None, repairs: tuple[Repair, ...] = ()) -> Origin:
    return Origin(
        name=shown(name) if name is not None else None,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        encoding=encoding,
        repairs=repairs,
    )


def finish(draft: Draft, origin: Origin) -> Work:
    """The work of a draft, with its words counted and its language told, both over story text alone."""
    regions = tuple(sorted(draft.regions, key=lambda r: (r.start, r.end)))
    source = Source(
        name=origin.name,
        format=draft.format,
        sha256=origin.sha256,
        bytes=origin.bytes,
        encoding=origin.encoding,
        language=identify(_story_sample(draft.text, regions)),
        words=count_words(draft.text, regions),
        characters=len(draft.text),
    )
    return Work(
        text=draft.text,
        source=source,
        declared=draft.declaration.build(),
        regions=regions,
        headings=tuple(sorted(draft.headings, key=lambda h: (h.start, h.end))),
        breaks=tuple(sorted(set(draft.breaks))),
        emphasis=tuple(sorted(draft.emphasis, key=lambda e: (e.start, e.end, e.kind))),
        repairs=origin.repairs,
    )


def _story_sample(text: str, regions: tuple[Region, ...]) -> str:
    """The longest stretch without a region, so that a header in English does not speak for a story that is not."""
    at, best = 0, (0, 0, 0)
    for region in regions:
        best = max(best, (region.start - at, at, region.start))
        at = max(at, region.end)
    _, start, end = max(best, (len(text) - at, at, len(text)))
    return text if start == 0 and end == len(text) else text[start:end]
