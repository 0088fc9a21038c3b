"""A copy of the text in which words can be found by plain byte search, and the way back to offsets.

One byte stands for one code point: lower case Latin-1 letters and digits are themselves, everything else is a space.
`str.lower` is not used because it changes the length of a few characters.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

#: Code points folded at a time, so that a very long text is not held in several forms at once.
BLOCK = 1 << 20


def _word_table() -> bytes:
    table = bytearray(b" " * 256)
    for code in range(256):
        char = chr(code)
        if code < 128 and char.isalnum():
            table[code] = ord(char.lower())
        elif 0xC0 <= code <= 0xFF and code not in (0xD7, 0xF7):
            table[code] = code + 0x20 if 0xC0 <= code <= 0xDE else code
    return bytes(table)


def _stop_table() -> bytes:
    table = bytearray(b" " * 256)
    for char in b'.!?;:"':
        table[char] = ord(".")
    return bytes(table)


#: Letters and digits in lower case, the rest blank.
WORDS = _word_table()
#: Sentence ends and quotation marks as ``.``, the rest blank; curly quotes and dashes come as "?".
STOPS = _stop_table()


class Folded(msgspec.Struct, frozen=True):
    """`words` is a blank, the folded text, a blank; so the byte at ``i + 1`` is the code point ``i``, but for carriage
    returns, which are left out where they stand before a line feed; `returns` are their places."""

    text: str
    words: bytes
    returns: Sequence[int]

    def stops(self, low: int, high: int) -> bytes:
        """What stands at ``words[low:high]``, the first blank apart, sentence ends and quotation marks as ``.``, the
        rest blank. Made when asked for: of a long work few sentences are."""
        written = self.text[self.offset(low - 1) : self.offset(high - 1)].replace("\r\n", "\n")
        return written.replace("\u2019", "'").encode("latin-1", "replace").translate(STOPS)

    def offset(self, index: int) -> int:
        """Offset into the text of the code point whose byte is ``words[index + 1]``."""
        return index + bisect_right(self.returns, index) if self.returns else index

    def index(self, offset: int) -> int:
        """The way back: `offset` into the text to the place in `words`, less one for the blank in front."""
        if not self.returns:
            return offset
        low, high = 0, len(self.returns)
        while low < high:
            middle = (low + high) // 2
            if self.returns[middle] + middle < offset:
                low = middle + 1
            else:
                high = middle
        return offset - low


def fold(text: str) -> Folded:
    """Fold a text. Linear, at the speed of C."""
    pieces, returns, length = [b" "], array("q"), 0
    for raw in _blocks(text):
        lines = raw.split(b"\r\n")
        for line in lines[:-1]:
            length += len(line) + 1
            returns.append(length - 1)
        length += len(lines[-1])
        pieces.append(b"\n".join(lines).translate(WORDS))
    return Folded(text, b"".join([*pieces, b" "]), returns)


def _blocks(text: str) -> Iterator[bytes]:
    """A text in pieces, none of which ends between a carriage return and its line feed."""
    start = 0
    while start < len(text):
        end = start + BLOCK
        end += text.startswith("\r\n", end - 1)
        yield text[start:end].encode("latin-1", "replace")
        start = end


def fold_phrase(phrase: str) -> bytes:
    """A word or phrase as it stands in `Folded.words`, a blank on either side."""
    return fold(phrase.strip()).words
