"""headnote reads a work of fiction and writes the note that belongs at its head.

`card` is the whole library in one call; `read_file` and `read_text` give the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from headnote.version import VERSION as __version__

if TYPE_CHECKING:
    from headnote.card import card as card

__all__ = ["__version__", "card"]


def __getattr__(name: str) -> Any:
    # Lazy, so that `headnote --help` does not pay for the stages.
    if name == "card":
        from headnote.card import card

        return card
    raise AttributeError(f"module 'headnote' has no attribute {name!r}")
