"""Which capitalised names are people."""

from __future__ import annotations

from collections.abc import Mapping

from headnote.people.evidence import Evidence
from headnote.people.vocabulary import Vocabulary, vocabulary

Name = tuple[str, ...]


def titles_of(name: Name, words: Vocabulary) -> int:
    """How many leading words of a name are titles ("Miss", "Old Mr."), short of the whole name."""
    n = 0
    while n < len(name) - 1 and name[n].lower() in words.title_gender:
        n += 1
    return n


def is_person(name: Name, evidence: Evidence) -> bool:
    """Whether a name is a person's, by its form and by what the work says around it."""
    words = vocabulary()
    low = [w.lower() for w in name]
    titled = titles_of(name, words) and low[0] not in words.adjectives
    bare = low[titles_of(name, words) :]
    acted = 3 * evidence.spoken + 2 * evidence.addressed + evidence.human
    share = (acted + 0.3 * evidence.weak) / evidence.total
    if titled and bare[-1] not in words.place_words:
        return True
    if len(low) > 1 and (low[-1] in words.place_words or len(low) > 5):
        return False
    if bare[0] in words.not_names or bare[-1] in words.places or bare[-1] in words.endearments:
        return evidence.spoken >= 2 and share > 0.5 and evidence.within > 0
    if evidence.the * 2 > evidence.total:
        return (evidence.spoken >= 2 or (bare[0] in words.title_gender and acted >= 2)) and share > 0.2
    if len(low) == 1 and low[0] in words.title_gender:
        return evidence.spoken + evidence.addressed >= 2 and share > 0.3
    if evidence.placed > 0.4 * evidence.total:
        return False
    if bare[0] in words.given:
        return evidence.within > 0 or acted > 0 or len(low) > 1
    needed = 0.2 if evidence.total > 3 else 0.5
    return share >= needed and (evidence.within > 0 or evidence.spoken > 1) and acted >= 2


def people_among(found: Mapping[Name, Evidence]) -> list[Name]:
    """The names that are people's, most written first."""
    people = [n for n, e in found.items() if is_person(n, e)]
    return sorted(people, key=lambda n: (-found[n].total, n))
