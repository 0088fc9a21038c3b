"""Passwords: what may be one, and its Argon2id hash."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from headnote.errors import UsageError

#: Bounds in characters. The lower one follows NIST SP 800-63B (8 at least), with some room; the upper one keeps a form
#: from making the hash work for long.
SHORTEST, LONGEST = 10, 1000

#: argon2-cffi's own defaults, which are RFC 9106's for little memory: 64 MiB, 3 passes, 4 lanes.
HASHER = PasswordHasher()


def hashed(password: str, name: str) -> str:
    """The hash of a new password, with its own salt and parameters in it.

    Raises:
        UsageError: too short, too long, or the name of the account.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"expected a password of {SHORTEST} to {LONGEST} characters, got {len(password)}",
            hint="A sentence of a few words is easy to keep in mind and hard to guess.",
        )
    if password.casefold() == name.casefold():
        raise UsageError("expected a password other than the name of the account, got the name", hint="")
    return rehashed(password)


def rehashed(password: str) -> str:
    """The hash of a password that was accepted before, with the parameters that are used now."""
    return HASHER.hash(_bytes(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether a password is the one of a hash. Null, for an account that is not there or has none, takes the same work
    and never matches."""
    nobody = _nobody()
    try:
        right = HASHER.verify(stored or nobody, _bytes(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None and len(password) <= LONGEST


def outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than are used now."""
    return HASHER.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    """A hash that no password matches, of this process."""
    return HASHER.hash(secrets.token_bytes(32))


def _bytes(password: str) -> bytes:
    """One form for what looks the same, however it was typed."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
