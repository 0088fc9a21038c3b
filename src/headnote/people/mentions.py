"""All mentions of a work in text order: its names, its pronouns, and the nouns that mean someone."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from headnote.people.resolve import Meant
from headnote.people.stage import Stage
from headnote.people.unnamed import CALLED
from headnote.records import MENTION_KINDS, Mentions

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

#: Confidence of a mention by name: nine in ten names of the novels mean the person found.
NAMED = 0.9
#: Mentions that are objects at a time.
BLOCK = 1 << 12
_NAME, _PRONOUN, _NOMINAL = map(MENTION_KINDS.index, ("name", "pronoun", "nominal"))


def all_mentions(stage: Stage, meant: Iterable[Meant], ids: Sequence[str]) -> Mentions:
    """The mentions of a work; of those that begin together the longest comes first ("Mara's brother", "Mara").

    Args:
        stage: where its people are named.
        meant: its pronouns and noun phrases.
        ids: the id of each named person by index.
    """
    import numpy as np

    named, roles = stage.named, stage.roles.people()
    starts, ends, who, sure = array("q", named.starts), array("q", named.ends), array("i", named.who), array("d")
    nouns = bytearray(person in roles for person in named.who)
    sure.extend(CALLED if noun else NAMED for noun in nouns)
    rest = iter(meant)
    while some := list(islice(rest, BLOCK)):
        columns = zip(*some, strict=True)
        starts.extend(next(columns))
        ends.extend(next(columns))
        who.extend(next(columns))
        sure.extend(next(columns))
        nouns.extend(next(columns))
    order = _order(starts, ends)
    kinds = np.full(len(nouns), _PRONOUN, dtype=np.uint8)
    kinds[: len(named.who)] = _NAME
    kinds[np.asarray(nouns) > 0] = _NOMINAL
    people = np.array(who, dtype=np.int32)
    unnamed = people >= len(ids)
    people[unnamed] = len(ids) - 2 - people[unnamed]  # -2, -3, ...: someone without a name
    return Mentions(
        people=tuple(ids),
        starts=_taken(starts, order),
        ends=_taken(ends, order),
        who=people[order].tobytes(),
        kinds=kinds[order].tobytes(),
        sure=_taken(sure, order),
    )


def _order(starts: array[int], ends: array[int]) -> Array:
    """The indexes of the mentions in text order."""
    import numpy as np

    return np.lexsort((-np.asarray(ends), np.asarray(starts)))


def _taken(column: array[int] | array[float], order: Array) -> bytes:
    import numpy as np

    return np.asarray(column)[order].tobytes()
