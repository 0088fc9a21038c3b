"""All mentions of a work in text order: its names, its pronouns, and the nouns that mean someone."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from headnote.people.nominals import CALLED, Nominal
from headnote.people.resolve import Meant
from headnote.people.stage import Stage
from headnote.records import MENTION_KINDS, Mentions

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

#: Confidence of a mention by name: nine in ten names of the novels mean the person found.
NAMED = 0.9
_NAME, _PRONOUN, _NOMINAL = map(MENTION_KINDS.index, ("name", "pronoun", "nominal"))


def all_mentions(stage: Stage, meant: Iterable[Meant], nominals: Sequence[Nominal], ids: Sequence[str]) -> Mentions:
    """The mentions of a work; of those that begin together names come first, then pronouns.

    Args:
        stage: where its people are named.
        meant: its pronouns.
        nominals: the nouns that mean someone.
        ids: the id of each person by index.
    """
    named, is_role = stage.named, stage.roles.is_role
    starts, ends, who = array("q", named.starts), array("q", named.ends), array("i", named.who)
    kinds = bytearray(_NOMINAL if is_role(person) else _NAME for person in named.who)
    sure = array("d", (CALLED if kind == _NOMINAL else NAMED for kind in kinds))
    for kind, found in ((_PRONOUN, meant), (_NOMINAL, nominals)):
        for start, end, person, confidence in found:
            starts.append(start)
            ends.append(end)
            who.append(person)
            kinds.append(kind)
            sure.append(confidence)
    order = _order(starts)
    return Mentions(
        people=tuple(ids),
        starts=_taken(starts, order),
        ends=_taken(ends, order),
        who=_taken(who, order),
        kinds=_taken(kinds, order),
        sure=_taken(sure, order),
    )


def _order(starts: array[int]) -> Array:
    """The indexes of the mentions in text order."""
    import numpy as np

    return np.argsort(np.asarray(starts), kind="stable")


def _taken(column: array[int] | array[float] | bytearray, order: Array) -> bytes:
    import numpy as np

    return np.asarray(column)[order].tobytes()
