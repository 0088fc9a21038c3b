"""A command from its start to its end: wall time, and what all of its processes together held and spent."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

EVERY = 0.25  # seconds from one look to the next


class Look(NamedTuple):
    """Bytes held by a command's processes at one moment, `seconds` after its start."""

    seconds: float
    held: int


class Watched(NamedTuple):
    """A command that has ended.

    Args:
        error: the last lines of what it said, where it failed.
        busy: seconds that its processes kept a core, as far as they lived to a look; `first` of these the first one.
        shared: whether pages that processes share count once (PSS); else each process counts them (RSS).
    """

    seconds: float
    code: int
    error: str
    busy: float
    first: float
    shared: bool
    looks: list[Look]

    def peak(self) -> int:
        return max((look.held for look in self.looks), default=0)

    def tenth(self, number: int) -> float:
        """Median of what was held in a tenth of the run, 0..9."""
        begin = self.seconds * number / 10
        held = [look.held for look in self.looks if begin <= look.seconds < begin + self.seconds / 10]
        return statistics.median(held) if held else 0.0

    def growth(self) -> float | None:
        """The last tenth beside the second; null where there was no look in one of them."""
        second, last = self.tenth(1), self.tenth(9)
        return last / second if second and last else None


def watch(command: Sequence[str], cwd: Path | None = None) -> Watched:
    """Run a command to its end. Linux only: elsewhere there are no looks, and only the wall time is known."""
    begin = perf_counter()
    with subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        watcher = _Watcher(process.pid, begin)
        watcher.start()
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace").strip().splitlines()
        code = process.wait()
        seconds = perf_counter() - begin
        watcher.ended.set()
        watcher.join()
    error = " ".join(map(str.strip, said[-3:])) if code else ""
    busy = watcher.busy
    return Watched(seconds, code, error, sum(busy.values()), busy.get(process.pid, 0.0), watcher.shared, watcher.looks)


class _Watcher(threading.Thread):
    def __init__(self, root: int, begin: float) -> None:
        super().__init__(daemon=True)
        self.root, self.begin = root, begin
        self.ended = threading.Event()
        self.looks: list[Look] = []
        self.busy: dict[int, float] = {}
        self.shared = True

    def run(self) -> None:
        while not self.ended.wait(EVERY):
            held = sum(self._look_at(process) for process in tree(self.root))
            if held:
                self.looks.append(Look(perf_counter() - self.begin, held))

    def _look_at(self, process: int) -> int:
        """Bytes that one process holds; 0 where it has ended."""
        try:
            fields = _stat(process)
            self.busy[process] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            return self._bytes(Path(f"/proc/{process}"))
        except OSError:
            return 0

    def _bytes(self, process: Path) -> int:
        try:
            lines = (process / "smaps_rollup").read_text(encoding="ascii").splitlines()
            return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except StopIteration:  # it is just ending
            return 0
        except PermissionError:
            self.shared = False
            return int((process / "statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def tree(root: int) -> list[int]:
    """A process and all that it started, directly or not."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir() if Path("/proc").is_dir() else ():
        if entry.name.isdigit():
            try:
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
            except OSError:
                continue
    found = [root]
    for process in found:  # grows as it goes
        found.extend(children.get(process, ()))
    return found


def _stat(process: int) -> list[str]:
    """Fields of /proc/N/stat from the state on; the name before them may hold anything."""
    return Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
