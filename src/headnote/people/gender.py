"""Each person's pronouns: what titles and given names suggest, and what the narration says after the name."""

from __future__ import annotations

from collections.abc import Sequence

from headnote.people.named import Named
from headnote.people.pronouns import Pronouns

#: A pronoun this many code points after a name, with no other name between, is taken to mean that person.
NEAR = 150
#: What a title or given name counts against one such pronoun.
PRIOR = 3.0
#: "They" is mostly plural: it counts this much of a "he" or "she".
PLURAL = 0.3
_SETS = {"m": "he/him", "f": "she/her", "t": "they/them", "n": "neopronouns"}


def pronoun_votes(named: Named, pronouns: Pronouns, people: int) -> list[dict[str, float]]:
    """For each person how often each kind of pronoun follows the name in narration."""
    votes: list[dict[str, float]] = [{} for _ in range(people)]
    starts, n = named.starts, len(named.starts)
    at, used = 0, -1
    for start, gender, inside in zip(pronouns.starts, pronouns.genders, pronouns.quoted, strict=True):
        if inside >= 0 or gender in "iy":
            continue
        while at < n and starts[at] < start:
            at += 1
        last = at - 1
        if last < 0 or last == used or named.quoted[last] >= 0 or start - named.ends[last] > NEAR:
            continue
        used = last
        vote = votes[named.who[last]]
        vote[gender] = vote.get(gender, 0.0) + (PLURAL if gender == "t" else 1.0)
    return votes


def genders_of(priors: Sequence[str], votes: Sequence[dict[str, float]]) -> list[str]:
    """Gender of each person: m, f, t (they), n (neopronouns) or empty where it cannot be told."""
    genders = []
    for prior, vote in zip(priors, votes, strict=True):
        tally = dict(vote)
        if prior:
            tally[prior] = tally.get(prior, 0.0) + PRIOR
        ranked = sorted(tally.items(), key=lambda kv: (-kv[1], kv[0]))
        clear = ranked and (len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1])
        genders.append(ranked[0][0] if clear and ranked[0][1] >= 1 else prior)
    return genders


def pronoun_sets(gender: str, vote: dict[str, float]) -> list[str]:
    """The pronouns that the text uses for a person, the usual ones first."""
    total = sum(vote.values())
    used = sorted((g for g in vote if vote[g] >= max(2.0, 0.3 * total)), key=lambda g: -vote[g])
    if gender and gender not in used and not used:
        used = [gender]
    return [_SETS[g] for g in used]
