"""Which marks a work quotes speech with, decided once for a work by counting."""

from __future__ import annotations

import re
from typing import NamedTuple

from headnote.records import QuoteStyle

#: Family of each unambiguous mark. Straight and curly double marks are one family: texts mix them within one quotation.
FAMILY: dict[str, QuoteStyle] = {
    '"': "double", "“": "double", "”": "double", "„": "double", "‟": "double", "＂": "double",
    "«": "guillemet", "»": "guillemet",
    "「": "corner", "」": "corner", "『": "corner", "』": "corner",
}  # fmt: skip
SINGLES = "'‘’‚"
DASHES = "—–―"

_SINGLE_OPEN = re.compile(r"(?<![^\s(\[—–-])['‘](?=[^\W_a-z])")
_SINGLE_CLOSE = re.compile(r"[.,!?…—–-]['’](?![\w'’])")
_REVERSED = re.compile(r"(?<!\S)»\S")
_FORWARD = re.compile(r"(?<!\S)«")
_DASHED = re.compile(r"^[^\S\n]*(?:[—–―]|--?(?=[^\S\n]))[^\S\n]*(?=[^\W\d_]|[¿¡…(\"“«'])", re.MULTILINE)

#: Singles are the work's first marks when speech-like singles outnumber double marks so many times.
SINGLE_SHARE = 1.5
#: Share of paragraphs that open with a dash before dashes are read as speech.
DASH_SHARE = 0.05
#: How much of a text is looked at.
WINDOW = 2_000_000


class Marks(NamedTuple):
    """The marks of one work. `single`: single marks open speech by themselves; `reversed`: guillemets point inward
    (»so«); `dash`: a dash at the head of a paragraph opens speech."""

    single: bool
    reversed: bool
    dash: bool
    pattern: re.Pattern[str] | None


def find_marks(view: str, paragraphs: int) -> Marks:
    """Count the marks of a text.

    Args:
        view: the text, line ends as ``\\n``.
        paragraphs: how many story paragraphs it has.
    """
    counts = {mark: view.count(mark) for mark in FAMILY}
    present = "".join(mark for mark, count in counts.items() if count)
    single = _single_first(view, sum(counts.values()))
    dashed = 0
    if any(mark in view for mark in DASHES) or "- " in view:
        dashed = sum(1 for _ in _DASHED.finditer(view, 0, WINDOW))
    quoted = sum(counts.values()) // 2
    dash = dashed >= 3 and dashed >= DASH_SHARE * min(paragraphs, 1 + paragraphs * WINDOW // max(len(view), 1))
    backwards = 0
    if counts["»"]:
        backwards = sum(1 for _ in _REVERSED.finditer(view, 0, WINDOW)) - sum(
            1 for _ in _FORWARD.finditer(view, 0, WINDOW)
        )
    signs = re.escape(present + (SINGLES if single else ""))
    return Marks(
        single=single,
        reversed=backwards > 0,
        dash=dash and dashed > quoted // 2,
        pattern=re.compile(f"[{signs}]") if signs else None,
    )


def _single_first(view: str, doubles: int) -> bool:
    if view.count("'") + view.count("‘") <= SINGLE_SHARE * doubles / 2:
        return False
    opened = sum(1 for _ in _SINGLE_OPEN.finditer(view, 0, WINDOW))
    closed = sum(1 for _ in _SINGLE_CLOSE.finditer(view, 0, WINDOW))
    return min(opened, closed) >= 1 and min(opened, closed) > SINGLE_SHARE * doubles / 2
