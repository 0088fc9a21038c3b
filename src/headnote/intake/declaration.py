"""Collects what a file declares, with where each value was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from headnote.records import Declared, DeclaredNote, Mark


class Declaration:
    """Declared values in reading order: the first word for a field stands, a list grows.

    A label that the file carries but leaves empty becomes an empty list; a label that it does not carry stays null.
    """

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._origins: dict[str, list[str]] = {}
        self._notes: list[DeclaredNote] = []
        self._marks: dict[tuple[str, int | None], Mark] = {}

    def say(self, field: str, value: object, origin: str) -> None:
        """Set a field that has no value yet; null and blank text say nothing."""
        if value is None or value == "" or self._values.get(field):
            return
        self._values[field] = value
        self._origin(field, origin)

    def add(self, field: str, values: Iterable[object], origin: str) -> None:
        """Append what a list field does not hold yet."""
        held = self._values.setdefault(field, [])
        held.extend(value for value in dict.fromkeys(values) if value not in held)
        self._origin(field, origin)

    def note(self, text: str, *, label: str | None, start: int | None = None, end: int | None = None) -> None:
        if text.strip():
            self._notes.append(DeclaredNote(text=text, label=label, start=start, end=end))
            self._origin("notes", f"text: {label}" if label else "text: note")

    def mark(self, mark: Mark, origin: str) -> None:
        if (mark.meaning, mark.start) not in self._marks:
            self._marks[(mark.meaning, mark.start)] = mark
            self._origin("marks", origin)

    def has(self, field: str) -> bool:
        return field in self._values or field in self._origins

    def get(self, field: str) -> Any:
        return self._values.get(field)

    def build(self) -> Declared:
        marks = sorted(self._marks.values(), key=lambda m: (m.start is not None, m.start or 0))
        return Declared(**self._values, notes=self._notes, marks=marks, origins=self._origins)

    def _origin(self, field: str, origin: str) -> None:
        origins = self._origins.setdefault(field, [])
        if origin not in origins:
            origins.append(origin)
