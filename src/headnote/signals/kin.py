"""Kin beside sex: ``incest`` where a close relative takes part in sexual activity, where two people beside it are
called kin, or where the cast's pairs say that two people are family and lovers."""

from __future__ import annotations

from collections.abc import Iterator

from headnote.records import Cast, Signal
from headnote.signals.company import Sexual
from headnote.signals.lexicon import Hit
from headnote.signals.persons import Persons
from headnote.signals.place import Places
from headnote.signals.scanning import Found

#: Sexual activity must be at least this sure within `NEAR` characters of a word for kin, or within `ABOUT` of words
#: that say that two people are kin.
LEAST, NEAR, ABOUT = 0.75, 120, 250
#: A relative takes part in what a sexual word tells where no more words than these stand between the two, and none that
#: parts two clauses or says that something else of the relative's is meant.
BETWEEN = 3
PARTING = frozenset(
    [b"while", b"when", b"and", b"as", b"that", b"because", b"if", b"but", b"until", b"before", b"after", b"or", b"s"]
)
#: What is left where the relative is near but not known to take part, and of two people called kin beside the activity:
#: a relative may only be spoken of. Such signals are undecided.
APART, CALLED = 0.25, 0.75
#: Least confidence of a pair for it to be believed, and what is left of a pair that is family and romantic at once: in
#: most such works one of the two was misread (married people are family, too), so a person should look.
PAIR, UNDECIDED = 0.5, 0.25


def kin(found: Found, sexual: Sexual, cast: Cast, persons: Persons, places: Places) -> Iterator[Signal]:
    """Signals for ``incest`` from cues in the text, then from the pairs of the cast."""
    if sexual.signals:
        yield from _cued(found, sexual, persons, places, group="kin", reach=NEAR)
        yield from _cued(found, sexual, persons, places, group="kin-between", reach=ABOUT)
    yield from _pairs(cast, places)


def _cued(
    found: Found, sexual: Sexual, persons: Persons, places: Places, *, group: str, reach: int
) -> Iterator[Signal]:
    for hit in found.groups.get(group, ()):
        low, high = found.folded.offset(hit[0]), found.folded.offset(hit[1] - 1) + 1
        first, last = places.scene_bounds(low) or (0, high + reach)
        if sexual.strength(max(first, low - reach), min(last, high + reach)) < LEAST:
            continue
        takes_part = group == "kin" and _takes_part(found, sexual, hit)
        if not takes_part and _possessive(found, hit[1]):
            continue  # the relative's friend, house or hand
        rule, left = found.lexicon.rules[hit[2]], APART if group == "kin" else CALLED
        yield Signal(
            start=low, end=high, code="incest", detector="kin", rule=rule.id, raw=rule.weight,
            score=round(rule.weight * (1.0 if takes_part else left), 4), scene=places.scene(low), presence="implied",
            context=("sexual-near",) if takes_part else ("sexual-near", "undecided"),
            people=persons.named(low - reach, high + reach),
        )  # fmt: skip


def _takes_part(found: Found, sexual: Sexual, hit: Hit) -> bool:
    """Whether a sexual word stands right before the relative ("... her brother") or right after ("her brother ...",
    "her brother's ...")."""
    folded, (start, end, _) = found.folded, hit
    for signal in sexual.between(folded.offset(start) - NEAR, folded.offset(end) + NEAR):
        low, high = folded.index(signal.start), folded.index(signal.end - 1) + 1
        if high <= start and not _possessive(found, end) and _joined(found, high, start):
            return True
        if end <= low and _joined(found, end, low):
            return True
    return False


def _joined(found: Found, low: int, high: int) -> bool:
    """Whether the words at ``low..high`` leave what stands on either side in one clause."""
    gap = found.folded.words[low + 1 : high + 1].split()
    few = (len(gap) <= BETWEEN and PARTING.isdisjoint(gap)) or gap == [b"s"]
    return few and b"." not in found.folded.stops(low + 1, high + 1)


def _possessive(found: Found, end: int) -> bool:
    return found.folded.words.startswith(b" s ", end + 1)


def _pairs(cast: Cast, places: Places) -> Iterator[Signal]:
    family = {frozenset(p.people): p for p in cast.pairs if p.kind == "family" and p.confidence >= PAIR}
    for pair in cast.pairs:
        kinship = family.get(frozenset(pair.people))
        if pair.kind not in ("romantic", "sexual") or pair.confidence < PAIR or kinship is None or not pair.evidence:
            continue
        at, raw = pair.evidence[0], round(min(pair.confidence, kinship.confidence), 4)
        yield Signal(
            start=at.start, end=at.end, code="incest", detector="kin", rule="kin.pair",
            raw=raw, score=round(raw * UNDECIDED, 4), scene=places.scene(at.start),
            context=("family-pair", "undecided"), people=pair.people,
        )  # fmt: skip
