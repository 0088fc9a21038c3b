"""The codes, the tropes and the archive's own vocabulary, read from ``data/taxonomy.toml``.

`CODES` and `TROPES` map an id to its entry in the order of the file, which is the order in which cards print.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec

from headnote.errors import DataError, UsageError

#: Archive of Our Own's ratings from the mildest to the strongest; `Not Rated` can only be declared.
RATINGS = ("General Audiences", "Teen And Up Audiences", "Mature", "Explicit")
NOT_RATED = "Not Rated"
NO_WARNINGS = "No Archive Warnings Apply"
CHOOSE_NOT = "Choose Not To Use Archive Warnings"
CATEGORIES = ("Gen", "F/M", "M/M", "F/F", "Multi", "Other")


class Code(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One code. `ao3_warning` is null where no archive warning says the same."""

    id: str
    title: str
    group: str
    meaning: str
    ao3_warning: str | None = None
    ao3_tags: list[str]
    pan23: list[str]


class TropeCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One trope; never a warning."""

    id: str
    title: str
    meaning: str
    ao3_tags: list[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: list[Code]
    trope: list[TropeCode]


@cache
def _read() -> _File:
    raw = files("headnote").joinpath("data/taxonomy.toml").read_bytes()
    try:
        return msgspec.toml.decode(raw, type=_File)
    except msgspec.DecodeError as error:
        raise DataError(f"taxonomy.toml: {error}") from error


@cache
def codes() -> Mapping[str, Code]:
    """Codes by id, in card order."""
    return MappingProxyType({c.id: c for c in _read().code})


@cache
def tropes() -> Mapping[str, TropeCode]:
    """Tropes by id, in card order."""
    return MappingProxyType({t.id: t for t in _read().trope})


def title(code: str) -> str:
    """Title of a code or trope.

    Raises:
        UsageError: the code is not in the taxonomy.
    """
    entry = codes().get(code) or tropes().get(code)
    if entry is None:
        raise UsageError(f"expected a code of the taxonomy, got {code!r}", hint="`headnote explain` lists them.")
    return entry.title


#: Names that files use for an archive warning or rating, to the name that the archive stores.
CANONICAL = MappingProxyType(
    {
        "creator chose not to use archive warnings": CHOOSE_NOT,
        "choose not to use archive warnings": CHOOSE_NOT,
        "underage": "Underage Sex",
        "underage sex": "Underage Sex",
        "rape/non-con": "Rape/Non-Con",
        "rape/noncon": "Rape/Non-Con",
        "graphic depictions of violence": "Graphic Depictions Of Violence",
        "graphic violence": "Graphic Depictions Of Violence",
        "major character death": "Major Character Death",
        "no archive warnings apply": NO_WARNINGS,
        "not rated": NOT_RATED,
        "general audiences": "General Audiences",
        "teen and up audiences": "Teen And Up Audiences",
        "mature": "Mature",
        "explicit": "Explicit",
    }
)


def canonical(name: str) -> str:
    """The archive's stored name of a rating or warning; other names come back trimmed but unchanged."""
    bare = " ".join(name.split())
    return CANONICAL.get(bare.casefold(), bare)
