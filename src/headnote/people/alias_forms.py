"""Forms that a given name is cut or drawn out to, where no list holds them: "Jin" of "Haejin", "Minnie"."""

from __future__ import annotations

import re

#: Fewest letters of a name cut short, and fewest that are cut.
SHORT, CUT = 3, 2
_PET = re.compile(r"(?:n?ie|n?y|ey|i|y?ah|kins|ito|ita|chan|kun|ya|o)")
_VOWEL = re.compile(r"[aeiouy]")


def is_cut(short: str, long: str) -> bool:
    """Whether one name is the other's beginning or its last syllable; case does not count."""
    a, b = short.lower(), long.lower()
    if len(a) < SHORT or len(b) - len(a) < CUT or a not in b or not a.isalpha() or not _VOWEL.search(a):
        return False
    return b.startswith(a) or (b.endswith(a) and a[0] not in "aeiouy" and bool(_VOWEL.search(b[: -len(a)])))


def is_pet(form: str, name: str) -> bool:
    """Whether one name is the other and a pet ending, a last consonant doubled or not ("Jiminie", "Tammy")."""
    a, b = form.lower(), name.lower()
    if len(b) < SHORT or not a.startswith(b) or a == b:
        return False
    ending = a[len(b) :]
    return bool(_PET.fullmatch(ending) or (ending[0] == b[-1] and _PET.fullmatch(ending[1:])))
