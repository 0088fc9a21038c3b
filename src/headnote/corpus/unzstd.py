"""Zstandard unpacked as a stream that tells a file cut short from one that ends.

The package's own stream reader ends in silence where its input does, in the middle of a frame too.
"""

from __future__ import annotations

import io
from typing import Any

#: Packed bytes unpacked at a time. A block of 4 bytes may unpack to 128 KiB, so this bounds what a malicious file takes
#: at once to 128 MiB; larger pieces are no faster (measured on 40 MiB of JSON Lines, 2026-11).
PIECE = 4096


class Unzstd(io.RawIOBase):
    """The bytes that a Zstandard file holds, of all its frames.

    Args:
        file: open to read. Not closed with this one.

    Raises:
        EOFError: when read to where the file ends within a frame.
        zstandard.ZstdError: it is no Zstandard file.
    """

    def __init__(self, file: io.BufferedReader) -> None:
        import zstandard

        super().__init__()
        self._file, self._packer = file, zstandard.ZstdDecompressor()
        self._frame: Any = None
        self._packed, self._ready = b"", memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._ready:
            self._packed = self._packed or self._file.read(PIECE)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("within a frame")
                return 0
            self._unpack()
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def _unpack(self) -> None:
        if self._frame is None:
            self._frame = self._packer.decompressobj()
        self._ready, self._packed = memoryview(self._frame.decompress(self._packed)), b""
        if self._frame.eof:
            self._packed, self._frame = self._frame.unused_data, None
