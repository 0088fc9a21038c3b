"""Where pronouns stand: parallel lists over all personal pronouns, in text order."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import cache
from itertools import chain

from headnote.people.vocabulary import vocabulary

SUBJECT, OBJECT, POSSESSIVE, REFLEXIVE = range(4)
_KINDS = {
    **dict.fromkeys("he she they i you xe ze ey fae ve".split(), SUBJECT),  # noqa: SIM905
    **dict.fromkeys("him them me xem zir em faer ver".split(), OBJECT),  # noqa: SIM905
    **dict.fromkeys("his her hers their theirs my mine your yours xyr xyrs hir hirs eir eirs vis".split(), POSSESSIVE),  # noqa: SIM905
}
#: A pronoun after what may stand before a word: a set first, so that the search skips the letters quickly.
_FORMS = (
    r"(I|[Yy]ou(?:r|rs|rself)?|[Hh](?:e|is|im|er|ers|imself|erself|irs?)|[Ss]he"
    r"|[Tt]he(?:y|m|ir|irs|mselves|mself)|[Mm](?:e|y|ine|yself)|[Xx](?:e|em|yr|yrs|emself)|[Zz](?:e|ir|irs|irself)"
    r"|[Ee](?:y|m|ir|irs|mself)|[Ff]ae(?:r|rs|rself)?|[Vv](?:e|er|is|erself))\b"
)
_PATTERN = re.compile(rf"[\s\"“”‘’'(\[—–_*-](?=[IYyHhSsTtMmXxZzEeFfVv]){_FORMS}")
_FIRST = re.compile(_FORMS)
#: What is left of a word after an apostrophe ("'em", "I've") is none.
_REMAINS = frozenset(("em", "ve", "ey"))


class Pronouns:
    """All personal pronouns. `genders` as in the vocabulary: m, f, t (they), n (neopronoun), i (first person), y
    (you); `kinds` subject, object, possessive or reflexive; `quoted` the index of the outermost quotation around it
    or -1. Numbers lie in arrays: a long work has millions."""

    __slots__ = ("ends", "genders", "kinds", "quoted", "starts")

    def __init__(self) -> None:
        self.starts: array[int] = array("q")
        self.ends: array[int] = array("q")
        self.genders: list[str] = []
        self.kinds: array[int] = array("b")
        self.quoted: array[int] = array("q")


@cache
def _forms() -> dict[str, tuple[str, int]]:
    """Gender and kind of each form, as it is written within a sentence and at its start."""
    genders = vocabulary().pronoun_gender
    forms = {form: (genders[form], _KINDS.get(form, REFLEXIVE)) for form in genders}
    return forms | {form.capitalize(): code for form, code in forms.items()}


def find_pronouns(text: str, quoted: Sequence[tuple[int, int]]) -> Pronouns:
    """All personal pronouns of a text; `quoted` are the spans of the outermost quotations in text order."""
    forms, found = _forms(), Pronouns()
    starts, ends, kinds, inside, gender = found.starts, found.ends, found.kinds, found.quoted, found.genders
    at, n = 0, len(quoted)
    first = _FIRST.match(text)
    for m in chain([first] if first else [], _PATTERN.finditer(text)):
        start, end = m.span(1)
        while at < n and quoted[at][1] <= start:
            at += 1
        form = m.group(1)
        if form in _REMAINS and text[start - 1] in "'’":
            continue
        code, kind = forms[form]
        starts.append(start)
        ends.append(end)
        gender.append(code)
        kinds.append(kind)
        inside.append(at if at < n and quoted[at][0] <= start else -1)
    return found
