"""Where pronouns stand: parallel lists over all personal pronouns, in text order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headnote.people.vocabulary import vocabulary

_SUBJECT = frozenset("he she they i xe ze ey fae ve".split())  # noqa: SIM905
_PATTERN = re.compile(
    r"(?<![\w'’])(?:[Hh](?:e|is|im|er|ers|imself|erself)|[Ss]he|[Tt]he(?:y|m|ir|irs|mselves|mself)|I|[Mm](?:e|y|ine|yself)"
    r"|[Xx](?:e|em|yr|yrs|emself)|[Zz](?:e|ir|irs|irself)|[Hh]irs?|[Ee](?:y|m|ir|irs|mself)|[Ff]ae(?:r|rs|rself)?"
    r"|[Vv](?:e|er|is|erself))\b"
)


class Pronouns:
    """All personal pronouns. `genders` as in the vocabulary: m, f, t (they), n (neopronoun), i (first person);
    `quoted` the index of the outermost quotation around it or -1."""

    __slots__ = ("ends", "genders", "quoted", "starts", "subject")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.genders: list[str] = []
        self.quoted: list[int] = []
        self.subject: list[bool] = []


def find_pronouns(text: str, quoted: Sequence[tuple[int, int]]) -> Pronouns:
    """All personal pronouns of a text; `quoted` are the spans of the outermost quotations in text order."""
    genders = vocabulary().pronoun_gender
    found = Pronouns()
    starts, ends, kinds, inside, subject = found.starts, found.ends, found.genders, found.quoted, found.subject
    at = 0
    for m in _PATTERN.finditer(text):
        start, end = m.span()
        while at < len(quoted) and quoted[at][1] <= start:
            at += 1
        word = m.group().lower()
        starts.append(start)
        ends.append(end)
        kinds.append(genders[word])
        subject.append(word in _SUBJECT)
        inside.append(at if at < len(quoted) and quoted[at][0] <= start else -1)
    return found
