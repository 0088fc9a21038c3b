"""Works for the tests of this room."""

from __future__ import annotations

from headnote.records import Declared, Heading, Region, Repair, Source, Work


def work_of(
    text: str,
    *,
    title: str | None = None,
    regions: tuple[Region, ...] = (),
    headings: tuple[Heading, ...] = (),
    breaks: tuple[int, ...] = (),
    repairs: tuple[Repair, ...] = (),
) -> Work:
    return Work(
        text=text,
        source=Source(characters=len(text)),
        declared=Declared(title=title),
        regions=regions,
        headings=headings,
        breaks=breaks,
        repairs=repairs,
    )
