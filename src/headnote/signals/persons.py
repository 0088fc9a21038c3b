"""Who is named about an offset: mentions of the cast by place."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right

from headnote.records import Cast, Mention

#: Mentions read to see who was named last.
LOOK_BACK = 60


class Persons:
    """Mentions in text order; those that name nobody are left out."""

    def __init__(self, cast: Cast) -> None:
        self._mentions = cast.mentions
        starts, who = cast.mentions.column("starts"), cast.mentions.column("who")
        #: Places in `_mentions` of those that name someone, and where these begin.
        self._at = array("q", (i for i, person in enumerate(who) if person >= 0))
        self._starts = array("q", (starts[i] for i in self._at))
        self._who = who
        self.by_id = {person.id: person for person in cast.people}

    def named(self, low: int, high: int) -> tuple[str, ...]:
        """Ids of the people mentioned in ``low..high``, each once, in text order."""
        first, last = bisect_left(self._starts, low), bisect_right(self._starts, high)
        return tuple(dict.fromkeys(self._person(i) for i in range(first, last)))

    def last_named(self, low: int, offset: int, count: int) -> tuple[str, ...]:
        """Ids of the `count` people last named in ``low..offset``, the latest first: those that the telling is about.
        No more than `LOOK_BACK` mentions are read."""
        found: dict[str, None] = {}
        i = bisect_left(self._starts, offset) - 1
        stop = max(-1, i - LOOK_BACK)
        while i > stop and self._starts[i] >= low and len(found) < count:
            found.setdefault(self._person(i))
            i -= 1
        return tuple(found)

    def before(self, offset: int, reach: int) -> Mention | None:
        """The nearest mention that ends at or before `offset`, not further than `reach` characters."""
        i = bisect_right(self._starts, offset) - 1
        while i >= 0 and self._mentions[self._at[i]].end > offset:
            i -= 1
        mention = self._mentions[self._at[i]] if i >= 0 else None
        return mention if mention and mention.end >= offset - reach else None

    def after(self, offset: int, reach: int) -> Mention | None:
        """The nearest mention that starts at or after `offset`, not further than `reach` characters."""
        i = bisect_left(self._starts, offset)
        return self._mentions[self._at[i]] if i < len(self._at) and self._starts[i] <= offset + reach else None

    def _person(self, i: int) -> str:
        return self._mentions.people[self._who[self._at[i]]]
