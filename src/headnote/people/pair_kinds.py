"""Nouns that someone is of someone: whose brother, wife or friend a person is."""

from __future__ import annotations

import re

from headnote.people.bearings import Bearings, Held
from headnote.people.cues import Cue
from headnote.people.pair_between import nearby
from headnote.people.pair_evidence import Told

_NAMED_AFTER = re.compile(r"(?P<comma>,)? (?:was |is |named |called )?$")
#: What closes a name in apposition: "her brother, Tam, ...", and not "leaving her brother, Tam went ...".
_CLOSED = re.compile(r"\s*(?:[,.;:!?…)—–\"”’]|--|$)")
#: More of a list: "his sister, Mara, and Tam", "his sister, and Mara".
_LISTED = re.compile(
    r"(?:'s)?,? (?:and|or|&) (?:(?:his|her|their|my|our|your|the|an?|[A-Z]\w+)\b(?! (?:was|had|did|said)\b)|"
    r"(?:sons?|daughters?|brothers?|sisters?|wi(?:fe|ves)|husbands?|mother|father|cousins?|children|friends?)\b)|"
    r",(?: [A-Z][\w.]*){1,3}(?:,| and)"
)
_RELATED = re.compile(
    r"(?P<who>[\w-]+)(?:'s|'m|'re| (?:was|is|am|are|were|had been|has been|became|being))(?: still| once| also)? $"
)
_LIKE = re.compile(r"\b(?:like|not|n't|never)(?: (?:quite|even|really))? $")
_UNREAL = re.compile(r"\b(?:as if|as though|if|like|wish\w*|pretend\w*|imagin\w*|unless) \S+ \S+ $", re.IGNORECASE)
_VERB = r"(?:'re|'ve been|'d been| (?:were|are|had been|have been|became|become|remained|remain|being))"
_FEW = r"(?: (?!not\b|never\b|like\b|no\b|as\b|just\b|the\b|only\b|\w+ing\b)[\w'-]+){0,3} $"
_BEEN = re.compile(rf"(?:,? both)?(?: had| have)?{_VERB}{_FEW}")
_THEY = re.compile(rf"\b(?P<who>[Tt]hey|[Ww]e)(?: two| both)?{_VERB}{_FEW}")
_OF = re.compile(r" of (?P<who>(?:[A-Z][\w.]+ ?){1,3})(?:'s)?")
_WITH = re.compile(r" with (?P<who>[A-Z][\w.]+)")
_ARTICLE = re.compile(r"\b(?:an?|the|one)(?: [\w-]+){0,2} $")


def of_someone(bearings: Bearings, cue: Cue) -> Told | None:
    """Who is named as somebody's, at a noun such as "brother"."""
    if bearings.text.startswith(("'s", "’s"), cue.end):
        return None
    found = bearings.possessive(cue.start)
    if found is None:
        return _of_named(bearings, cue) or _both(bearings, cue)
    at, owner = found
    lead = bearings.before(at, 60)
    if _LIKE.search(lead) or _UNREAL.search(lead):
        return None
    if following := _following(bearings, cue.end):
        return Told(owner.person, following, min(owner.confidence + 0.1, 1.0))
    if related := _RELATED.search(lead):
        start = at - len(lead) + related.start("who")
        who = bearings.meant(start, start + len(related["who"]))
        return Told(owner.person, who.person, owner.confidence * who.confidence + 0.1) if who else None
    before = _before(bearings, at)
    if before is None or _LISTED.match(bearings.after(cue.end, 40)):
        return None
    if before == owner.person:
        return _of_subject(bearings, at, before)
    return Told(owner.person, before, owner.confidence)


def _of_subject(bearings: Bearings, at: int, person: str) -> Told | None:
    """As in "Ife hugged Temi, her sister": nobody is her own sister, so that the sentence's other person is meant."""
    start, _ = bearings.sentence(at)
    others = {m.person for m in bearings.within(start, at) if m.kind == "name" and m.person != person}
    return Told(str(others.pop()), person, 0.7) if len(others) == 1 else None


def _before(bearings: Bearings, at: int) -> str | None:
    """The person right before an apposition: "Tam, her brother"."""
    for m in reversed(bearings.within(at - 40, at)):
        return m.person if bearings.text[m.end : at].replace("\n", " ") == ", " else None
    return None


def _following(bearings: Bearings, at: int) -> str | None:
    """The person named after a noun: "her brother Tam", "her brother, Tam,", "her brother was called Tam"."""
    for m in bearings.within(at, at + 16):
        if m.kind != "name" or m.person is None:
            continue
        gap, after = _NAMED_AFTER.fullmatch(bearings.text[at : m.start].replace("\n", " ")), bearings.after(m.end, 40)
        if gap is None:
            return None
        if gap["comma"]:
            vocative = bearings.quote(at) is not None
            apposed = not vocative and _CLOSED.match(after) and not _LISTED.match(after)
            return m.person if apposed else None
        return None if gap.group().strip() and after.startswith("'s") else m.person
    return None


def _of_named(bearings: Bearings, cue: Cue) -> Told | None:
    """As in "Tam was a friend of Mara's", "Ife, the daughter of Hob,", "Bea was friends with Nadia"."""
    after = bearings.after(cue.end, 40)
    found = _OF.match(after) or _WITH.match(after)
    if found is None:
        return None
    start = cue.end + found.start("who")
    owner = next((m.person for m in bearings.within(start, start + 1)), None)
    who = _said_of(bearings, cue) if owner else None
    return Told(owner, who.person, who.confidence) if owner and who and not who.unreal else None


def _said_of(bearings: Bearings, cue: Cue) -> Held | None:
    before = bearings.before(cue.start, 90)
    article = _ARTICLE.search(before)
    at = cue.start - (len(before) - article.start() if article else 0)
    who = bearings.predicated(cue.start)
    before = bearings.before(at, 12)
    if who is None or re.search(r"\b(?:[Tt]hey|[Ww]e)\b", before):
        named = _before(bearings, at)
        return Held(named, 0.9) if named else None
    return who


def _both(bearings: Bearings, cue: Cue) -> Told | None:
    """As in "Mara and Tam were sisters", "they had been friends since ..."."""
    if not bearings.text[cue.start : cue.end].lower().endswith("s"):
        return None
    after = bearings.after(cue.end, 8)
    if after.startswith((" of ", " with ")):
        return None
    start, _ = bearings.sentence(cue.start)
    named = [m for m in bearings.within(start, cue.start) if m.kind == "name"][-2:]
    if len(named) == 2 and named[0].person and named[1].person:
        joined = bearings.text[named[0].end : named[1].start].replace("\n", " ")
        between = bearings.text[named[1].end : cue.start].replace("\n", " ").replace("’", "'")
        if joined in (" and ", " & ") and _BEEN.fullmatch(between):
            return Told(named[0].person, named[1].person, 0.9)
    lead = bearings.text[start : cue.start].replace("\n", " ").replace("’", "'")
    they = _THEY.search(lead)
    if they is None or _UNREAL.search(lead[: they.end("who")] + " x "):
        return None
    quote = bearings.quote(cue.start)
    if they["who"].lower() == "we":
        other = bearings.addressee(quote) if quote else None
        return Told(quote.speaker, other, 0.6) if quote and quote.speaker and other else None
    return nearby(bearings, cue, 0.8) if quote is None else None
