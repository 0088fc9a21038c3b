"""Messages of errors as sentences, for people who did not type a command."""

from __future__ import annotations


def sentence(words: str) -> str:
    """The words with a capital at their start and a full stop at their end."""
    words = words.strip()
    if not words:
        return ""
    return f"{words[0].upper()}{words[1:]}{'' if words[-1] in '.!?…' else '.'}"
