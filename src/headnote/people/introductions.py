"""Who tells his own name in speech: "I'm Ben", "My name is Mara"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headnote.people.named import Named
from headnote.people.turns import Turn

#: What a sentence begins with that ends in one's own name.
_OWN_NAME = re.compile(
    r"(?:[\"“‘'«]|[.!?…,;:—–-]\s*|\b(?:and|but|well|hi|hey|hello),?\s)"
    r"(?:i['’ ]?m|i am|my name['’ ]s|my name is|(?:you can )?call me)\s+$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.,;:!?…—–\"”’'-](?!s\b)")
#: Code points before a name in which the beginning stands.
REACH = 30


def introductions(text: str, named: Named, turns: Sequence[Turn]) -> dict[int, int]:
    """For each turn in which somebody tells his own name that person: of the annotated novels' fourteen such names six
    stand so, and all six are the speaker's.

    Args:
        text: the work's text.
        named: where its people are named.
        turns: the turns; a name's quotation is one of theirs.
    """
    owner = [t for t, turn in enumerate(turns) for _ in turn.quotes]
    found: dict[int, int] = {}
    for start, end, who, quoted in zip(named.starts, named.ends, named.who, named.quoted, strict=True):
        if quoted < 0 or not _ENDS.match(text, end):
            continue
        if _OWN_NAME.search(text, max(0, start - REACH), start):
            found.setdefault(owner[quoted], who)
    return found
