"""Density of harm: what makes violence graphic is less one word than many kinds of hurt told close together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from headnote.records import Signal
from headnote.signals.place import Places, Ranges
from headnote.signals.scanning import COMPANY

#: Codes whose signals tell of a body that is hurt.
HARM = frozenset({"violence", "violence-graphic", "gore"})
#: Codes of harm to oneself: a word that is part of theirs tells of nobody else's.
OWN = frozenset({"self-harm", "suicide"})
#: The rule that these signals name.
RULE = "violence.density"
#: Nats of harm in a stretch from which it speaks, and the score that it climbs to. With .65 the average precision of
#: graphic violence in the moderation texts rises from .17 by words alone to .20, and one of 14 novels raises it, for
#: a murder; with .5 two more raise `violence`, one of them wrongly (Nov 2026).
LEAST, MOST = 0.65, 0.8
#: Different words of harm that a stretch must hold: one word repeated says nothing new.
DIFFERENT = 2
#: Characters of a stretch.
STRETCH = 2 * COMPANY


def density(lexical: Sequence[Signal], text: str, places: Places) -> Iterator[Signal]:
    """A signal for ``violence-graphic`` at each dense stretch; a stretch begins at a word of harm after the last one.

    Args:
        lexical: signals of the lexicon in text order.
        text: the text of the work.
    """
    stretch: list[Signal] = []
    own = Ranges(s for s in lexical if s.code in OWN)
    for signal in lexical:
        if signal.code not in HARM or signal.presence == "mentioned" or signal.start in own:
            continue
        if stretch and signal.start > stretch[0].start + STRETCH:
            yield from _weighed(stretch, text, places)
            stretch = []
        stretch.append(signal)
    yield from _weighed(stretch, text, places)


def _weighed(stretch: list[Signal], text: str, places: Places) -> Iterator[Signal]:
    strongest: dict[str, float] = {}
    for signal in stretch:
        word = text[signal.start : signal.end].lower()
        strongest[word] = max(strongest.get(word, 0.0), signal.score)
    nats = math.fsum(-math.log1p(-score) for score in strongest.values() if score < 1.0)
    if len(strongest) < DIFFERENT or nats <= LEAST:
        return
    first, last = stretch[0], stretch[-1]
    yield Signal(
        start=first.start, end=last.end, code="violence-graphic", detector="density", rule=RULE,
        raw=MOST, score=round(MOST * -math.expm1(LEAST - nats), 4), scene=places.scene(first.start),
        presence="depicted", intensity="moderate", context=("harm-near",),
        people=tuple(dict.fromkeys(who for signal in stretch for who in signal.people)),
    )  # fmt: skip
