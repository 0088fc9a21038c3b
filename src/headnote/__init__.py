"""headnote reads a work of fiction and writes the note that belongs at its head.

`card` is the whole library in one call.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from headnote.version import VERSION as __version__

if TYPE_CHECKING:
    from headnote.card import card as card

__all__ = ["__version__", "card"]


class _Package(ModuleType):
    """This package with `card` as the function, always: importing the module of the same name would otherwise put the
    module in its place. Lazy, so that `headnote --help` does not pay for the stages."""

    def __getattr__(self, name: str) -> Any:
        if name == "card":
            from headnote.card import card

            return card
        raise AttributeError(f"module 'headnote' has no attribute {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "card" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
