"""What a terminal can show: its width, its characters, and the bars and strips drawn with them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from headnote.render.clean import clean

#: A card is a page, not a wall: lines longer than this are hard to read, so wider terminals leave the rest empty.
WIDEST = 112
NARROWEST = 40
#: Cells under which columns no longer fit beside each other.
NARROW = 60

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_STEPS = " ▁▂▃▄▅▆▇█"
_PLAIN_STEPS = " .:-=+*%#"

#: What stands for a character where the terminal's encoding has no such character.
_PLAIN = str.maketrans(
    {"·": "|", "…": "~", "–": "-", "—": "-", "≠": "!", "↔": "<>", "●": "*", "█": "#", "▇": "#", "▲": "!",
     "■": "x", "▕": "|", "▏": "|", "’": "'", "“": '"', "”": '"', "░": ".", "▒": "#", "─": "-", "\u00a0": " ", "×": "x"}
)  # fmt: skip


class Ink:
    """Draws for one console. `width` is the card's width in cells, `plain` true where only ASCII can be written."""

    def __init__(self, console: Console) -> None:
        self.width = min(max(console.width, NARROWEST), WIDEST)
        self.plain = console.options.ascii_only
        self._encoding = console.encoding

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    def line(self, words: str) -> str:
        """One line of what may be shown on this console."""
        shown = clean(words)
        if not self.plain:
            return shown
        return shown.translate(_PLAIN).encode(self._encoding, "replace").decode(self._encoding)

    def text(self, words: str, style: str = "") -> Text:
        """The same as a Rich text, in which markup has no meaning. Long words fold; the style is not handed on to what
        is added later."""
        return Text(overflow="fold").append(self.line(words), style=style)

    def add(self, text: Text, words: str, style: str = "", gap: int = 1) -> Text:
        """`text` with more words behind it, after a gap of so many cells."""
        return text.append(" " * gap).append(self.line(words), style=style)

    def bar(self, share: float, width: int, style: str = "") -> Text:
        """A share of 0..1 as a bar of `width` cells, to an eighth of a cell; what is not nothing is never empty."""
        eighths = max(round(share * width * 8), 1 if share > 0 else 0)
        full, part = divmod(min(eighths, width * 8), 8)
        if self.plain:
            marks = full or int(part > 0)
            return Text().append("#" * marks, style=style).append("." * (width - marks))
        drawn = "█" * full + (_EIGHTHS[part] if part else "")
        return Text().append(drawn, style=style).append("─" * (width - len(drawn)), style="dim")

    def strip(self, values: Sequence[float], style: str = "") -> Text:
        """Values of 0..1 as one row of columns; 0 is blank, anything above it at least the lowest step."""
        steps = _PLAIN_STEPS if self.plain else _STEPS
        cells = [steps[max(round(v * (len(steps) - 1)), 1) if v > 0 else 0] for v in values]
        return Text().append("".join(cells), style=style)

    def rule(self, title: str) -> Text:
        """A section's heading."""
        dash = "-" if self.plain else "─"
        head = self.line(title)
        return Text.assemble(
            (f"{dash * 2} ", "dim"), (head, "bold"), (f" {dash * (self.width - len(head) - 4)}", "dim")
        )
