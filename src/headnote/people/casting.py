"""From what was read to records: people with their names, mentions, quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from headnote.people.antecedents import Tables, bundled
from headnote.people.evidence import Evidence, Name
from headnote.people.gender import pronoun_sets
from headnote.people.mentions import all_mentions
from headnote.people.names import take_apart
from headnote.people.reading import Reading
from headnote.people.resolve import resolved
from headnote.people.roles import Roles, without
from headnote.people.scorer import Model
from headnote.people.speakers import Told, tell_speakers, turn_speakers
from headnote.records import Cast, Layout, Person, Quote

#: Share of the mentions from which a full name that stands once is what a person is called by.
FULL = 0.05
_DOTTED = frozenset("Mr Mrs Ms Mx Dr Mme Mlle M Prof Capt Col Gen Lt Sgt Rev Hon St".split())  # noqa: SIM905


def dotted(text: str, names: Iterable[Name]) -> frozenset[str]:
    """The abbreviations in these names that a work writes with a dot."""
    return frozenset(w for w in _DOTTED.intersection(chain.from_iterable(names)) if f"{w}. " in text)


def spelled(name: Name, with_dot: Collection[str], evidence: Evidence) -> list[str]:
    """A name as the work writes it: "Mr. Vyse" with its dot, "The Queen" with its article and without."""
    whole = " ".join(f"{w}." if w in with_dot else w for w in name)
    if evidence.the * 2 <= evidence.total:
        return [whole]
    return [f"The {whole if len(name) == 1 or name[-1][0].isupper() else whole.lower()}", whole]


def _by_use(names: Sequence[Name], found: Mapping[Name, Evidence]) -> list[Name]:
    """A person's names, first the one to call them by: the full name where the work often uses it, else what it uses
    most."""
    total = sum(found[name].total for name in names)
    full = [n for n in names if len(take_apart(n).core) > 1 and n[-1][0].isupper()]
    often = [n for n in full if found[n].total >= min(2, FULL * total)]
    best = max(often or names, key=lambda n: found[n].total)
    return [best, *(n for n in names if n != best)]


def make_cast(
    layout: Layout, reading: Reading, model: Model | None = None, pronouns: Tables[float] | None = None
) -> Cast:
    """People, mentions, quotations and narrator of a work.

    Args:
        layout: the work's layout.
        reading: what was read of its names.
        model: the speaker scorer; the bundled one when null.
        pronouns: the weights that tell whom a pronoun means; likewise.
    """
    stage = reading.stage
    speakers = turn_speakers(stage, model)
    told = tell_speakers(stage, layout, reading.senders, speakers)
    stage.named = without(stage.named, _silent(stage.roles, told))
    people, ids = _people(reading, told)
    quotes = tuple(
        Quote(start=t.start, end=t.end, speaker=ids[t.who] if t.who >= 0 else None, confidence=t.confidence)
        for t in told
    )
    del told  # 15 MB less of 340 at the peak of a work of 20 MB
    return Cast(
        people=tuple(people),
        mentions=all_mentions(stage, resolved(stage, speakers, pronouns or bundled()), ids),
        quotes=quotes,
        narrator=ids[stage.narrator] if stage.narrator >= 0 else None,
    )


def _silent(roles: Roles, told: Iterable[Told]) -> set[int]:
    """The roles that say nothing after all: they are nobody."""
    return set(roles.people()) - {t.who for t in told}


def _people(reading: Reading, told: list[Told]) -> tuple[list[Person], list[str]]:
    """Person records by number of mentions, and the id of each character by its index."""
    characters, stage = reading.characters, reading.stage
    mentions, quotes = Counter(stage.named.who), Counter(t.who for t in told)
    silent = _silent(stage.roles, told)
    order = sorted((i for i in range(len(characters)) if i not in silent), key=lambda i: (-mentions[i], i))
    ids, with_dot = [""] * len(characters), dotted(stage.text, (n for c in characters for n in c.names))
    people = []
    for rank, i in enumerate(order, 1):
        ids[i] = f"p{rank}"
        ordered = _by_use(characters[i].names, reading.found)
        names = (s for name in ordered for s in spelled(name, with_dot, reading.found[name]))
        name, *aliases = dict.fromkeys(names)
        people.append(
            Person(
                id=ids[i],
                name=name,
                aliases=aliases,
                mentions=mentions[i],
                quotes=quotes[i],
                pronouns=pronoun_sets(stage.genders[i], reading.votes[i]),
            )
        )
    return people, ids
