"""The company of a word in a label or note: whether it is ruled out, only touched, asked about, or one of a list."""

from __future__ import annotations

import re

#: Code points before and after a word that are looked at.
BEFORE, AFTER = 60, 80

_TOUCHED = (
    r"implied|implications? of|referenced?|references?(?: to)?|refs?|past|mentions?(?: of)?|mentioned|off[- ]?screen|"
    r"off[- ]?page|background|brief(?:ly)?|minor|discussions? of|discussed|temp(?:orary)?|non[- ]?graphic|"
    r"non[- ]?explicit|attempted|vague|aftermath of|talk of|hints? of|allusions? to"
)
_SOFT = re.compile(
    rf"(?<!\w)(?:{_TOUCHED})[\s/,&-]+(?:[\w-]+\s+(?:and|or|&)\s+)?(?:(?:and|or|of|to|a|an)\s+)?(?:[\w-]+[\s/]+)?$",
    re.IGNORECASE,
)
_AFTERWARDS = (
    r"past|off[- ]?(?:page|screen)|implied|mention(?:ed|s)?|referenced|brief(?:ly)?|background|discussed|"
    r"not (?:graphic|explicit|shown|detailed|on[- ]page)|non[- ]?graphic|non[- ]?explicit"
)
_SOFT_AFTER = re.compile(
    rf"[^,;.\n()\[]{{0,20}}[(\[][^)\]\n]{{0,60}}\b(?:{_AFTERWARDS})\b"
    rf"|[^,;.\n()\[]{{0,20}},\s*(?:but |only |very |all |just ){{0,2}}(?:{_AFTERWARDS})\s*(?:$|[,;.)\n])"
    r"|[ \t]+(?:mention(?:s|ed)?|refs?|referenced?|references|discussion)(?!\w)",
    re.IGNORECASE,
)
_NOT = r"no|not(?! (?:only|just|all))|without|zero|never|none of|nothing|free of|(?:is|are|was|do|does|wo)n['\u2019]?t"
_DENIAL = re.compile(
    rf"\b(?:{_NOT})\s+(?:[\w-]+\s+)?(?:[\w-]+(?: [\w-]+)?\s*(?:/|,? n?or\b)\s*(?:any\s+)?){{0,3}}$", re.IGNORECASE
)
_CONTAINS_NOT = re.compile(
    r"(?:n['\u2019]?t|not) (?:contain|include|feature|have|involve)(?:ing)? (?:any )?(?:[\w-]+\s+)?$", re.IGNORECASE
)
#: "i removed the tw for": what is taken back.
_TAKEN_BACK = re.compile(
    r"\b(?:removed|deleted|took out|taken out|dropped|cut)\s+(?:the\s+|a\s+|my\s+|that\s+)?(?:old\s+)?"
    r"(?:(?:[ct]w|tags?|warnings?|scenes?)\s+(?:for|of|with)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(r"[\s-]free\b|\s*[:?]\s*(?:no|none|nope|nah|not here)\b", re.IGNORECASE)
_OF_MINE = re.compile(r"\s*\(?(?:of|to) my\b", re.IGNORECASE)
_ASKED = re.compile(r"[^.!?\n]{0,40}\?")

_NAMES = r"a/?n|author['\u2019]?s?['\u2019]? notes?|(?:end |chapter |opening )?notes?|edit(?:ed)?|eta|p\.?s\.?|summary"
_CUES = r"t\.?w|c\.?w|tws|cws|(?:spoiler\w* )?warnings?|content|contains?|includes?|features|triggers?"
_LEADS = rf"{_CUES}|heads?[- ]?up|tags?|mentions?|be warned|rat(?:ed|ing)"
_LISTING = re.compile(
    rf"^\W*(?:(?:{_NAMES})\W+)?(?:{_LEADS})\b"
    r"|^\s*(?:[-\u2013\u2014\u2022*~+\u26a0#]|\d+\.)\s*\S"
    r"|(?<!the )\b(?:t\.?w|c\.?w|content notes?|warnings?|triggers?)(?: ?\([^)]{1,30}\))?\s*(?:for\b|:|//)"
    r"|\b(?:story|fic|fanfic|chapter|part|work|book|one)\s+(?:also\s+|will\s+)?"
    r"(?:contains?|includes?|features|deals with)\b"
    r"|\brated \S{1,8} for\b"
    r"|[.!?;:)]\s+\W*(?:contains?|includes?|features)\b",
    re.IGNORECASE,
)


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is ruled out ("no X", "X-free") or taken back ("removed the tw for X")."""
    before = text[max(0, start - BEFORE) : start]
    return bool(
        _DENIAL.search(before)
        or _CONTAINS_NOT.search(before)
        or _TAKEN_BACK.search(before)
        or _DENIED_AFTER.match(text, end, end + AFTER)
    )


def is_soft(text: str, start: int, end: int) -> bool:
    """Whether the word is only touched: implied, past, mentioned, off the page."""
    before = text[max(0, start - BEFORE) : start]
    return bool(_SOFT.search(before) or _SOFT_AFTER.match(text, end, end + AFTER))


def softens(aside: str) -> bool:
    """Whether what stands in brackets beside a label makes less of it: "(minor)", "(mentioned)"."""
    return bool(re.search(rf"\b(?:{_TOUCHED}|{_AFTERWARDS})(?!\w)", aside, re.IGNORECASE))


def is_asked(text: str, end: int) -> bool:
    """Whether the word of a running note stands in a question or a joke ("death of my free time")."""
    return bool(_ASKED.match(text, end, end + AFTER) or _OF_MINE.match(text, end, end + AFTER))


def list_start(line: str) -> int | None:
    """Where a line of a note begins to list warnings: at a cue such as "tw:" or "contains", or at a dash."""
    found = _LISTING.search(line)
    return found.start() if found else None
