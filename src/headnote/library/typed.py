"""Words that a person typed into a form: bounded, and free of characters that nobody can see."""

from __future__ import annotations

import unicodedata

from headnote.errors import UsageError

#: Longest name of an account and longest reason or note, in characters.
LONGEST_NAME, LONGEST_REASON = 80, 1000
#: Marks that turn the direction of what follows, so that it reads otherwise than it is.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def name(typed: str) -> str:
    """A name of an account, in Unicode's compatible form.

    Raises:
        UsageError: empty, too long, or with characters that do not print.
    """
    plain = " ".join(unicodedata.normalize("NFKC", typed).split(" "))
    if not plain.strip() or plain != plain.strip() or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise UsageError(f"expected a name of 1 to {LONGEST_NAME} characters that print, got another", hint="")
    return plain


def reason(typed: str) -> str:
    """A reason or note, trimmed, its line ends as newlines; may be empty.

    Raises:
        UsageError: too long, or with control characters.
    """
    plain = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(plain) > LONGEST_REASON:
        raise UsageError(f"expected a reason of at most {LONGEST_REASON} characters, got {len(plain)}", hint="")
    if any(_hidden(character) for character in plain):
        raise UsageError("expected a reason without control characters, got some", hint="")
    return plain


def _hidden(character: str) -> bool:
    return character in _TURNING or (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t")
