"""Zip containers opened with care: names that would escape, sizes that would fill the machine, protection, damage."""

from __future__ import annotations

import io
import zipfile
import zlib
from lzma import LZMAError

from headnote.errors import Damaged, Encrypted, HeadnoteError, NotText, TooLarge, Unsafe
from headnote.intake.open_file import shown

#: Bytes that one file of a container, and all of them together, may unpack to.
FILE_LIMIT, TOTAL_LIMIT = 300 << 20, 600 << 20
#: Times its packed size that a file may unpack to. Deflate reaches 1,032 at most; prose stays under 10, and a repeated
#: paragraph under 300. Files under `RATIO_FREE` bytes cannot hurt.
RATIO, RATIO_FREE = 300, 1 << 20
MEMBERS = 10_000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
)


class Archive:
    """An open container. `names` are the files in it, in its own order.

    Raises:
        Damaged, Unsafe, TooLarge: as soon as it is opened, before anything is unpacked.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except (*_BROKEN, NotImplementedError, UnicodeDecodeError):
            raise Damaged("expected a zip container, found one that is cut off or damaged") from None
        if len(infos) > MEMBERS:
            raise TooLarge(f"expected at most {MEMBERS:,} files in a container, found {len(infos):,}")
        self._infos = {info.filename: info for info in infos}
        self.names = tuple(self._infos)
        self._left = TOTAL_LIMIT
        for info in infos:
            _check_name(info.filename)
            _check_ratio(info)
        total = sum(info.file_size for info in infos)
        if total > TOTAL_LIMIT:
            raise Unsafe(f"expected at most {TOTAL_LIMIT >> 20} MiB unpacked, found {total >> 20} MiB announced")

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """Bytes of one file.

        Raises:
            Damaged: it is not there, cut off or does not match its checksum.
            Encrypted: it needs a password.
            Unsafe: it unpacks to more than it announced or than the limits allow.
        """
        info = self._infos.get(name)
        if info is None:
            raise Damaged(f"expected the file {shown(name)} in the container, found none")
        if info.flag_bits & 0x1:
            raise Encrypted(f"expected an open file, found one that needs a password: {shown(name)}")
        limit = min(FILE_LIMIT, self._left)
        try:
            with self._zip.open(info) as file:
                data = file.read(limit + 1)
        except HeadnoteError:
            raise
        except NotImplementedError:
            raise NotText(f"expected a common kind of compression, found another: {shown(name)}") from None
        except (*_BROKEN, RuntimeError):
            raise Damaged(f"expected a whole file, found one that is cut off or damaged: {shown(name)}") from None
        if len(data) > limit:
            raise Unsafe(f"expected at most {limit >> 20} MiB unpacked, found more: {shown(name)}")
        self._left -= len(data)
        return data


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or (len(parts[0]) == 2 and parts[0].endswith(":")):
        raise Unsafe(f"expected names inside the container, found one that leaves it: {shown(name)}")


def _check_ratio(info: zipfile.ZipInfo) -> None:
    if info.file_size > RATIO_FREE and info.file_size > RATIO * max(1, info.compress_size):
        raise Unsafe(
            f"expected at most {RATIO} times the packed size, found {info.file_size // max(1, info.compress_size):,} "
            f"times: {shown(info.filename)}"
        )
    if info.file_size > FILE_LIMIT:
        raise TooLarge(f"expected at most {FILE_LIMIT >> 20} MiB in one file, found more: {shown(info.filename)}")
