"""Rules as rule files hold them: words and phrases, what they weigh, and the company they need."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from headnote.errors import RuleFileError
from headnote.records import Intensity, Presence
from headnote.signals.folding import fold_phrase
from headnote.signals.inflection import expand

Case = Literal["any", "lower", "title"]
Side = Literal["both", "before", "after"]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One rule. `weight` is the strength of one hit as evidence, 0..1, before context adjusts it.

    `code` is null for a cue: a rule that says nothing alone but that a detector or another rule asks for by `group`.
    A rule of a `group` is an anchor, evidence that other rules of the group may lean on, unless it has `company`: then
    it counts only within `COMPANY` characters of an anchor of one of those groups. `near` and `unless` are words
    looked for within `within` characters on `side` of the hit: one of `near` must be there, none of `unless` may.
    A rule of another `detector` than the lexicon has no words.
    `veils` marks a figure of speech: a hit of another rule that lies inside it is weakened, and `veils` says how.
    `flags` and `passes` are examples; a rule without both fails the tests.
    """

    id: str
    code: str | None = None
    group: str | None = None
    detector: str = "lexicon"
    weight: float = 0.5
    intensity: Intensity = "moderate"
    presence: Presence = "depicted"
    words: list[str]
    company: list[str] = []
    near: list[str] = []
    unless: list[str] = []
    within: int = 60
    side: Side = "both"
    case: Case = "any"
    veils: str | None = None
    flags: list[str]
    passes: list[str]
    known_problems: str = ""


class RuleFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule file. `code` and `group` hold for every rule that does not set its own; `sets` are lists of words that
    rules name as ``{name}`` in `words`, `near` and `unless`; `about` says what the file is for."""

    about: str
    code: str | None = None
    group: str | None = None
    sets: dict[str, list[str]] = {}
    rule: list[Rule]


def read_rules(path: Path) -> list[Rule]:
    """The rules of one file, spellings written out.

    Raises:
        RuleFileError: the file is no TOML or does not fit `RuleFile`; the message says where.
    """
    try:
        loaded = msgspec.toml.decode(path.read_bytes(), type=RuleFile)
    except msgspec.DecodeError as error:
        raise RuleFileError(f"{path.name}: {error}") from error
    return [_complete(rule, loaded, path.name) for rule in loaded.rule]


def _complete(rule: Rule, file: RuleFile, name: str) -> Rule:
    sets = {key: "(" + "|".join(expand(words)) + ")" for key, words in file.sets.items()}

    def folded(words: list[str]) -> list[str]:
        try:
            spelled = expand(word.format_map(sets) if "{" in word else word for word in words)
        except (KeyError, ValueError) as error:
            raise RuleFileError(f"{name}: {rule.id}: expected one of the sets {sorted(sets)}, got {error}") from error
        return list(dict.fromkeys(fold_phrase(word).strip().decode("latin-1") for word in spelled))

    return msgspec.structs.replace(
        rule,
        code=rule.code or (None if rule.veils else file.code),
        group=rule.group or file.group,
        words=folded(rule.words),
        near=folded(rule.near),
        unless=folded(rule.unless),
    )
