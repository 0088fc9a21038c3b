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


def main(step: str, path: Path) -> None:
    begin = perf_counter()
    STEPS[step](path)
    seconds = perf_counter() - begin
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
