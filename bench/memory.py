"""Peak memory of one step over one file, in this process: run as ``python -m bench.memory STEP FILE``.

Prints one JSON object: `peak` in bytes (the whole process, Python and headnote included) and `seconds`.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from headnote import intake, layout
from headnote.card import read, to_card
from headnote.render import as_json


def start(path: Path) -> None:
    """What a process holds that has loaded everything and read next to nothing."""
    as_json.encode(to_card(read(intake.read_text(f"{path.stem} stands here for a story."), tier="fast")))


def lay_out(path: Path) -> None:
    layout.lay_out(intake.read_file(path))


def whole_card(path: Path) -> None:
    as_json.encode(to_card(read(intake.read_file(path), tier="fast")))


STEPS = {"start": start, "intake and layout": lay_out, "whole fast card": whole_card}


def peak() -> int:
    """Most memory that this process has held, in bytes. Linux counts into ``ru_maxrss`` what the parent held when it
    started this one, so there the kernel's own high-water mark is read."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main(step: str, path: Path) -> None:
    begin = perf_counter()
    STEPS[step](path)
    print(json.dumps({"peak": peak(), "seconds": perf_counter() - begin}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
