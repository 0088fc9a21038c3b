"""Who sends the messages of an exchange: the names written before them, or, without names, turn and turn about."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, MutableMapping, Sequence

from headnote.people.aliases import Character
from headnote.people.evidence import Evidence, Name
from headnote.people.names import Parts, take_apart
from headnote.people.stage import Stage
from headnote.records import Message

#: Confidence of a sender by name, and of one by turn and turn about.
BY_NAME, BY_TURN = 0.95, 0.4
_SELF = frozenset(("me", "i", "myself"))


def _key(sender: str) -> Name:
    return tuple(sender.replace(".", " ").split())


def add_senders(
    messages: Sequence[Message], characters: list[Character], found: MutableMapping[Name, Evidence]
) -> dict[str, int]:
    """The character that each written sender means; one that no name fits becomes a person of its own.

    Args:
        messages: the messages of the layout.
        characters: added to.
        found: evidence for names; added to for new people.
    """
    counts = Counter(m.sender for m in messages if m.sender)
    known = _known(characters)
    meant: dict[str, int] = {}
    for sender in sorted(counts, key=lambda s: (-counts[s], s)):
        words = _key(sender)
        if not words or sender.lower() in _SELF:
            continue
        folded = " ".join(words).casefold()
        if folded not in known:
            found[words] = Evidence()
            characters.append(Character(words, take_apart(words) if len(words) > 1 else Parts((), words), 0))
            known[folded] = len(characters) - 1
        meant[sender] = known[folded]
    return meant


def _known(characters: Sequence[Character]) -> dict[str, int]:
    """For each name, whole or given name only, the character it means where it means one only."""
    owners: dict[str, set[int]] = {}
    for i, character in enumerate(characters):
        for name, parts in zip(character.names, character.parts, strict=True):
            for form in (name, parts.core, parts.core[:1]):
                owners.setdefault(" ".join(form).casefold(), set()).add(i)
    return {form: min(people) for form, people in owners.items() if len(people) == 1}


def tell_senders(messages: Sequence[Message], stage: Stage, meant: Mapping[str, int]) -> list[tuple[int, float]]:
    """Sender and confidence of each message, -1 where it cannot be told."""
    told: list[tuple[int, float]] = []
    exchange, pair = -1, (-1, -1)
    place = 0
    for message in messages:
        if message.exchange != exchange:
            exchange, place = message.exchange, 0
            pair = _correspondents(stage, message.start)
        if message.sender is None:
            who = pair[place % 2]
            told.append((who, BY_TURN if who >= 0 else 0.0))
        else:
            who = stage.narrator if message.sender.lower() in _SELF else meant.get(message.sender, -1)
            told.append((who, BY_NAME if who >= 0 else 0.0))
        place += 1
    return told


def _correspondents(stage: Stage, start: int) -> tuple[int, int]:
    """The two people last named in narration before an exchange, or first after it."""
    named = stage.named
    last: list[int] = []
    at = bisect_left(named.starts, start)
    floor = max(0, start - 800)
    while at > 0 and len(last) < 2 and named.starts[at - 1] >= floor:
        at -= 1
        if named.quoted[at] < 0 and named.who[at] not in last:
            last.append(named.who[at])
    after = bisect_left(named.starts, start)
    while after < len(named.starts) and len(last) < 2 and named.starts[after] <= start + 3000:
        if named.quoted[after] < 0 and named.who[after] not in last:
            last.append(named.who[after])
        after += 1
    if stage.narrator >= 0 and stage.narrator not in last:
        last = [stage.narrator, *last][:2]
    return (last[-1], last[0]) if len(last) == 2 else (-1, -1)
