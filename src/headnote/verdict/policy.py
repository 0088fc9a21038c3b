"""Policies: ordered rules in a data file, read and checked.

`docs/policies.md` says what a file may hold. Whatever is wrong with one is told with line and column: what was
expected, what was found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import msgspec

from headnote.errors import PolicyError
from headnote.records import Action
from headnote.taxonomy import CHOOSE_NOT, NO_WARNINGS, NOT_RATED, RATINGS, canonical, codes
from headnote.verdict.audit_rules import rules as audit_rules
from headnote.verdict.condition import Condition
from headnote.verdict.fuse import INTENSITIES, PRESENCES
from headnote.verdict.toml_places import place_of, syntax_place

#: Largest policy file that is read, in bytes: rules are written by hand.
LARGEST = 1 << 20

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]


class PolicyRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule: where `when` holds, `action` is asked for, for a reason that a reader understands."""

    id: _Name
    action: Action
    reason: Annotated[str, msgspec.Meta(min_length=1)]
    when: Condition


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a collection does with works. Every rule is asked; the severest action that any asks for is taken.

    `default` is taken where no rule holds. Over every policy stand the rules of `headnote.verdict.decide` for
    ``underage-sex``, which no file changes.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    about: str = ""
    default: Action = "list"
    rule: tuple[PolicyRule, ...] = ()


@cache
def policy_names() -> tuple[str, ...]:
    """Names of the bundled policies."""
    return tuple(sorted(p.name.removesuffix(".toml") for p in _folder().iterdir() if p.name.endswith(".toml")))


def load_policy(policy: str | Path) -> Policy:
    """A bundled policy by name, or one from a file.

    Args:
        policy: a bundled name; a path, or a `str` that is no bundled name, is a file.

    Raises:
        PolicyError: there is no such policy or file, or the file is wrong; the message names line and column.
    """
    if isinstance(policy, str) and policy in policy_names():
        return _bundled(policy)
    path = Path(policy)
    try:
        if path.stat().st_size > LARGEST:
            raise PolicyError(f"{path.name}: expected a policy file of at most {LARGEST} bytes")
        raw = path.read_bytes()
    except OSError as error:
        known = f"expected a bundled policy ({', '.join(policy_names())}) or a policy file"
        raise PolicyError(f"{known}, got {str(policy)!r}: {error.strerror or 'unreadable'}") from error
    return parse_policy(raw, path.name)


@cache
def _bundled(name: str) -> Policy:
    return parse_policy(_folder().joinpath(f"{name}.toml").read_bytes(), f"{name}.toml")


def _folder() -> Any:
    return files("headnote.verdict").joinpath("policies")


def parse_policy(raw: bytes, name: str) -> Policy:
    """A policy from the bytes of its file; `name` stands in messages.

    Raises:
        PolicyError: with line and column, what was expected and what was found.
    """
    text = _decoded(raw, name)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, column, what = syntax_place(text, str(error))
        raise PolicyError(f"{name}, line {line}, column {column}: expected valid TOML, got an error: {what}") from error
    except RecursionError as error:
        raise PolicyError(f"{name}, line 1, column 1: expected rules, got tables nested too deep") from error
    try:
        policy = msgspec.convert(table, Policy)
    except msgspec.ValidationError as error:
        raise _misfit(text, name, str(error)) from error
    for path, expected, got in _unknown_words(policy):
        line, column = place_of(text, path)
        raise PolicyError(f"{name}, line {line}, column {column}: expected {expected}, got {got!r}")
    return policy


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise PolicyError(f"{name}, line {line}, column {column}: expected UTF-8, got other bytes") from error


def _misfit(text: str, name: str, message: str) -> PolicyError:
    """msgspec's "Expected `int`, got `str` - at `$.rule[2].when`" with the place in the file."""
    what, _, at = message.partition(" - at `")
    path = at.rstrip("`").removeprefix("$")
    what = what.replace("Object", "a table").replace("`", "").replace(" | null", "")
    for field in ("unknown field ", "required field "):
        if field in what:
            key = what.rpartition(field)[2]
            where = f"{path}.{key}" if field.startswith("unknown") else path
            line, column = place_of(text, where)
            known = "a key that docs/policies.md names" if field.startswith("unknown") else f"the key {key}"
            got = key if field.startswith("unknown") else "none"
            return PolicyError(f"{name}, line {line}, column {column}: expected {known}, got {got}")
    line, column = place_of(text, path)
    what = what[0].lower() + what[1:]
    if what.startswith("invalid enum value "):
        got = what.removeprefix("invalid enum value ")
        what = f"expected {_choices(path)}, got {got}"
    return PolicyError(f"{name}, line {line}, column {column}: {what}")


def _choices(path: str) -> str:
    key = path.rpartition(".")[2].partition("[")[0]
    choices = {
        "min_presence": "mentioned, implied or depicted",
        "max_presence": "mentioned, implied or depicted",
        "min_intensity": "mild, moderate or graphic",
        "max_intensity": "mild, moderate or graphic",
        "audit_level": "error, warning or note",
        "tier": "fast or full",
        "declared_mark": "adult, mild or dead-dove",
        "undeclared": "rating, warnings or tags",
    }
    return choices.get(key, "list, label, gate, review or withhold")


def _unknown_words(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Words in conditions that no vocabulary has: path, what was expected, what was found."""
    ids: set[str] = set()
    for at, rule in enumerate(policy.rule):
        if rule.id in ids:
            yield f".rule[{at}].id", "an id that no other rule has", rule.id
        ids.add(rule.id)
        yield from _unknown_in(rule.when, f".rule[{at}].when")


def _unknown_in(condition: Condition, path: str) -> Iterator[tuple[str, str, str]]:
    vocabularies: tuple[tuple[str, tuple[str, ...], set[str], str], ...] = (
        ("code", condition.code, set(codes()), "a code of the taxonomy"),
        ("declared_code", condition.declared_code, set(codes()), "a code of the taxonomy"),
        ("audit", condition.audit, set(audit_rules()), "a rule of the audit"),
        ("rating", condition.rating, set(RATINGS), "a rating that can be read"),
        ("declared_rating", condition.declared_rating, {*RATINGS, NOT_RATED}, "a rating of the archive's"),
        ("declared_warning", condition.declared_warning, _warnings(condition), "a warning of the archive's"),
    )
    for key, words, known, expected in vocabularies:
        for at, word in enumerate(words):
            if word not in known:
                yield f"{path}.{key}[{at}]", expected, word
    for key in ("language", "language_not"):
        for at, word in enumerate(getattr(condition, key)):
            if not _LANGUAGE.fullmatch(word):
                yield f"{path}.{key}[{at}]", 'a code of a language, such as "en"', word
    yield from _never(condition, path)
    for group in ("any", "all", "unless"):
        for at, inner in enumerate(getattr(condition, group)):
            yield from _unknown_in(inner, f"{path}.{group}[{at}]")


def _warnings(condition: Condition) -> set[str]:
    """The archive's warnings, under those of their names that the condition uses."""
    known = {NO_WARNINGS, CHOOSE_NOT, *(c.ao3_warning for c in codes().values())}
    return {word for word in condition.declared_warning if canonical(word) in known}


def _never(condition: Condition, path: str) -> Iterator[tuple[str, str, str]]:
    """Bounds between which nothing lies: a rule that can never hold is a slip of the pen."""
    for what, order in (("confidence", None), ("presence", PRESENCES), ("intensity", INTENSITIES)):
        low, high = getattr(condition, f"min_{what}"), getattr(condition, f"max_{what}")
        if low is None or high is None:
            continue
        if (order.index(low) > order.index(high)) if order else low > high:
            yield f"{path}.min_{what}", f"at most max_{what} ({high})", str(low)
