"""What may be shown of a string that came from a file: one line, without anything that commands a terminal."""

from __future__ import annotations

import re

from rich.cells import cell_len, set_cell_size

#: Control characters (C0, DEL, C1), lone surrogates and noncharacters: shown as U+FFFD, so that a reader sees that
#: something was there.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Characters that turn the direction of what follows, or that are invisible: dropped, since they can make a name read
#: as another. Joiners stay: Persian, Hindi and emoji need them.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """One line of printable text: white space collapsed, control characters replaced, invisible ones dropped."""
    return _CONTROLS.sub("\ufffd", _UNSEEN.sub("", " ".join(text.split())))


def shorten(text: str, cells: int) -> str:
    """`clean`, cut to a number of terminal cells with an ellipsis at the end where something was lost."""
    line = clean(text)
    if cell_len(line) <= cells:
        return line
    return set_cell_size(line, max(cells - 1, 0)).rstrip() + "…"
