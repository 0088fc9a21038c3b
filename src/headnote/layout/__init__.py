"""Work -> Layout: chapters, scenes, paragraphs, quotations, messages, passages, damage."""

from __future__ import annotations

from headnote.layout.compose import lay_out

__all__ = ["lay_out"]
