"""Ages stated in years: "seventeen-year-old Mara", "Mara was seventeen", "aged twelve", "a man of seventy"."""

from __future__ import annotations

import re
from collections.abc import Callable

from headnote.people.age_finding import Found, Time, hedged, time_of
from headnote.people.age_numbers import Number
from headnote.people.age_words import people_nouns
from headnote.people.bearings import Bearings, Held

#: Oldest age in years that needs no "years old" to be believed.
OLDEST = 110

_YEARS_OLD = re.compile(
    r"(?: and a half|[- ]odd)?(?:[- ]+(?P<unit>years?|yrs?|months?|weeks?|days?)[- ]+olds?\b|[- ]?y/?o\b|[- ]+years of age\b)"
)
#: What may follow a number that is an age by itself: nothing that is counted or measured.
_ENDS = re.compile(
    r"\s*(?:[.,;:!?)…—–\"”']|$|-ish|years? of age|or so|and a half|and (?!\w+ (?:minutes?|hours?|days?|miles?|feet|inches))\w|but |when |"
    r"at the time|then\b|now\b|that (?:year|summer|autumn|fall|winter|spring|day|month)|"
    r"(?:last|this|next) \w+|in (?:a |two |three |the |\w+ (?:days|weeks|months))|in (?:[A-Z]\w+|\d)|already|again|yesterday|"
    r"today|tomorrow|tonight|if |because |so |with |while |who |the (?:year|summer|winter|day|week|month)|on \w+day|or \w+[.,!?;]|"
    r"last\b|before |after |just |too\b|years? young\b|as (?:of|old)|for )"
)
_HEDGE = (
    r"(?:(?:only|just|barely|nearly|almost|not yet|not quite|still|about|around|maybe|perhaps|now|already|over|under|at least|past|"
    r"all of|going on|then|probably|exactly|not even|well over|some|a mere|both|all|what|like|roughly|almost certainly)\s+)*"
)
_WAS = re.compile(
    rf"(?P<who>[\w-]+)(?P<is>'s|'m|'re|,? who (?:was|is)|\s+(?:was|is|am|are|were|had been|has been|would be|will be|became|looked|looks|"
    rf"must be|must have been|might be|can't be|couldn't be|could not have been|could be|wasn't|isn't|felt|be|being))"
    rf"(?P<hedge>\s+{_HEDGE})$",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"(?P<who>[\w-]+)(?P<between>(?:'d|'s|'ll|'m|'re)?(?: (?:had|has|have|having|would|will|was|were|is|are|am|be|just|only|finally|"
    r"about|to|recently|already|not|going|never|barely|didn't|hadn't|won't|soon))*) (?P<turn>turn(?:ed|s|ing)?)(?: [a-z]+)? $",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"(?:\b(?P<word>aged)|\b(?P<at>(?:at|from|since|by|until|before|after) (?:the )?age)(?: of)?)\s+{_HEDGE}$",
    re.IGNORECASE,
)
_OF = re.compile(rf"\b(?P<noun>[\w-]+) of {_HEDGE}$", re.IGNORECASE)
_AT = re.compile(
    r"(?P<mod>\b(?:even|already|back|just|only|orphaned|married|widowed|enlisted|fatherless|dead) )?\bat $",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\s*(?:o'clock|[ap]\.?m\b|sharp|in the (?:morning|evening|afternoon)|at night|tonight|tomorrow|that (?:morning|night|evening)|thirty|fifteen)"
)
#: "When Mara was seven she fell": the clause may end without a mark.
_SUBORDINATE = re.compile(r"\b(?:when|since|until|before|after|once)\s+(?:[A-Z]\w+ )?$", re.IGNORECASE)
_CLAUSE = re.compile(r" (?:I|we|you|he|she|it|they|my|his|her|their|the|a|[A-Z]\w+)\b")
_UNREAL = re.compile(r"\b(?:as if|as though|like|if|i wish|wished|unless|pretend\w*|imagin\w*) \w+$", re.IGNORECASE)
_THINGS = frozenset("it there this that which these those what time everything nothing here".split())  # noqa: SIM905

_SHORT = ("'s", "'m", "'re", "n't")
_LEADS = frozenset(
    """was is am are were been be being became looked looks felt aged age of at turned turns turn turning only just barely nearly almost
    yet quite still about around maybe perhaps now already over under least past then probably exactly even some mere both all what like
    roughly certainly on""".split()  # noqa: SIM905
)

Match = tuple[Held, Time, int | None, int | None, str]


def stated(bearings: Bearings, n: Number) -> Found | None:
    """The age that a number is, and whose; null where it is no age or nobody's."""
    before, after = bearings.before(n.start), bearings.after(n.end, 60)
    if years := _YEARS_OLD.match(after):
        found = _years_old(bearings, n, before, years)
        return _found(n, n.end + years.end(), found) if found else None
    if not 0 < n.value <= OLDEST or not _led(before):
        return None
    for reader in READERS:
        if found := reader(bearings, n, before, after):
            return _found(n, n.end, found)
    return None


def _led(before: str) -> bool:
    """Whether what stands right before a number can make it an age; most numbers fall here, at little cost."""
    words = before[-24:].rsplit(None, 1)
    return before.endswith((", ", " (")) or bool(words and (words[-1].lower() in _LEADS or words[-1].endswith(_SHORT)))


def _found(n: Number, end: int, match: Match) -> Found | None:
    who, time, low, high, basis = match
    if who.unreal:
        return None
    is_open = time == "future" and basis == "open"
    return Found(n.start, end, who.person, low, high, "stated" if is_open else basis, time, is_open)


def _years_old(bearings: Bearings, n: Number, before: str, years: re.Match[str]) -> Match | None:
    """ "seventeen-year-old Mara", "a seventeen-year-old", "Mara was seventeen years old"; trees and houses are nobody."""
    unit = years["unit"] or "years"
    value = n.value if unit.startswith("y") else n.value // {"m": 12, "w": 52, "d": 365}[unit[0]]
    end = n.end + years.end()
    if copula := _WAS.search(before):
        return _was(bearings, n, before, copula, "", value)
    after = bearings.after(end, 50)
    noun = re.match(r"(?:,? [a-z-]+){0,2}? (?P<noun>[a-zé-]+)", after)
    follows = bearings.following(end)
    low, high = hedged(value, before, "")
    if follows:
        return follows, time_of(bearings, n.start, end, adjective=True), low, high, "stated"
    words = re.findall(r"[a-zé-]+", noun.group()) if noun and after.startswith(" ") else []
    if words and not people_nouns() & set(words):
        return None
    held = bearings.holder(n.start, end) or (_aside(bearings, n) if value < 130 else None)
    return (held, time_of(bearings, n.start, end), low, high, "stated") if held else None


def _aside(bearings: Bearings, n: Number) -> Held | None:
    """The person of "Mara, seventeen years old, ..." and "as a nine-year-old she"."""
    for m in reversed(bearings.within(n.start - 30, n.start)):
        return Held(m.person, 0.8) if m.person and re.fullmatch(r",? \(?", bearings.text[m.end : n.start]) else None
    as_a = re.search(r"\b[Aa]s an? $", bearings.before(n.start, 8))
    return bearings.subject(n.end) if as_a else None


def _was(bearings: Bearings, n: Number, before: str, copula: re.Match[str], after: str, value: int) -> Match | None:
    """ "Mara was barely seventeen", "I'm sixteen", "when she was nine"."""
    who = copula["who"].lower()
    if (
        who in _THINGS
        or _UNREAL.search(before[: copula.end("who")])
        or re.search(
            r"\bnot (?:\w+ )?$", copula["hedge"].replace("not yet", "").replace("not quite", "").replace("not even", "")
        )
    ):
        return None
    verb = copula["is"].lower()
    if "n't" in verb or "felt" in verb or re.match(r"\s*(?:again|anymore|any more|any longer)\b", after):
        return None
    start = n.start - len(before) + copula.start("who")
    held = _relative(bearings, before, copula, start) or bearings.meant(start, start + len(who))
    if held is None:
        return None
    if who in ("they", "we", "you") and not after and not verb:
        return None
    low, high = hedged(value, copula["is"] + copula["hedge"], after)
    basis = "implied" if "look" in verb else "stated"
    if "would be" in verb or "will be" in verb:
        return held, "future", low, high, "open"
    time: Time = "then" if "had been" in verb else time_of(bearings, start, n.end)
    return held, time, low, high, basis


def _relative(bearings: Bearings, before: str, copula: re.Match[str], start: int) -> Held | None:
    """The person of "Mara, who was seventeen"."""
    if "who" not in copula["is"].lower() and copula["who"].lower() != "who":
        return None
    edge = start if copula["who"].lower() == "who" else start + len(copula["who"])
    for m in reversed(bearings.within(edge - 40, edge + 1)):
        return Held(m.person, 0.85) if m.person else None
    return None


def _copula(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    found = _WAS.search(before)
    if not found or n.value < 3:
        return None
    clause = _SUBORDINATE.search(before[: found.start("who")])
    if not (_ENDS.match(after) or (clause and _CLAUSE.match(after))):
        return None
    several = found["who"].lower() in ("they", "we") and "both" not in found["hedge"]
    if several and not clause and not re.match(r",? too", after):
        return None
    return _was(bearings, n, before, found, after, n.value)


def _turned(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    """ "turned eighteen last week" is now; "turns eighteen in May" is to come; "when she turned nine" was then."""
    found = _TURNED.search(before)
    if not found or not (
        _ENDS.match(after) or (_SUBORDINATE.search(before[: found.start("who")]) and _CLAUSE.match(after))
    ):
        return None
    start = n.start - len(before) + found.start("who")
    held = bearings.meant(start, start + len(found["who"])) or bearings.subject(n.start)
    if held is None or found["who"].lower() in _THINGS:
        return None
    verb, between = found["turn"].lower(), found["between"].lower()
    coming = verb != "turned" and not re.search(r"\b(?:was|were|just|after)\b", between)
    about = re.search(r"\b(?:about to|would|will|going to|'ll|not)\b|n't", between)
    if coming or about or re.match(r" (?:tomorrow|next|in (?:a|two|three|\w+ (?:days|weeks|months)))", after):
        when = re.search(
            r"\b(?:when|once|until|till|before|after|if|as soon as)\s+$", before[: found.start("who")], re.IGNORECASE
        )
        return held, "future", n.value, n.value, "open" if when or not about and not _soon(after) else "stated"
    lately = re.match(
        r",? (?:last (?:week|month|night)|yesterday|today|this (?:week|month|morning)|a (?:week|month) ago|the (?:day|week) before)",
        after,
    )
    time: Time = (
        "now"
        if lately or re.search(r"\b(?:just|only|recently|finally)\b", between)
        else time_of(bearings, start, n.end)
    )
    return held, time, n.value, n.value + (0 if lately or time == "then" else 1), "stated"


def _soon(after: str) -> bool:
    return bool(re.match(r",? (?:tomorrow|tonight|next|in |on |this|the )", after))


def _aged(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    """ "Mara, aged twelve," and "at the age of nine"."""
    found = _AGED.search(before)
    if found is None:
        return None
    low, high = hedged(n.value, before, after)
    edge = n.start - len(before) + found.start()
    if found["at"]:
        held = (
            bearings.subject(n.start)
            if not re.search(r"\b(?:legal|minimum|retirement) $", before[: found.start()])
            else None
        )
        return (held, "then", low, high, "stated") if held else None
    for m in reversed(bearings.within(edge - 40, edge)):
        if m.person and re.fullmatch(r"[ ,(]{0,3}", bearings.text[m.end : edge]):
            return Held(m.person, 0.9), time_of(bearings, edge, n.end), low, high, "stated"
        break
    noun = re.search(r"([\w-]+),? $", before[: found.start()])
    held = bearings.holder(edge, n.end) if noun and noun[1].lower() in people_nouns() else None
    return (held, time_of(bearings, edge, n.end), low, high, "stated") if held else None


def _of(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    """ "He was a thin man of sixty or so"."""
    found = _OF.search(before)
    if not found or found["noun"].lower() not in people_nouns() or not _ENDS.match(after):
        return None
    at = n.start - len(before) + found.start("noun")
    held = bearings.predicated(at) or bearings.apposed(at) or bearings.holder(at, at + len(found["noun"]))
    low, high = hedged(n.value, before, after)
    return (held, time_of(bearings, at, n.end), low, high, "stated") if held else None


def _at(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    """ "Even at nine she had known": an age then. Hours up to twelve need a verb that looks back."""
    found = _AT.search(before)
    if not found or _CLOCK.match(after):
        return None
    follows = re.match(r",? (?P<who>[\w-]+)(?P<had> (?:had|'d|could already|already))?", after)
    looks_back = bool(found["mod"] and found["mod"].strip().lower() not in ("just", "only")) or bool(
        follows and follows["had"]
    )
    if not (looks_back or 13 <= n.value <= 19 or (n.value > 24 and _ENDS.match(after))) or not (
        _ENDS.match(after) or follows
    ):
        return None
    if not (looks_back or follows) and bearings.text[n.start].isdigit():
        return None
    held = None
    if follows:
        start = n.end + follows.start("who")
        held = bearings.meant(start, start + len(follows["who"]))
    held = held or bearings.subject(n.start)
    return (held, "then" if looks_back else "now", n.value, n.value, "stated") if held else None


def _beside(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    """ "Mara, seventeen, ..." and "Mara (17)"."""
    opens = re.search(r"(?:, | \()$", before)
    if not opens or not re.match(r"[,)]", after) or not 3 <= n.value < 100:
        return None
    edge = n.start - len(opens.group())
    if opens.group() == ", " and not re.match(r", (?!and\b|or\b|\d|the \w+th)[a-z]", after):
        return None
    for m in reversed(bearings.within(edge - 40, edge)):
        if m.person and m.end == edge and m.kind == "name":
            return Held(m.person, 0.8), "now", n.value, n.value, "stated"
        break
    return None


READERS: tuple[Callable[[Bearings, Number, str, str], Match | None], ...] = (_copula, _turned, _aged, _of, _at, _beside)
