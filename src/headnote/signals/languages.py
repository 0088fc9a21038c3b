"""Sexual words of other languages than English, each language a file that is read for works in it alone.

The words of one language are never looked for in another, so that what is innocent there stays so. A word that is
innocent in its own language, too, counts only in the company of one that is not. There is no context beyond that: who
says no in Finnish is not known.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from headnote.errors import RuleFileError
from headnote.records import Language, Signal
from headnote.signals.inflection import expand
from headnote.signals.place import Places
from headnote.signals.rule import Rule
from headnote.signals.scanning import COMPANY

FOLDER = Path(__file__).parent / "rules" / "languages"
#: Under this the language of a text is a guess, and its words are not looked for.
SURE = 0.8
#: Hits that are read of one text: more say nothing, and memory stays bounded.
MOST = 20_000


class Wordlist(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language's file.

    `languages` are the codes of the identifier that it serves. `spaced` says whether blanks stand between words; then
    a word ends where it ends, or anywhere if it is written with ``*``. A hit inside one of the `everyday` words is
    none. Of a rule `words`, `company` (any: a hit of a rule without), `weight`, `intensity` and `presence` count here.
    """

    about: str
    languages: list[str]
    spaced: bool = True
    everyday: list[str] = []
    rule: list[Rule]


class _Hit(NamedTuple):
    start: int
    end: int
    rule: Rule | None


class Words:
    """One language's words, ready to be searched for."""

    def __init__(self, given: Wordlist) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._spaced = given.spaced
        owners: dict[tuple[str, bool], list[Rule | None]] = {}
        for word in expand(given.everyday):
            owners.setdefault(_stem(word), []).append(None)
        for rule in given.rule:
            for word in expand(rule.words):
                owners.setdefault(_stem(word), []).append(rule)
        self._owners = list(owners.items())
        self._search: Any = AhoCorasick([stem for stem, _ in owners], matchkind=MatchKind.Standard)

    def signals(self, text: str, places: Places) -> Iterator[Signal]:
        """Signals in text order; of one rule's that overlap the first counts."""
        hits = [hit for hit in self._hits(text) if hit.start not in places.aside]
        told = list(_told(hits))
        anchors = [hit.start for hit in told if hit.rule and not hit.rule.company]
        last: dict[str, int] = {}
        for start, end, rule in told:
            if rule is None or start < last.get(rule.id, 0) or (rule.company and not _near(anchors, start)):
                continue
            last[rule.id] = end
            yield Signal(
                start=start, end=end, code=rule.code or "", detector="lexicon", rule=rule.id, raw=rule.weight,
                score=rule.weight, scene=places.scene(start), intensity=rule.intensity, presence=rule.presence,
            )  # fmt: skip

    def _hits(self, text: str) -> list[_Hit]:
        folded = _folded(text)
        found = []
        for pattern, start, end in self._search.find_matches_as_indexes(folded, overlapping=True):
            (_, open_ended), rules = self._owners[pattern]
            if not self._spaced or _whole(folded, start, end, open_ended):
                found += [_Hit(start, end, rule) for rule in rules]
            if len(found) >= MOST:
                break
        return sorted(found, key=lambda hit: (hit.start, -hit.end, hit.rule is not None))


def _told(hits: list[_Hit]) -> Iterator[_Hit]:
    """The hits that lie in no everyday word; in text order, of those that begin together the longest first, and of
    those that end together, too, the everyday ones."""
    covered = 0
    for hit in hits:
        if hit.rule is None:
            covered = max(covered, hit.end)
        elif hit.end > covered:
            yield hit


def _stem(word: str) -> tuple[str, bool]:
    """A word as it is searched for, and whether it may go on."""
    return _folded(word.removesuffix("*")), word.endswith("*")


def _folded(text: str) -> str:
    """Lower case and plain apostrophes, code point for code point."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.replace("\u2019", "'").replace("\n", " ")


def _whole(text: str, start: int, end: int, open_ended: bool) -> bool:
    before = start > 0 and text[start - 1].isalnum()
    after = end < len(text) and text[end].isalnum()
    return not before and (open_ended or not after)


def _near(anchors: list[int], start: int) -> bool:
    at = bisect_left(anchors, start - COMPANY)
    return at < len(anchors) and anchors[at] <= start + COMPANY


def speak(text: str, language: Language | None, places: Places) -> Iterator[Signal]:
    """Signals of the words of a text's own language; none where it is English, uncertain, or one without a file."""
    if language is None or not listed(language):
        return iter(())
    return _words(known()[language.code]).signals(text, places)


def listed(language: Language | None) -> bool:
    """Whether words of a text's language are looked for."""
    return language is not None and language.confidence >= SURE and language.code in known()


@cache
def known() -> Mapping[str, str]:
    """Code of a language -> name of its file, without reading any."""
    return MappingProxyType({code: path.stem for path in _files() for code in _ALSO.get(path.stem, (path.stem,))})


#: Codes of the identifier that a file serves, where they are others than its name alone; a test holds files to it.
_ALSO = {"id": ("id", "ms"), "no": ("no", "nb", "nn"), "pt": ("pt", "gl"), "zh": ("zh", "yue", "wuu")}


@cache
def rules() -> Mapping[str, Rule]:
    """The rules of all languages by id, spellings written out."""
    return MappingProxyType(
        {
            rule.id: msgspec.structs.replace(rule, words=expand(rule.words))
            for path in _files()
            for rule in read_words(path).rule
        }
    )


@cache
def _words(name: str) -> Words:
    return Words(read_words(FOLDER / f"{name}.toml"))


def _files() -> list[Path]:
    return sorted(FOLDER.glob("*.toml"))


def read_words(path: Path) -> Wordlist:
    """One language's file.

    Raises:
        RuleFileError: it is no TOML or does not fit `Wordlist`; the message says where.
    """
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Wordlist)
    except msgspec.DecodeError as error:
        raise RuleFileError(f"{path.name}: {error}") from error
