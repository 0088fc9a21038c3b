"""Work, Layout, Cast -> signals: what a reader may want to know, with its place and its context."""

from __future__ import annotations

from headnote.records import Cast, Layout, Signal, Work


def scan(work: Work, layout: Layout, cast: Cast) -> tuple[Signal, ...]:
    return ()
