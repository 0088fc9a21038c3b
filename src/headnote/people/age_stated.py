"""Ages stated in years: "seventeen-year-old Mara", "Mara was seventeen", "aged twelve", "a man of seventy"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from headnote.people.age_finding import Found, Time, hedged, meant, time_of
from headnote.people.age_numbers import Number
from headnote.people.age_patterns import (
    AGED,
    AT,
    BOTH,
    CLAUSE,
    CLOCK,
    DENIED,
    ENDS,
    GERUND,
    LATELY,
    OF,
    OVER_NOW,
    OWNED,
    REPORTED,
    SHORT,
    SIDE,
    SUBORDINATE,
    THINGS,
    TURNED,
    UNREAL,
    WAS,
    YEARS_OLD,
)
from headnote.people.age_words import leads, people_nouns
from headnote.people.bearings import Bearings, Held

#: Oldest age in years that needs no "years old" to be believed.
OLDEST = 110

Match = tuple[Held, Time, int | None, int | None, str]


def stated(bearings: Bearings, n: Number) -> Found | None:
    """The age that a number is, and whose; null where it is no age or nobody's."""
    before, after = bearings.before(n.start), bearings.after(n.end, 60)
    if years := YEARS_OLD.match(after):
        found = _years_old(bearings, n, before, years)
        return _found(n, n.end + years.end(), found) if found else None
    if not 0 < n.value <= OLDEST or not _led(before):
        return None
    for reader in READERS:
        if found := reader(bearings, n, before, after):
            return _found(n, n.end, found)
    return None


def shared(bearings: Bearings, n: Number, found: Found) -> Iterator[Found]:
    """The same age of the other one in "Bea and Tam were both nineteen"."""
    pair = BOTH.search(bearings.before(n.start))
    if pair is None:
        return
    start = n.start - len(bearings.before(n.start)) + pair.start("one")
    held = bearings.meant(start, start + len(pair["one"]))
    if held and held.person != found.person:
        yield found._replace(person=held.person)


def _led(before: str) -> bool:
    """Whether what stands right before a number can make it an age; most numbers fall here, at little cost."""
    words = before[-24:].rsplit(None, 1)
    return before.endswith((", ", " (")) or bool(words and (words[-1].lower() in leads() or words[-1].endswith(SHORT)))


def _found(n: Number, end: int, match: Match) -> Found | None:
    who, time, low, high, basis = match
    if who.unreal:
        return None
    is_open = time == "future" and basis == "open"
    return Found(n.start, end, who.person, low, high, "stated" if is_open else basis, time, is_open)


def _years_old(bearings: Bearings, n: Number, before: str, years: re.Match[str]) -> Match | None:
    """The age in "seventeen-year-old Mara" and "Mara was seventeen years old"; trees and houses are nobody."""
    unit = years["unit"] or "years"
    value = n.value if unit.startswith("y") else n.value // {"m": 12, "w": 52, "d": 365}[unit[0]]
    end = n.end + years.end()
    copula = WAS.search(before)
    if copula and not (copula["is"] == "'s" and OWNED.search(bearings.after(n.end, 30)[: years.end() + 2])):
        return _was(bearings, n, copula, years.group(), value)
    after = bearings.after(end, 50)
    noun = re.match(r"(?:,? [a-z-]+){0,2}? (?P<noun>[a-zé-]+)", after)
    follows = bearings.following(end)
    low, high = hedged(value, before, years.group())
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


def _was(bearings: Bearings, n: Number, copula: re.Match[str], after: str, value: int) -> Match | None:
    """The age that a copula says of someone: "Mara was barely seventeen", "I'm sixteen", "when she was nine"."""
    verb, who = copula["is"].lower(), copula["who"].lower()
    unreal = UNREAL.search(copula.string[: copula.end("who")]) or "n't" in verb or "felt" in verb
    if who in THINGS or unreal or DENIED.search(copula["hedge"]) or OVER_NOW.match(after):
        return None
    start = n.start - len(copula.string) + copula.start("who")
    held = _relative(bearings, copula, start) or _elided(bearings, start, who)
    held = held or meant(bearings, start, start + len(who))
    if held is None:
        return None
    low, high = hedged(value, copula["is"] + copula["hedge"], after)
    if "would be" in verb or "will be" in verb:
        return held, "future", low, high, "open"
    # Who speaks of what someone was speaks of an age that is past; a narrator's "was" is the story's now.
    told = bearings.quote(n.start) is not None and not REPORTED.search(copula.string[: copula.start("who")])
    past = "had been" in verb or (told and verb.strip() in ("was", "were") and not LATELY.match(after))
    time: Time = "then" if past else time_of(bearings, start, n.end)
    return held, time, low, high, "implied" if "look" in verb else "stated"


def _elided(bearings: Bearings, start: int, who: str) -> Held | None:
    """The person of "Mara looked twelve but was thirty", whose name begins the sentence."""
    if who not in ("but", "and", "yet"):
        return None
    low, _ = bearings.sentence(start)
    first = next(iter(bearings.within(low, low + 2)), None)
    owner = first is not None and bearings.after(first.end, 2) in ("'s", "s'")
    return Held(first.person, 0.6) if first and first.person and not owner else None


def _relative(bearings: Bearings, copula: re.Match[str], start: int) -> Held | None:
    """The person of "Mara, who was seventeen"."""
    if "who" not in copula["is"].lower() and copula["who"].lower() != "who":
        return None
    edge = start if copula["who"].lower() == "who" else start + len(copula["who"])
    named = [m.person for m in bearings.within(edge - 40, edge + 1) if m.person and m.kind == "name"]
    return Held(named[-1], 0.85) if named else None


def _copula(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    found = WAS.search(before)
    if not found or n.value < 3:
        return None
    clause = SUBORDINATE.search(before[: found.start("who")])
    if not (ENDS.match(after) or (clause and CLAUSE.match(after))):
        return None
    several = found["who"].lower() in ("they", "we") and "both" not in found["hedge"]
    if several and not clause and not re.match(r",? too", after):
        return None
    return _was(bearings, n, found, after, n.value)


def _turned(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    """As in "turned eighteen last week" is now; "turns eighteen in May" is to come; "when she turned nine" was then."""
    found = TURNED.search(before)
    if not found or not (
        ENDS.match(after) or (SUBORDINATE.search(before[: found.start("who")]) and CLAUSE.match(after))
    ):
        return None
    start = n.start - len(before) + found.start("who")
    held = bearings.meant(start, start + len(found["who"])) or bearings.subject(n.start)
    if held is None or found["who"].lower() in THINGS:
        return None
    if found["who"].lower() in GERUND:
        done = found["who"].lower() not in ("until", "before")
        return (held, "then", n.value, n.value, "stated") if done else None
    verb, between = found["turn"].lower(), found["between"].lower()
    coming = verb != "turned" and not re.search(r"\b(?:was|were|just|after)\b", between)
    about = re.search(r"\b(?:about to|would|will|going to|'ll|not)\b|n't", between)
    if coming or about or re.match(r" (?:tomorrow|next|in (?:a|two|three|\w+ (?:days|weeks|months)))", after):
        when = re.search(
            r"\b(?:when|once|until|till|before|after|if|as soon as)\s+$", before[: found.start("who")], re.IGNORECASE
        )
        return held, "future", n.value, n.value, "open" if when or (not about and not _soon(after)) else "stated"
    lately = LATELY.match(after)
    time: Time = (
        "now"
        if lately or re.search(r"\b(?:just|only|recently|finally)\b", between)
        else time_of(bearings, start, n.end)
    )
    return held, time, n.value, n.value + (0 if lately or time == "then" else 1), "stated"


def _soon(after: str) -> bool:
    return bool(re.match(r",? (?:tomorrow|tonight|next|in |on |this|the )", after))


def _aged(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    """As in "Mara, aged twelve," and "at the age of nine"."""
    found = AGED.search(before)
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
    """As in "He was a thin man of sixty or so"."""
    found = OF.search(before)
    if not found or not ENDS.match(after):
        return None
    if side := SIDE.search(before):
        was = WAS.search(before[: side.start()].rstrip() + " ")
        start = n.start - len(before) + was.start("who") if was else 0
        who = meant(bearings, start, start + len(was["who"])) if was else None
        over = side["side"] in ("wrong", "far", "other")
        bounds = (n.value, None) if over else (None, n.value - 1)
        return (who, time_of(bearings, start, n.end), *bounds, "stated") if who else None
    if found["noun"].lower() not in people_nouns():
        return None
    at = n.start - len(before) + found.start("noun")
    held = bearings.predicated(at) or bearings.apposed(at) or bearings.holder(at, at + len(found["noun"]))
    low, high = hedged(n.value, before, after)
    return (held, time_of(bearings, at, n.end), low, high, "stated") if held else None


def _at(bearings: Bearings, n: Number, before: str, after: str) -> Match | None:
    """As in "Even at nine she had known": an age then. Hours up to twelve need a verb that looks back."""
    found = AT.search(before)
    if not found or CLOCK.match(after):
        return None
    follows = re.match(r",? (?P<who>[\w-]+)(?P<had> (?:had|'d|could already|already))?", after)
    looks_back = bool(found["mod"] and found["mod"].strip().lower() not in ("just", "only")) or bool(
        follows and follows["had"]
    )
    if not (looks_back or 13 <= n.value <= 19 or (n.value > 24 and ENDS.match(after))) or not (
        ENDS.match(after) or follows
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
    """As in "Mara, seventeen, ..." and "Mara (17)"."""
    opens = re.search(r"(?:, (?:now |only |just |barely )?| \()$", before)
    if not opens or not re.match(r"[,)]", after) or not 3 <= n.value < 100:
        return None
    edge = n.start - len(opens.group())
    if opens.group() != " (" and not re.match(r", (?!and\b|or\b|\d|the \w+th)[a-z]", after):
        return None
    for m in reversed(bearings.within(edge - 40, edge)):
        if m.person and m.end == edge and m.kind == "name":
            return Held(m.person, 0.8), "now", n.value, n.value, "stated"
        break
    return None


READERS: tuple[Callable[[Bearings, Number, str, str], Match | None], ...] = (_copula, _turned, _aged, _of, _at, _beside)
