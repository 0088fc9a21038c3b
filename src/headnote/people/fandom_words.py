"""Known worlds: ``data/fandoms.toml`` and a file of the user's own."""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from headnote.errors import DataError
from headnote.people.cues import Phrase

#: Environment variable that names a file of the user's own, in the form of the bundled one.
OWN = "HEADNOTE_FANDOMS"


class KnownFandom(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fandom: the archive's name, principal people, telling words, and whether it is about real people."""

    name: str
    people: list[str]
    words: list[str] = []
    rpf: bool = False


class Fandoms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole file. `common` lists entries that support a fandom and never carry it."""

    common: list[str] = []
    fandom: list[KnownFandom] = []


def read_fandoms(raw: bytes, name: str) -> Fandoms:
    """A file's fandoms.

    Raises:
        DataError: the file does not fit; the message says where.
    """
    try:
        return msgspec.toml.decode(raw, type=Fandoms)
    except msgspec.DecodeError as error:
        raise DataError(f"{name}: {error}", hint="See docs/fandoms.md for what the file may hold.") from error


@cache
def fandoms() -> Fandoms:
    """The bundled fandoms, then those of the user's own file where `OWN` names one; a fandom of the same name there
    takes the place of the bundled one.

    Raises:
        DataError: the user's file cannot be opened or does not fit.
    """
    bundled = read_fandoms((files("headnote.people") / "data" / "fandoms.toml").read_bytes(), "fandoms.toml")
    path = os.environ.get(OWN)
    if not path:
        return bundled
    try:
        own = read_fandoms(Path(path).read_bytes(), Path(path).name)
    except OSError as error:
        raise DataError(f"{OWN}: expected a file that can be read, got {Path(path).name!r}") from error
    replaced = {fandom.name for fandom in own.fandom}
    kept = [fandom for fandom in bundled.fandom if fandom.name not in replaced]
    return Fandoms(common=[*bundled.common, *own.common], fandom=[*kept, *own.fandom])


def phrases() -> list[Phrase]:
    """What the text is searched for, topic ``fandom``."""
    return [Phrase("fandom", i, word) for i, known in enumerate(fandoms().fandom) for word in known.words]
