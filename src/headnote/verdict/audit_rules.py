"""The audit's rules as data: what each means, why, what is known to go wrong, and an example of either kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import msgspec

from headnote.errors import DataError, UsageError
from headnote.records import Level


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A case of a rule that tests replay: `declared` holds fields of `Declared`, `found` fields of findings."""

    says: str
    declared: dict[str, Any] = {}
    found: list[dict[str, Any]] = []
    cast: dict[str, Any] = {}
    text: str = ""
    read: bool = True


class AuditRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule of the audit. `level` is the highest that its items have."""

    id: str
    level: Level
    title: str
    what: str
    why: str
    known_problems: str
    flags: Example
    passes: Example


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: list[AuditRule]


@cache
def rules() -> Mapping[str, AuditRule]:
    """The audit's rules by id, in the order in which items are listed."""
    raw = files("headnote.verdict").joinpath("audit.toml").read_bytes()
    try:
        read = msgspec.toml.decode(raw, type=_File)
    except msgspec.DecodeError as error:
        raise DataError(f"audit.toml: {error}") from error
    return MappingProxyType({rule.id: rule for rule in read.rule})


def rule(rule_id: str) -> AuditRule:
    """One rule.

    Raises:
        UsageError: the audit has no such rule.
    """
    found = rules().get(rule_id)
    if found is None:
        raise UsageError(f"expected a rule of the audit, got {rule_id!r}", hint="`headnote explain` lists them.")
    return found
