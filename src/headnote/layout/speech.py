"""Speech told from words that are merely set in quotation marks: titles, labels, scare quotes."""

from __future__ import annotations


def is_speech(view: str, start: int, end: int, first: int, *, open_: bool) -> bool:
    """Whether what stands in marks at ``view[start:end]`` is likely speech.

    Args:
        view: the text.
        start: offset of the opening mark.
        end: offset behind the closing mark.
        first: start of the paragraph.
        open_: no closing mark was found.
    """
    if open_ or end - start > 60 or start == first:
        return end - start > 2
    inner = view[start + 1 : end - 1].strip()
    if not inner:
        return False
    before = view[max(first, start - 30) : start].rstrip()
    if inner[-1] in "!?…—-" or before[-1:] in ",:.!?—-;":
        return True
    return bool(inner[-1] in ".," and inner[0].isupper())
