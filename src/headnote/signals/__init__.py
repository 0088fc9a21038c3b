"""Work, Layout, Cast -> signals: what a reader may want to know, with its place and its context."""

from __future__ import annotations

from headnote.records import Cast, Layout, Signal, Work
from headnote.signals.folding import fold
from headnote.signals.lexicon import Lexicon, bundled, rules
from headnote.signals.place import Places
from headnote.signals.rule import Rule
from headnote.signals.scanning import Found, Reader

__all__ = ["Lexicon", "Rule", "rules", "scan"]


def scan(work: Work, layout: Layout, cast: Cast, *, lexicon: Lexicon | None = None) -> tuple[Signal, ...]:
    """Every piece of evidence in the story text of a work, in text order.

    Args:
        work: as intake returns it; its notes and headers give no evidence.
        layout: scenes, speech and notes of the same work.
        cast: people, their mentions and ages in the same work.
        lexicon: rules to look for; the bundled ones when null.
    """
    lexicon = lexicon or bundled()
    places = Places(work, layout)
    found = Found(fold(work.text), lexicon, places)
    signals = [*Reader(work.text, found, places).signals()]
    return tuple(sorted(signals, key=lambda s: (s.start, s.end, s.code, s.rule)))
