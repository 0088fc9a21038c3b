"""What a declared rating or warning is called at the archive: other sites and authors have words of their own."""

from __future__ import annotations

import re

from headnote.taxonomy import CHOOSE_NOT, NO_WARNINGS, NOT_RATED, RATINGS, canonical, codes
from headnote.verdict.label_company import softens
from headnote.verdict.slang import own_ratings, own_warnings, unmasked

_LEADS = re.compile(r"^(?:(?:rated|rating|fiction)\b[\W]*)+")
#: Where the rating ends and its reason, or what a site prints beside it, begins: "T for language", "K+ - English".
_REASON = re.compile(r"\s+(?:for|to be|because|due|as|only|rat(?:ed|ing))\b|\s*[(\[;,:!.]|\s+[-\u2013\u2014]\s")
_BETWEEN = re.compile(r"\s*/\s*|\s+(?:to|or)\s+|\s*-\s*(?![\d])")
_NONE = re.compile(
    r"(?:there are )?(?:no|none|zero)(?: archive| major| real| big| trigger| content| specific)?(?: warnings?)?"
    r"(?:[ ,]+(?:needed|necessary|required|appl(?:y|ies)|really|here|at all|this time|to speak of|i think|thankfully"
    r"|(?:that )?i can think of|(?:that )?i know of|for now|yet|so far))*"
)
_CHOSE = re.compile(
    r"(?:(?:the )?(?:creator|author|writer)|i) (?:choos\w+|chose|opted|prefers?) not to (?:warn|use .*warnings?)"
)
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
#: "see end notes": where the warnings stand, and none themselves.
_POINTER = re.compile(
    r"(?:please |pls )?(?:see|read|check|mind|heed|in|inside|as per|same as)\b.{0,30}"
    r"\b(?:tags?|notes?|inside|above|below|chapters?)\b.*"
    r"|(?:inside|tba|tbd|see inside|will be added.*|to be added.*|\?+)",
    re.IGNORECASE,
)


def archive_warning(name: str) -> str | None:
    """The archive warning that a label means, in the archive's words; null where it is none."""
    stored = canonical(name)
    if stored in {NO_WARNINGS, CHOOSE_NOT, *(c.ao3_warning for c in codes().values() if c.ao3_warning)}:
        return stored
    bare = " ".join(unmasked(name).split()).strip(" .!")
    if (aside := _ASIDE.search(bare)) and (is_pointer(aside[0].strip()) or not softens(aside[0])):
        return archive_warning(_ASIDE.sub(" ", name).strip())
    if _NONE.fullmatch(bare):
        return NO_WARNINGS
    return CHOOSE_NOT if _CHOSE.fullmatch(bare) else own_warnings().get(bare)


def is_pointer(label: str) -> bool:
    """Whether a label of warnings says where to look and names nothing ("see end notes")."""
    return bool(_POINTER.fullmatch(label.strip(" ()[].!*")))


def archive_rating(name: str) -> str | None:
    """The archive's rating that a label means, those of other sites included; null where it is none.

    Of two ("M/E") the stronger; a reason after it is left out ("PG-13 (mild peril)").
    """
    stored = canonical(name)
    if stored in RATINGS or stored == NOT_RATED:
        return stored
    bare = " ".join(name.split()).casefold()
    bare = _LEADS.sub("", bare) or bare
    return _rating(bare.strip(" .()[]!*")) or _rating(_REASON.split(bare.lstrip("([* "), maxsplit=1)[0].strip())


def _rating(bare: str) -> str | None:
    known = own_ratings().get(bare) or next((r for r in RATINGS if r.casefold() == bare), None)
    parts = _BETWEEN.split(bare) if known is None else []
    if len(parts) != 2:
        return known
    both = [_rating(part) for part in parts]
    return max(both, key=RATINGS.index) if all(r in RATINGS for r in both) else None
