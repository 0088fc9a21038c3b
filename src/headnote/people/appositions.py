"""Nouns that the text itself says of someone with a name: "Mr. Marsh, the harbour master, had"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from headnote.people.named import Named
from headnote.people.subjects import BLANK
from headnote.people.vocabulary import vocabulary


def apposed(text: str, named: Named, nouns: Collection[str]) -> dict[str, set[int]]:
    """For each noun that follows someone's name in apposition the people whom it is said of.

    Args:
        text: the work's text.
        named: where its people are named.
        nouns: the nouns to look for, lower case, of one word each.
    """
    found: dict[str, set[int]] = defaultdict(set)
    if not nouns:
        return found
    pattern = re.compile(
        rf",{BLANK}(the|an?){BLANK}(?:[\w’'-]+{BLANK}){{0,2}}?({'|'.join(map(re.escape, sorted(nouns)))})"
        rf"(?=[,.;:!?)]|{BLANK}(?:of|who)\b)"
    )
    seldom = vocabulary().walk_ons  # "Mara, a mortal maid" is not "the maid" who opens the door
    ends = {m.start(): m.group(2) for m in pattern.finditer(text) if m.group(1) == "the" or m.group(2) not in seldom}
    for end, who in zip(named.ends, named.who, strict=True):
        if end in ends:
            found[ends[end]].add(who)
    return found
