"""A lexicon: many rules, found in a text in one pass."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from headnote.errors import RuleFileError
from headnote.signals.folding import Folded
from headnote.signals.rule import Rule, read_rules

#: The bundled rules with every spelling written out; made from ``rules/*.toml`` by ``python -m train.rules``.
COMPILED = "rules.json"
#: Searched at a time, so that the hits of a very long text never stand in memory all at once.
BLOCK = 1 << 20

Hit = tuple[int, int, int]
"""Start and end in `Folded.words` less the blank in front, and the index of the rule in `Lexicon.rules`."""


class Lexicon:
    """Rules ready to be searched for.

    Args:
        rules: spellings written out and folded, as `read_rules` returns them; ids unique.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

        self.rules: tuple[Rule, ...] = tuple(rules)
        phrases: dict[bytes, int] = {}
        # Of tens of thousands of phrases few belong to more rules than one: an array is a tenth of as many lists.
        self._owner: array[int] = array("i")
        self._others: dict[int, list[int]] = {}
        for i, rule in enumerate(self.rules):
            for word in rule.words:
                phrase = phrases.setdefault(f" {word} ".encode("latin-1"), len(phrases))
                if phrase == len(self._owner):
                    self._owner.append(i)
                else:
                    self._others.setdefault(phrase, []).append(i)
        listed = list(phrases)
        del phrases  # 8 MB of 150 less while the search is built
        self._search: Any = BytesAhoCorasick(
            listed, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )
        self.near: list[frozenset[bytes]] = [_folded(rule.near) for rule in self.rules]
        self.unless: list[frozenset[bytes]] = [_folded(rule.unless) for rule in self.rules]

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Lexicon:
        """A lexicon from rule files.

        Raises:
            RuleFileError: a file is wrong, or two rules have the same id.
        """
        found = [rule for path in paths for rule in read_rules(path)]
        _keyed(found)
        return cls(found)

    def hits(self, folded: Folded) -> Iterator[Hit]:
        """Every place where a rule's word stands as a whole word, in text order; no context is looked at."""
        words, start = folded.words, 0
        while start < len(words) - 1:
            end = _block_end(words, start + BLOCK)
            found = []
            for pattern, low, high in self._search.find_matches_as_indexes(words[start:end], overlapping=True):
                for rule in (self._owner[pattern], *self._others.get(pattern, ())):
                    found.append((start + low, start + high - 2, rule))
            found.sort()
            yield from found
            start = end - 1


def _folded(words: list[str]) -> frozenset[bytes]:
    return frozenset(word.encode("latin-1") for word in words)


def _block_end(words: bytes, at: int) -> int:
    """End of a block: after the blank of a paragraph's end or at least of a word's, so that no phrase is cut in two
    where it can be helped."""
    if at >= len(words):
        return len(words)
    for gap in (b"  ", b" "):
        found = words.rfind(gap, at - BLOCK // 2, at)
        if found >= 0:
            return found + 1
    return at


def _keyed(found: Iterable[Rule]) -> dict[str, Rule]:
    keyed: dict[str, Rule] = {}
    for rule in found:
        if rule.id in keyed:
            raise RuleFileError(f"expected rule ids to be unique, got {rule.id} twice")
        keyed[rule.id] = rule
    return keyed


@cache
def rules() -> Mapping[str, Rule]:
    """The bundled rules by id, without building the search."""
    raw = files("headnote.signals").joinpath(COMPILED).read_bytes()
    return MappingProxyType(_keyed(msgspec.json.decode(raw, type=list[Rule])))


@cache
def bundled() -> Lexicon:
    """The bundled rules, ready to search; built once."""
    return Lexicon(rules().values())


def rule_files() -> list[Path]:
    """The bundled rule files, in a fixed order."""
    return sorted((Path(__file__).parent / "rules").glob("*.toml"))
