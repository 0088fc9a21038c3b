"""Casts for tests: people found by name in a text, with the ages, pairs and quotations that a test gives them."""

from __future__ import annotations

import re

from headnote.records import Age, Cast, Mention, Mentions, Pair, Person, Quote


def age(low: int, high: int, *, time: str = "now", basis: str = "stated") -> Age:
    return Age(start=0, end=1, low=low, high=high, basis=basis, time=time)  # type: ignore[arg-type]


def make_cast(
    text: str,
    names: dict[str, list[Age]],
    *,
    pairs: tuple[Pair, ...] = (),
    speaking: dict[str, list[tuple[int, int]]] | None = None,
) -> Cast:
    """One person a name, ``p1`` the first; `speaking` gives the spans of their quotations by name."""
    ids = {name: f"p{i + 1}" for i, name in enumerate(names)}
    mentions = sorted(
        (m.start(), m.end(), ids[name]) for name in names for m in re.finditer(rf"\b{re.escape(name)}\b", text)
    )
    quotes = [(start, end, ids[name]) for name, spans in (speaking or {}).items() for start, end in spans]
    return Cast(
        people=tuple(
            Person(
                id=ids[name], name=name, aliases=[name], ages=ages,
                mentions=sum(who == ids[name] for _, _, who in mentions),
                quotes=sum(who == ids[name] for _, _, who in quotes),
            )
            for name, ages in names.items()
        ),
        mentions=Mentions.of(
            Mention(start=a, end=b, person=who, kind="name", confidence=0.9) for a, b, who in mentions
        ),
        quotes=tuple(Quote(start=a, end=b, speaker=who, confidence=0.9) for a, b, who in sorted(quotes)),
        pairs=pairs,
    )  # fmt: skip
