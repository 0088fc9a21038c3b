"""The language identifier's model with its two large tables thinned: half of the memory, and the same answers.

py3langid holds 39 MB of state transitions and 28 MB of weights. Four in five transitions are those of the root state,
four in five weights the least of their language; only the others are kept here.
"""

from __future__ import annotations

import lzma
import shutil
from array import array
from collections.abc import Iterator, Sequence
from os import SEEK_CUR
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZipFile

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

#: Rows of a table read at once: larger pieces leave holes in the memory that they were read to.
ROWS = 1024
#: Transitions that are remembered as they were looked up.
REMEMBERED = 1 << 15


class Thinned:
    """A table of which most entries are the usual one of their column; the others are kept row by row.

    Args:
        parts: some rows of the table after others, each of at most 256 columns.
        usual: the usual entry of each column; any will do, the better chosen the smaller the result.
    """

    def __init__(self, parts: Iterator[Array], usual: Array) -> None:
        import numpy as np

        self.usual = usual
        #: The columns and the values of all entries, and where those of each row begin.
        self.columns, self.values, self.begins = bytearray(), array(usual.dtype.char), array("q", (0,))
        for part in parts:
            row, column = np.nonzero(part != usual)
            self.begins.frombytes((np.cumsum(np.bincount(row, minlength=len(part))) + self.begins[-1]).tobytes())
            self.columns += column.astype(np.uint8).tobytes()
            self.values.frombytes(part[row, column].tobytes())


class Transitions(dict[int, int]):
    """The next state by ``256 * row + byte``, as py3langid asks for it. What it has asked for is remembered: a text
    goes the same ways over and over, and a look-up is five times as long."""

    def __init__(self, kept: Thinned) -> None:
        super().__init__()
        self._kept, self._usual = kept, kept.usual.tolist()

    def __missing__(self, index: int) -> int:
        row, byte = index >> 8, index & 255
        kept = self._kept
        at = kept.columns.find(byte, kept.begins[row], kept.begins[row + 1])
        if len(self) >= REMEMBERED:
            self.clear()
        state = self[index] = self._usual[byte] if at < 0 else kept.values[at]
        return state


class Weights:
    """The weights of features, shape (features, languages), as py3langid asks for them: some rows at once."""

    def __init__(self, kept: Thinned, kind: np.dtype[Any]) -> None:
        self._kept, self._kind = kept, kind

    def __getitem__(self, features: Sequence[int]) -> Array:
        import numpy as np

        kept, wanted = self._kept, np.asarray(features)
        begins = np.frombuffer(kept.begins, np.int64)
        first, counts = begins[wanted], begins[wanted + 1] - begins[wanted]
        # The places of all entries of these rows, one row after the other.
        places = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
        rows = np.tile(kept.usual, (len(wanted), 1))
        columns, values = np.frombuffer(kept.columns, np.uint8), np.frombuffer(kept.values, kept.usual.dtype)
        rows[np.repeat(np.arange(len(wanted)), counts), columns[places]] = values[places]
        return rows.view(self._kind)


def load() -> Any:
    """py3langid's identifier with its bundled model, giving probabilities."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE

    with TemporaryFile(suffix=".npz") as unpacked:
        with lzma.open(Path(MODEL_DIR, MODEL_FILE)) as packed:
            shutil.copyfileobj(packed, unpacked, 1 << 20)
        with ZipFile(unpacked) as model:
            return _identifier(model)


def _identifier(model: ZipFile) -> Any:
    import numpy as np
    from py3langid.langid import LanguageIdentifier

    def whole(name: str) -> Array:
        return np.concatenate(list(_parts(model, name, 1)))

    # As whole numbers the bits of the least (all are below zero) are the greatest; the first rows have most of them.
    weights = next(_parts(model, "ptc", 1))
    least = weights.view(np.uint16).max(axis=0)
    kept = Thinned((part.view(np.uint16) for part in _parts(model, "ptc", 1)), least)
    rows = whole("nextmove_row")
    root = next(_parts(model, "nextmove", 256, first=int(rows[0])))[0]
    return LanguageIdentifier(
        Weights(kept, weights.dtype), whole("pc"), whole("classes").tolist(),
        Transitions(Thinned(_parts(model, "nextmove", 256), root)), array("i", whole("out_feat").tobytes()),
        norm_probs=True, tk_row=array("H", rows.tobytes()),
    )  # fmt: skip


def _parts(model: ZipFile, name: str, width: int, first: int = 0) -> Iterator[Array]:
    """A table of the model from a row on, `ROWS` rows at a time; one of a single dimension is cut into rows of
    `width`."""
    import numpy as np

    with model.open(f"{name}.npy") as file:
        np.lib.format.read_magic(file)
        shape, _, kind = np.lib.format.read_array_header_1_0(file)
        row = shape[1] if len(shape) > 1 else width
        file.seek(first * row * kind.itemsize, SEEK_CUR)
        while part := _read(file, ROWS * row * kind.itemsize):
            table = np.frombuffer(part, dtype=kind)
            yield table if row == 1 else table.reshape(-1, row)


def _read(file: IO[bytes], size: int) -> bytes:
    """So many bytes, less only at the end of the file."""
    pieces = []
    while size and (piece := file.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
