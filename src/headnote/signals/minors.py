"""Ages in scene: ``underage-sex`` only where sexual activity and someone under 18 come together in one scene.

What cannot be told apart (a stated age beside sexual words whose owner is not known) gives a weak signal marked
"undecided", so that a policy can send the work to a person. Endearments never count as ages.
"""

from __future__ import annotations

from collections.abc import Iterator

from headnote.records import Age, Cast, Signal
from headnote.signals.company import Sexual
from headnote.signals.persons import Persons
from headnote.signals.place import Places
from headnote.signals.scanning import COMPANY, Found

#: Sexual activity must be at least this sure within `NEAR` characters of the person, or of the words for an age.
LEAST = 0.6
NEAR = 250
#: Score where the cast gives the person an age under 18 that is stated outright, and where it is inferred.
STATED, INFERRED = 0.9, 0.6
#: Score where an age or school is named beside sexual activity and it cannot be told whose it is.
UNDECIDED, UNDECIDED_WEAK = 0.35, 0.2
ADULT = 18
#: People last named before sexual activity, in its scene, who may be those that "they" means.
ABOUT = 2


def under_age(age: Age) -> bool:
    """Whether an age holds now and lies wholly under 18."""
    return age.time == "now" and age.high is not None and age.high < ADULT


def may_be_adult(ages: list[Age]) -> bool:
    """Whether another statement says that the person is or may be 18 now."""
    return any(a.time == "now" and a.low is not None and a.low >= ADULT for a in ages)


def minors(found: Found, sexual: Sexual, cast: Cast, persons: Persons, places: Places) -> Iterator[Signal]:
    """Signals for ``underage-sex``: by the cast's ages first, then by ages that the text states beside."""
    if not sexual.signals:
        return
    decided: set[int] = set()
    for signal in _by_cast(sexual, cast, persons, places):
        decided.add(signal.scene)
        yield signal
    yield from _undecided(found, sexual, persons, places, decided)


def _by_cast(sexual: Sexual, cast: Cast, persons: Persons, places: Places) -> Iterator[Signal]:
    """For each person under 18 and each scene the strongest signal."""
    young = {p.id: ages for p in cast.people if (ages := [a for a in p.ages if under_age(a)])}
    unsure = {p.id for p in cast.people if may_be_adult(p.ages)}
    best: dict[tuple[str, int], Signal] = {}
    for signal in sexual.signals if young else ():
        low, high = _within_scene(places, signal.start)
        scene_start = (places.scene_bounds(signal.start) or (0, 0))[0]
        near = set(persons.named(low, high))
        about = {*near, *persons.last_named(scene_start, signal.start, ABOUT), cast.narrator}
        for who in sorted(young.keys() & about):
            key = (who, signal.scene)
            found = _of_person(signal, who, young[who], near=who in near, unsure=who in unsure)
            if (key not in best or best[key].score < found.score) and sexual.strength(low, high) >= LEAST:
                best[key] = found
    yield from best.values()


def _of_person(at: Signal, who: str, ages: list[Age], *, near: bool, unsure: bool) -> Signal:
    raw = STATED if any(age.basis == "stated" for age in ages) else INFERRED
    doubts = [*(["ages-disagree"] if unsure else []), *([] if near else ["not-named-near"])]
    return Signal(
        start=at.start, end=at.end, code="underage-sex", detector="ages", rule="ages.cast",
        raw=raw, score=UNDECIDED if doubts else raw, scene=at.scene,
        context=("sexual-near", *doubts, *(["undecided"] if doubts else [])), people=(who,),
    )  # fmt: skip


def _within_scene(places: Places, offset: int) -> tuple[int, int]:
    low, high = places.scene_bounds(offset) or (0, offset + NEAR)
    return max(low, offset - NEAR), min(high, offset + NEAR)


def _undecided(found: Found, sexual: Sexual, persons: Persons, places: Places, decided: set[int]) -> Iterator[Signal]:
    for group, raw in (("minor-stated", UNDECIDED), ("minor-hint", UNDECIDED_WEAK)):
        for start, end, index in found.groups.get(group, ()):
            low, high = found.folded.offset(start), found.folded.offset(end - 1) + 1
            scene = places.scene(low)
            if scene in decided or sexual.strength(*_within_scene(places, low)) < LEAST:
                continue
            then = found.near("then", start - NEAR // 2, end + NEAR // 2)
            adult = found.near("of-age", start - COMPANY, end + COMPANY)
            if group == "minor-hint" and (then or adult):
                continue
            context = ["sexual-near", *(["memory"] if then else []), *(["adult-near"] if adult else []), "undecided"]
            yield Signal(
                start=low, end=high, code="underage-sex", detector="ages", rule=found.lexicon.rules[index].id,
                raw=raw, score=round(raw * (0.6 if then or adult else 1.0), 4), scene=scene, presence="implied",
                context=tuple(context), people=persons.named(low - NEAR, high + NEAR),
            )  # fmt: skip
