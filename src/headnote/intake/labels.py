"""What the labels of prefaces, title pages and headers mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from headnote.intake.declaration import Declaration
from headnote.records import Posted, Series
from headnote.taxonomy import canonical

_CHAPTERS = re.compile(r"([\d,]{1,12})(?:\s*/\s*([\d,]{1,12}|\?))?")
_NUMBER = re.compile(r"\d[\d,. ]{0,20}")
_PART = re.compile(r"\s*Part\s+(\d{1,9})\s+of\s+(.+)", re.DOTALL)
_INDEXED = re.compile(r"(.+?)\s*\[(\d{1,9})\]\s*\Z", re.DOTALL)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("headnote.intake").joinpath("labels.toml").read_text(encoding="utf-8"))


def field_of(label: str, *, dialect: str | None = None) -> str | None:
    """Field of `Declared` that a label speaks of, null for a label that means nothing here.

    Args:
        label: as printed, with or without its colon.
        dialect: "fanficfare" where that program's own use of the words goes first.
    """
    bare = " ".join(label.split()).rstrip(":").strip().casefold().replace("(s)", "s")
    special = _data()[dialect].get(bare) if dialect else None
    found: str | None = special or _data()["fields"].get(bare)
    return found


def tell(into: Declaration, label: str, value: str, origin: str, *, dialect: str | None = None) -> bool:
    """Read one "Label: value" into a declaration; says whether the label means something here."""
    field = field_of(label, dialect=dialect)
    if field is None:
        return False
    if field in _data()["lists"]["fields"]:
        tell_list(into, field, split_list(value), origin)
    else:
        _tell_one(into, field, value.strip(), origin)
    return True


def tell_list(into: Declaration, field: str, values: list[str], origin: str) -> None:
    """Add the values of a list field; words for "none" leave the list empty, but "Warnings: none" is a promise."""
    nothing = _data()["nothing"]
    kept = [" ".join(v.split()) for v in values]
    if field == "warnings":
        kept = [canonical(v) for v in kept if v and v.casefold() not in nothing["blank"]]
    else:
        kept = [v for v in kept if v and v.casefold() not in (*nothing["blank"], *nothing["values"])]
    into.add(field, kept, origin)


def _tell_one(into: Declaration, field: str, value: str, origin: str) -> None:
    if field == "rating":
        into.say(field, canonical(value), origin)
    elif field == "series":
        series = read_series(value)
        if series:
            into.add(field, [series], origin)
    elif field == "chapters":
        into.say(field, read_chapters(value), origin)
    elif field == "words":
        into.say(field, read_number(value), origin)
    elif field == "summary":
        into.say(field, value, origin)
    else:
        into.say(field, " ".join(value.split()), origin)


def split_list(value: str) -> list[str]:
    """Values separated by commas; a comma inside parentheses separates nothing."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(value):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        elif sign == "," and depth == 0:
            parts.append(value[start:at])
            start = at + 1
    parts.append(value[start:])
    return [part.strip() for part in parts if part.strip()]


def read_chapters(value: str) -> Posted | None:
    """``3/10``, ``3/?`` or ``9``; a single number is the posted count."""
    found = _CHAPTERS.match(value.strip())
    if found is None:
        return None
    posted, planned = found[1], found[2]
    return Posted(posted=read_number(posted), planned=None if planned in (None, "?") else read_number(planned))


def read_number(value: str) -> int | None:
    """A count with or without separators between its thousands; null where there is none."""
    found = _NUMBER.search(value)
    digits = re.sub(r"[^\d]", "", found[0]) if found else ""
    return int(digits) if digits.isascii() and digits else None


def read_series(value: str) -> Series | None:
    """``Part 2 of Name``, ``Name [2]`` or a bare name."""
    bare = " ".join(value.split())
    part = _PART.match(bare)
    if part:
        return Series(name=part[2].strip(" ,"), part=int(part[1]))
    indexed = _INDEXED.match(bare)
    if indexed:
        return Series(name=indexed[1], part=int(indexed[2]))
    return Series(name=bare) if bare else None
