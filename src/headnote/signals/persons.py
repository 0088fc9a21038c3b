"""Who is named about an offset: mentions of the cast by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from headnote.records import Cast, Mention

#: Mentions read to see who was named last.
LOOK_BACK = 60


class Persons:
    """Mentions in text order; those that name nobody are left out."""

    def __init__(self, cast: Cast) -> None:
        self.mentions = [m for m in cast.mentions if m.person is not None]
        self._starts = [m.start for m in self.mentions]
        self.by_id = {person.id: person for person in cast.people}

    def between(self, low: int, high: int) -> list[Mention]:
        return self.mentions[bisect_left(self._starts, low) : bisect_right(self._starts, high)]

    def named(self, low: int, high: int) -> tuple[str, ...]:
        """Ids of the people mentioned in ``low..high``, each once, in text order."""
        return tuple(dict.fromkeys(m.person for m in self.between(low, high) if m.person is not None))

    def last_named(self, low: int, offset: int, count: int) -> tuple[str, ...]:
        """Ids of the `count` people last named in ``low..offset``, the latest first: those that the telling is about.
        No more than `LOOK_BACK` mentions are read."""
        found: dict[str, None] = {}
        i = bisect_left(self._starts, offset) - 1
        stop = max(-1, i - LOOK_BACK)
        while i > stop and self._starts[i] >= low and len(found) < count:
            if (who := self.mentions[i].person) is not None:
                found.setdefault(who)
            i -= 1
        return tuple(found)

    def before(self, offset: int, reach: int) -> Mention | None:
        """The nearest mention that ends at or before `offset`, not further than `reach` characters."""
        i = bisect_right(self._starts, offset) - 1
        while i >= 0 and self.mentions[i].end > offset:
            i -= 1
        return self.mentions[i] if i >= 0 and self.mentions[i].end >= offset - reach else None

    def after(self, offset: int, reach: int) -> Mention | None:
        """The nearest mention that starts at or after `offset`, not further than `reach` characters."""
        i = bisect_left(self._starts, offset)
        return self.mentions[i] if i < len(self.mentions) and self.mentions[i].start <= offset + reach else None
