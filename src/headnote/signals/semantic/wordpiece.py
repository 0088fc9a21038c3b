"""WordPiece, as BERT's uncased models use it: words to the longest pieces that the vocabulary has.

Our own, in forty lines, because the library for it brings an HTTP client and a download cache into every install.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from headnote.signals.semantic import shipped

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+|[^\w\s]|_")
#: Longer words are unknown, as in the original.
LONGEST_WORD = 100
#: Words kept with their pieces; a language's common words fit many times over.
REMEMBERED = 50_000


class WordPiece:
    """Text to ids.

    Args:
        vocabulary: piece -> id; pieces that go on inside a word begin with ``##``.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._ids = vocabulary
        self._unknown = vocabulary["[UNK]"]
        self._start, self._end = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    def bundled(cls) -> WordPiece:
        lines = shipped.content(shipped.VOCABULARY).decode().split("\n")
        return cls({piece: at for at, piece in enumerate(lines) if piece})

    def ids(self, text: str, limit: int) -> list[int]:
        """Ids of a text between those that mark its start and end; at most `limit` in all."""
        found: list[int] = [self._start]
        for word in _WORD.findall(_plain(text)):
            found += self._known.get(word) or self._remember(word)
            if len(found) >= limit:
                break
        return [*found[: limit - 1], self._end]

    def _remember(self, word: str) -> tuple[int, ...]:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        pieces = self._known[word] = tuple(self._pieces(word)) if len(word) <= LONGEST_WORD else (self._unknown,)
        return pieces

    def _pieces(self, word: str) -> Iterator[int]:
        ids: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self._ids.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    ids.append(piece)
                    start = end
                    break
            else:
                return iter((self._unknown,))
        return iter(ids)


def _plain(text: str) -> str:
    """Lower case, without accents."""
    text = text.lower()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
