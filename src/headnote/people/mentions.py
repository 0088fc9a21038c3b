"""All mentions of a work in text order: its names, its pronouns, and the nouns that mean someone."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
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
_NAME, _PRONOUN, _NOMINAL = map(MENTION_KINDS.index, ("name", "pronoun", "nominal"))


def all_mentions(stage: Stage, meant: Iterable[Meant], ids: Sequence[str]) -> Mentions:
    """The mentions of a work; of those that begin together the longest comes first ("Mara's brother", "Mara").

    Args:
        stage: where its people are named.
        meant: its pronouns and noun phrases.
        ids: the id of each named person by index.
    """
    named, is_role = stage.named, stage.roles.is_role
    starts, ends, who = array("q", named.starts), array("q", named.ends), array("i", named.who)
    kinds = bytearray(_NOMINAL if is_role(person) else _NAME for person in named.who)
    sure = array("d", (CALLED if kind == _NOMINAL else NAMED for kind in kinds))
    for start, end, person, confidence, noun in meant:
        starts.append(start)
        ends.append(end)
        who.append(person if person < len(ids) else len(ids) - 2 - person)  # -2, -3, ...: someone without a name
        kinds.append(_NOMINAL if noun else _PRONOUN)
        sure.append(confidence)
    order = _order(starts, ends)
    return Mentions(
        people=tuple(ids),
        starts=_taken(starts, order),
        ends=_taken(ends, order),
        who=_taken(who, order),
        kinds=_taken(kinds, order),
        sure=_taken(sure, order),
    )


def _order(starts: array[int], ends: array[int]) -> Array:
    """The indexes of the mentions in text order."""
    import numpy as np

    return np.lexsort((-np.asarray(ends), np.asarray(starts)))


def _taken(column: array[int] | array[float] | bytearray, order: Array) -> bytes:
    import numpy as np

    return np.asarray(column)[order].tobytes()
