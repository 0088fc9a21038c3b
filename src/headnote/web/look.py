"""How a person likes a page to be set: size, height of lines, measure, typeface, tone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

Face = Literal["serif", "sans"]
Tone = Literal["auto", "day", "sepia", "night"]
Paragraphs = Literal["spaced", "indented"]

#: Steps of the three scales; `reader.css` has a class for each.
SIZES, LEADINGS, MEASURES = range(1, 8), range(1, 4), range(1, 4)


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One person's choice. `size`, `leading` and `measure` are steps of a scale, from the smallest."""

    size: int = 3
    leading: int = 2
    measure: int = 2
    face: Face = "serif"
    tone: Tone = "auto"
    paragraphs: Paragraphs = "spaced"

    @property
    def classes(self) -> str:
        """Classes of the page, since no style may stand in it."""
        parts = (getattr(self, name) for name in self.__struct_fields__)
        return " ".join(f"{name}-{part}" for name, part in zip(self.__struct_fields__, parts, strict=True))


_ALLOWED: dict[str, tuple[str, ...]] = {
    "size": tuple(map(str, SIZES)),
    "leading": tuple(map(str, LEADINGS)),
    "measure": tuple(map(str, MEASURES)),
    "face": get_args(Face),
    "tone": get_args(Tone),
    "paragraphs": get_args(Paragraphs),
}


def from_choice(choice: Mapping[str, object]) -> Look:
    """A look from a form or from what was kept; what is no choice falls back to the default."""
    kept = {name: str(choice[name]) for name, allowed in _ALLOWED.items() if str(choice.get(name)) in allowed}
    return msgspec.convert(kept, Look, strict=False)
