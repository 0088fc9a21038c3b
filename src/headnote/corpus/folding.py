"""Words as they are compared and looked up: without case, accents or signs."""

from __future__ import annotations

import re
import unicodedata

_ASCII = frozenset(map(chr, range(128)))
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_SIGNS = re.compile(r"[\W_]+")


def fold(words: str) -> str:
    """Words in the form in which they are stored and looked up: letters and digits, without case or accents, one
    space between them."""
    for odd in set(words).difference(_ASCII):
        words = words.replace(odd, _plain(odd))
    words = words.casefold()
    # A text in ASCII, as most are by now, is ten times faster to clear by a table than by an expression.
    return " ".join((words.translate(_BLANKS) if words.isascii() else _SIGNS.sub(" ", words)).split())


def _plain(odd: str) -> str:
    """A character without its accents."""
    return "".join(part for part in unicodedata.normalize("NFKD", odd) if not unicodedata.combining(part))
