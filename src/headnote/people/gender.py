"""Each person's pronouns: what titles and given names suggest, and what the narration says after the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headnote.people.named import Named
from headnote.people.pronouns import SUBJECT, Pronouns

#: A pronoun this many code points after a name, with no other name between, is taken to mean that person.
NEAR = 150
#: What a title or given name counts against one such pronoun.
PRIOR = 3.0
#: "They" is mostly plural: it counts this much of a "he" or "she".
PLURAL = 0.3
#: Least votes that tell a gender, and that tell of "they". On the annotated novels 0.6 tells five more people rightly
#: than 1.0 does and one more wrongly.
LEAST, LEAST_PLURAL = 0.6, 1.0
#: "His" or "her" after a name is as often someone else's.
OTHER_FORMS = 0.6
#: A second set of pronouns is the person's own where it has this share; below, it is mostly someone else near by.
SECOND = 0.4
_END = re.compile(r"[.!?\n]\s")
_BREAK = re.compile(r"[;:]\s")
_PARAGRAPH = re.compile(r"\n\s*\n")
#: What a pronoun in the paragraph after the name's counts.
NEXT_PARAGRAPH = 0.1
_SETS = {"m": "he/him", "f": "she/her", "t": "they/them", "n": "neopronouns"}


def pronoun_votes(text: str, named: Named, pronouns: Pronouns, people: int) -> list[dict[str, float]]:
    """For each person how often each kind of pronoun follows the name in narration."""
    votes: list[dict[str, float]] = [{} for _ in range(people)]
    starts, n = named.starts, len(named.starts)
    at, used = 0, -1
    for start, gender, inside, kind in zip(
        pronouns.starts, pronouns.genders, pronouns.quoted, pronouns.kinds, strict=True
    ):
        if inside >= 0 or gender in "iy":
            continue
        while at < n and starts[at] < start:
            at += 1
        last = at - 1
        if last < 0 or last == used or named.quoted[last] >= 0 or start - named.ends[last] > NEAR:
            continue
        used = last
        vote = votes[named.who[last]]
        weight = _closeness(text, named.ends[last], start)
        weight *= 1.0 if kind == SUBJECT else OTHER_FORMS
        vote[gender] = vote.get(gender, 0.0) + (PLURAL * weight if gender == "t" else weight)
    return votes


def _closeness(text: str, end: int, start: int) -> float:
    """How surely a pronoun at `start` means the name that ends at `end`: in the same sentence, past a colon there, as
    the first word of a later one, elsewhere; in the next paragraph often another speaks or acts."""
    if _END.search(text, end, start) is None:
        return 0.5 if _BREAK.search(text, end, start) else 1.0
    if _PARAGRAPH.search(text, end, start):
        return NEXT_PARAGRAPH
    return 0.7 if text[start].isupper() else 0.3


def genders_of(priors: Sequence[str], votes: Sequence[dict[str, float]]) -> list[str]:
    """Gender of each person: m, f, t (they), n (neopronouns) or empty where it cannot be told."""
    genders = []
    for prior, vote in zip(priors, votes, strict=True):
        tally = dict(vote)
        if prior:
            tally[prior] = tally.get(prior, 0.0) + PRIOR
        ranked = sorted(tally.items(), key=lambda kv: (-kv[1], kv[0]))
        clear = ranked and (len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1])
        least = LEAST_PLURAL if ranked and ranked[0][0] == "t" else LEAST
        genders.append(ranked[0][0] if clear and ranked[0][1] >= least else prior)
    return genders


def pronoun_sets(gender: str, vote: dict[str, float]) -> list[str]:
    """The pronouns that the text uses for a person, the usual ones first."""
    total = sum(vote.values())
    others = [
        g for g in sorted(vote, key=lambda g: (-vote[g], g)) if g != gender and vote[g] >= max(3.0, SECOND * total)
    ]
    return [_SETS[g] for g in ([gender] if gender else []) + others]
