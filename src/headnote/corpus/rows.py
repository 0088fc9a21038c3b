"""Rows as they go in: an id and a text, or what is wrong with the row. Messages never hold a value of the row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b

import msgspec

from headnote.corpus.job import Job

RowId = str | int


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """`error` is null where the row has an id and a text; `id` is null where none could be read. `place` is where the
    row stands: "line 7", "row 7"."""

    place: str
    id: RowId | None = None
    text: str = ""
    error: str | None = None


def from_line(line: bytes, place: str, job: Job) -> Row:
    """One line of JSON Lines."""
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        value = _as_python_writes_it(line)
        if value is None:
            return Row(place=place, error=f"expected one JSON object, found no JSON ({_offset(error)})")
    if not isinstance(value, dict):
        return Row(place=place, error=f"expected one JSON object, got {_kind(value)}")
    return from_fields(value, place, job)


def object_of(line: bytes) -> dict[str, object]:
    """One line of JSON Lines by key; empty where it is no JSON object."""
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value = _as_python_writes_it(line)
    return value if isinstance(value, dict) else {}


def from_fields(fields: Mapping[str, object], place: str, job: Job) -> Row:
    """One row by column name."""
    value, text = fields.get(job.id_column), fields.get(job.text_column)
    its_id = row_id(value)
    if its_id is None and isinstance(value, int) and not isinstance(value, bool):
        return Row(place=place, error=f"expected a number of at most 64 bits as `{job.id_column}`")
    if its_id is None:
        found = _kind(value) if job.id_column in fields else "no such column"
        return Row(place=place, error=f"expected text or a whole number as `{job.id_column}`, got {found}")
    if not isinstance(text, str):
        found = _kind(text) if job.text_column in fields else "no such column"
        return Row(place=place, id=its_id, error=f"expected text as `{job.text_column}`, got {found}")
    if not text.strip():
        return Row(place=place, id=its_id, error=f"expected a story as `{job.text_column}`, got no text")
    return Row(place=place, id=its_id, text=_whole(text))


def row_id(value: object) -> RowId | None:
    """A value as a row's id: text or a whole number of at most 64 bits, null for anything else."""
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
        return value
    return None


class Seen:
    """Ids that came before. Holds about 100 bytes a row; ``1`` and ``"1"`` are two ids."""

    def __init__(self) -> None:
        self._keys: set[bytes] = set()

    def first(self, its_id: RowId | None) -> bool:
        """Whether a row may have this id: none had it before, or it is none at all."""
        if its_id is None:
            return True
        key = blake2b(repr(its_id).encode(), digest_size=16).digest()
        if key in self._keys:
            return False
        self._keys.add(key)
        return True


def _as_python_writes_it(line: bytes) -> object:
    """JSON with NaN, Infinity or lone surrogates, which Python's own writer makes; null where it is no JSON at all."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _whole(text: str) -> str:
    """Text with lone surrogates replaced: nothing downstream could write them as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _kind(value: object) -> str:
    """What a value is, in JSON's words."""
    names = {
        dict: "an object",
        list: "an array",
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return "null" if value is None else names.get(type(value), type(value).__name__)


def _offset(error: Exception) -> str:
    """Where it is broken, from msgspec's "... (byte 17)", without the rest of the message."""
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    _, found, byte = str(error).rpartition("(byte ")
    return f"at byte {byte.rstrip(')')}" if found else "cut off or nested too deep"
