"""Audit rules on declared relationships against the pairs that were read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from headnote.records import AuditItem, Pair, Person, Work
from headnote.verdict.case import Case, item, listed, percent, quoted

#: Confidence from which a pair that no label names is worth a word; set by hand.
SURE = 0.8
#: Places of a word at which the story is looked for it.
_LOOKS = 200
#: Relationships that are named at most.
NAMED = 5
#: People by mentions among whom an undeclared pair is worth a word.
PRINCIPALS = 6

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_OPEN = re.compile(
    r"\b(?:reader|you|original|ofc|omc|other|everyone|various|minor|background|past|implied)\b", re.IGNORECASE
)


def pair_not_found(case: Case) -> Iterator[AuditItem]:
    """A declared relationship with someone whom the text does not name."""
    if not case.was_read or not case.cast.people:
        return
    known = {word for person in case.cast.people for word in _words(person)}
    missing = []
    for label in case.work.declared.relationships or ():
        names = [n for n in re.split(r"/|&", _BRACKETS.sub("", label)) if _WORD.search(n)]
        words = [_WORD.findall(n) for n in names if not _OPEN.search(n)]
        absent = [ws for ws in words if not known & {w.casefold() for w in ws} and not _in_story(case.work, ws)]
        if absent and len(names) > 1:
            missing.append(quoted(label))
    if missing:
        yield item(
            "note.pair-not-found",
            "note",
            f"The declared {'relationships' if len(missing) > 1 else 'relationship'} {listed(missing[:NAMED])}"
            f" {'name' if len(missing) > 1 else 'names'} someone whom the text was not seen to name: check the tag, or"
            " whether the file is whole.",
        )


def _in_story(work: Work, words: list[str]) -> bool:
    """Whether one of the words stands in the story itself, capitalised or not: not everyone is written as a name."""
    notes = [(r.start, r.end) for r in work.regions]
    for form in {form for word in words for form in (word, word.lower(), word.capitalize(), word.upper())}:
        at = work.text.find(form)
        for _ in range(_LOOKS):
            if at < 0:
                break
            whole = (
                not work.text[at - 1 : at].isalnum() and not work.text[at + len(form) : at + len(form) + 1].isalnum()
            )
            if whole and not any(start <= at < end for start, end in notes):
                return True
            at = work.text.find(form, at + 1)
    return False


def pair_not_declared(case: Case) -> Iterator[AuditItem]:
    """A romantic pair among the principal people that no relationship label names."""
    declared = case.work.declared.relationships
    if declared is None:
        return
    people = {p.id: p for p in case.cast.people[:PRINCIPALS]}
    labels = [{w.casefold() for w in _WORD.findall(label)} for label in declared if "/" in label]
    for pair in case.cast.pairs:
        if pair.kind in ("romantic", "sexual") and pair.confidence >= SURE and _undeclared(pair, people, labels):
            names = " and ".join(people[p].name for p in pair.people)
            yield item(
                "note.pair-not-declared",
                "note",
                f"{names} read as a {pair.kind} pair ({percent(pair.confidence)}) and no relationship label names them:"
                " add it if they are one.",
                evidence=pair.evidence,
            )


def _undeclared(pair: Pair, people: dict[str, Person], labels: list[set[str]]) -> bool:
    if any(p not in people for p in pair.people):
        return False
    one, other = (_words(people[p]) for p in pair.people)
    return not any(one & label and other & label for label in labels)


def _words(person: Person) -> set[str]:
    return {word.casefold() for name in (person.name, *person.aliases) for word in _WORD.findall(name)}
