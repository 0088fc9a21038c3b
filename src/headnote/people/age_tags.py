"""Ages in the short forms of lists and threads: "Age: 17" in a sheet, "Mara - 17, keeper", "(19F)", "19/f"."""

from __future__ import annotations

import re

from headnote.people.age_finding import Found
from headnote.people.age_numbers import Number
from headnote.people.bearings import Bearings

#: Ages that such forms give.
LEAST, MOST = 3, 110
_SEX = r"(?:[MFXmfx]|NB|nb)"
_BRACKET = re.compile(rf"(?P<who>[\w-]+)(?P<open> [(\[](?P<sex>{_SEX} ?/?)?)$")
_CLOSED = re.compile(rf"(?P<sex> ?/?{_SEX})?[)\]]")
_PROFILE = re.compile(rf"/{_SEX}\b")
_SHEET = re.compile(r"(?:^|\n)[ \t*_>•-]*age[*_]*:[*_ \t]*$", re.IGNORECASE)
_LISTED = re.compile(r"(?:^|\n)[ \t*_>•]*(?P<name>[^\n,.:]{2,40}?) [-–—] $")
_DESCRIBED = re.compile(r", [a-z]| \(")


def tagged(bearings: Bearings, n: Number) -> Found | None:
    """The age that a number in such a form is, and whose; null where it is none."""
    text = bearings.text
    if not LEAST <= n.value <= MOST:
        return None
    person = None
    around = text[n.start - 1 : n.start], text[n.end : n.end + 1]
    if around[1] == "/":
        quote = bearings.quote(n.start) if _PROFILE.match(text, n.end) else None
        person = quote.speaker if quote else None
    elif around[0] and around[0] in "([MFXmfxBb":
        person = _bracketed(bearings, n)
    elif around[0] and around[0] in " \t*_:":
        person = _of_sheet(bearings, n) or _listed(bearings, n)
    return Found(n.start, n.end, person, n.value, n.value, "stated", "now") if person else None


def _bracketed(bearings: Bearings, n: Number) -> str | None:
    """The person of "Tam (M17)" and "I (23F)"."""
    before, closed = bearings.before(n.start, 40), _CLOSED.match(bearings.text, n.end)
    found = _BRACKET.search(before)
    if not found or not closed or not (found["sex"] or closed["sex"]):
        return None
    start = n.start - len(before) + found.start("who")
    held = bearings.meant(start, start + len(found["who"]))
    return held.person if held else None


def _of_sheet(bearings: Bearings, n: Number) -> str | None:
    """The person of a sheet's line "Age: 17": who is named before it in its block, else after it."""
    text = bearings.text
    if not _SHEET.search(text, max(0, n.start - 30), n.start):
        return None
    low = max(text.rfind("\n\n", 0, n.start), n.start - 400, 0)
    end = text.find("\n\n", n.end, n.end + 400)
    before = [m.person for m in bearings.within(low, n.start) if m.kind == "name"]
    after = [m.person for m in bearings.within(n.end, end if end >= 0 else n.end + 400) if m.kind == "name"]
    return before[0] if before else after[0] if after else None


def _listed(bearings: Bearings, n: Number) -> str | None:
    """The person of a line "Mara - 17, keeper's daughter"."""
    found = _LISTED.search(bearings.text, max(0, n.start - 60), n.start)
    if not found or not _DESCRIBED.match(bearings.text, n.end):
        return None
    start, end = found.span("name")
    named = [m for m in bearings.within(start, end) if m.kind == "name"]
    whole = len(named) == 1 and named[0].start == start and named[0].end == end
    return named[0].person if whole else None
