"""Whose death it is: ``major-death`` where a person of the principal cast dies and does not come back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from headnote.records import Cast, Mention, Signal
from headnote.signals.persons import Persons
from headnote.signals.scanning import Found

#: Rules whose words say that someone dies; before the word stands who dies, after it who is killed.
DIES = "dies"
KILLED = "slain"
#: A principal has at least this share of the mentions of the most mentioned person, and this many.
SHARE, MENTIONS = 0.15, 4
#: How far from the word the person may be named; a pronoun must stand right beside it.
REACH, BESIDE = 40, 8
#: A sentence that says of a principal that they die is plain; what the context leaves of the word's weight is left of
#: this one. No set of the development data says who dies. Of the 14 novels `major-death` is raised in 1 by .6
#: (rightly), in 3 by .7 (2 rightly), in 4 by .8 (3), and in 5 by .9 and above (4; of the fifth's places one in four is
#: wrong): Nov 2026.
WEIGHT = 0.8
#: What is left when the person speaks again later in the work.
RETURNED = 0.25
#: Quotations after the death that show a person alive; one may be remembered speech. Only those count beside which the
#: person is named, this close: who speaks without a tag is too often told wrongly to bring back the dead.
SPEAKS = 2
TAGGED = 24


def principals(cast: Cast) -> frozenset[str]:
    """Ids of the people who carry the work, by mentions and quotations; a narrator always does."""
    weight = {p.id: p.mentions + p.quotes for p in cast.people}
    top = max(weight.values(), default=0)
    chosen = {who for who, n in weight.items() if n >= max(MENTIONS, SHARE * top)}
    return frozenset(chosen | ({cast.narrator} if cast.narrator else set()))


class Deaths:
    """Finds who dies at the signals for ``death``."""

    def __init__(self, found: Found, cast: Cast, persons: Persons) -> None:
        self.found = found
        self.persons = persons
        self.principals = principals(cast)
        self.speech = _tagged_speech(cast)

    def signals(self, deaths: Iterable[Signal]) -> Iterator[Signal]:
        """A signal for each death in `deaths` (signals of the lexicon) that a principal dies."""
        groups = {rule.id: rule.group for rule in self.found.lexicon.rules}
        for death in deaths:
            mention = self._who(death, groups.get(death.rule))
            if mention is None or mention.person is None or mention.person not in self.principals:
                continue
            back = self._speaks_after(mention.person, death.end) >= SPEAKS
            score = WEIGHT * death.score / death.raw * mention.confidence * (RETURNED if back else 1.0)
            yield Signal(
                start=min(death.start, mention.start), end=max(death.end, mention.end), code="major-death",
                detector="deaths", rule=death.rule, raw=WEIGHT, score=round(score, 4), scene=death.scene,
                presence=death.presence, context=(*death.context, *(("returns",) if back else ())),
                people=(mention.person,),
            )  # fmt: skip

    def _who(self, death: Signal, group: str | None) -> Mention | None:
        folded = self.found.folded
        low, high = folded.index(death.start), folded.index(death.end)
        if group == DIES:
            mention = self.persons.before(death.start, REACH)
            if (
                mention
                and _close(mention, death.start - mention.end)
                and b"." not in folded.stops(folded.index(mention.end) + 1, low + 1)
            ):
                return mention
        if group == KILLED:
            mention = self.persons.after(death.end, BESIDE)
            if (
                mention
                and _close(mention, mention.start - death.end)
                and b"." not in folded.stops(high + 1, folded.index(mention.start) + 1)
            ):
                return mention
        return None

    def _speaks_after(self, who: str, offset: int) -> int:
        starts = self.speech.get(who, [])
        return len(starts) - bisect_right(starts, offset)


def _tagged_speech(cast: Cast) -> dict[str, list[int]]:
    """For each person the starts of the quotations beside which the text names them."""
    names: dict[str, list[int]] = {}
    for person, start, _ in cast.mentions.places("name"):
        names.setdefault(person, []).append(start)
    speech: dict[str, list[int]] = {}
    for quote in cast.quotes:
        named = names.get(quote.speaker or "", [])
        beside = bisect_right(named, quote.end + TAGGED) - bisect_right(named, quote.end)
        beside += bisect_right(named, quote.start) - bisect_right(named, quote.start - TAGGED)
        if quote.speaker and beside:
            speech.setdefault(quote.speaker, []).append(quote.start)
    return speech


def _close(mention: Mention, gap: int) -> bool:
    return mention.kind == "name" or gap <= BESIDE
