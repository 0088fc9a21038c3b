"""Scene breaks that the text shows: rows of signs, and larger gaps where the text uses them so."""

from __future__ import annotations

import re

from headnote.layout.lines import Block, usual_gap

#: No row of signs is longer; bounds the slice that is matched.
LONGEST = 120

_EMOJI = r"\U0001f300-\U0001faff"
_RULES = r"*~#=•·∙●○◦◇◆■□★☆⁂⁎∗†‡§∞_+\-–—―‒\u2500-\u27bf\u2b00-\u2bff"
_ROW = re.compile(rf"(?:\\?[{_RULES}{_EMOJI}\ufe0f…:|/\\<>^°¤×xXoO0.]\s*){{1,{LONGEST}}}")
#: What a row must hold to part scenes; dots alone are silence, and one picture alone may be a message.
_STRONG = re.compile(rf"[{_RULES}]|(?:[{_EMOJI}]\ufe0f?\s*){{3}}")
_LETTERS = re.compile(r"[xXoO0]{3,}|(?:[xXoO0]\s){2,}[xXoO0]")
_WORDED = re.compile(
    r"[\W_]*(?:scene (?:break|change)|line ?break|page ?break|time ?skip|break|-?tbc-?)[\W_]*", re.IGNORECASE
)
_BARE_DASH = frozenset("-–—―_.…:|/\\<>^°+xXoO0×")


def is_separator(line: str) -> bool:
    """Whether a line is a row of signs that parts scenes: ``***``, ``* * *``, ``---``, ``~``, ``o0o``, ``#``."""
    line = line.strip()
    if not line or len(line) > LONGEST:
        return False
    if _ROW.fullmatch(line):
        if len(line) == 1:
            return line not in _BARE_DASH
        return bool(_STRONG.search(line) or _LETTERS.fullmatch(line))
    return bool(_WORDED.fullmatch(line)) and not line[0].isalnum()


#: Larger gaps break scenes only where they are rare among the gaps: above this share they are just how the text is set.
RARE_GAP = 0.12
#: In text without blank lines between paragraphs a blank line may be more common and still be a break.
RARE_LINE_GAP = 0.25


def breaking_gap(blocks: list[Block]) -> int:
    """Blank lines from which a gap breaks a scene, 0 where this text's gaps say nothing."""
    if len(blocks) < 4:
        return 0
    usual = usual_gap(blocks)
    larger = sum(1 for block in blocks[1:] if block.gap > usual)
    share = larger / (len(blocks) - 1)
    limit = RARE_LINE_GAP if usual == 0 else RARE_GAP
    return usual + 1 if 0 < share <= max(limit, 1.01 / (len(blocks) - 1)) else 0
