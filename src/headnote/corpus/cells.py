"""Cells of a sheet that somebody opens in a spreadsheet."""

from __future__ import annotations

#: What a spreadsheet takes for the beginning of a formula, also in the full-width forms that it folds, and after the
#: blanks that it drops.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
#: Blanks that begin a cell of their own in some programs, and with it a formula.
_PARTS = ("\t", "\r")


def inert(text: str) -> str:
    """A text as a cell that is never run: what would be a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(_PARTS) or text.lstrip().startswith(_FORMULA) else text
