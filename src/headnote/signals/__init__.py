"""Work, Layout, Cast -> signals: what a reader may want to know, with its place and its context."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from headnote.records import Cast, Layout, Signal, Work
from headnote.signals import languages
from headnote.signals.company import Sexual
from headnote.signals.consent import consent
from headnote.signals.deaths import Deaths
from headnote.signals.density import density
from headnote.signals.folding import fold
from headnote.signals.gazetteer import bands, real_people
from headnote.signals.kin import kin
from headnote.signals.lexicon import Lexicon, bundled, rules
from headnote.signals.masked import masked
from headnote.signals.minors import minors
from headnote.signals.persons import Persons
from headnote.signals.place import Places
from headnote.signals.rule import Rule
from headnote.signals.scanning import Found, Reader

__all__ = ["Lexicon", "Rule", "glance", "languages", "rules", "scan"]


def scan(
    work: Work, layout: Layout, cast: Cast, *, lexicon: Lexicon | None = None, gazetteers: Iterable[Path] = ()
) -> tuple[Signal, ...]:
    """Every piece of evidence in the story text of a work, in text order.

    Args:
        work: as intake returns it; its notes and headers give no evidence.
        layout: scenes, speech and notes of the same work.
        cast: people, their mentions and ages in the same work.
        lexicon: rules to look for; the bundled ones when null.
        gazetteers: a user's own files of real people's names, beside the bundled one.
    """
    places, persons = Places(work, layout), Persons(cast)
    lexicon = lexicon or bundled()
    found = Found(fold(work.text), lexicon, places)
    lexical = list(Reader(work.text, found, places, persons).signals())
    sexual = Sexual(lexical)
    signals = [
        *lexical,
        *masked(work.text, lexicon, places),
        *density(lexical, work.text, places),
        *consent(found, sexual, persons, places),
        *minors(found, sexual, cast, persons, places),
        *kin(found, sexual, cast, persons, places),
        *Deaths(found, cast, persons).signals(s for s in lexical if s.code == "death"),
        *real_people(work, cast, places, bands(gazetteers)),
        *languages.speak(work.text, work.source.language, places),
    ]
    return tuple(sorted(signals, key=_in_text_order))


def glance(work: Work, layout: Layout) -> tuple[Signal, ...]:
    """What the words of its own language say of a work that is not read otherwise, in text order."""
    return tuple(sorted(languages.speak(work.text, work.source.language, Places(work, layout)), key=_in_text_order))


def _in_text_order(signal: Signal) -> tuple[int, int, str, str, float, tuple[str, ...]]:
    return signal.start, signal.end, signal.code, signal.rule, signal.score, signal.people
