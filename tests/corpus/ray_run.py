"""A sweep by a local Ray that loses what its command line says: ``python -m tests.corpus.ray_run IN OUT LOST``.

LOST is "driver", this process, or "raylet", without which nothing of a Ray goes on; it is lost after the second answer.
The processes that this one has by then are printed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from headnote import verdict
from headnote.corpus import Job, listing, ray_pipeline
from headnote.corpus.ray_engine import Ray
from headnote.corpus.sweeping import sweep_by
from headnote.errors import HeadnoteError
from tests.corpus.ray_tasks import SLOW


def descendants() -> dict[int, str]:
    """Every process below this one, with its command."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    below = {os.getpid()}
    for _ in range(9):
        below |= {int(pid) for pid, parent, *_ in rows if int(parent) in below}
    return {int(pid): args for pid, _, args in rows if int(pid) in below and int(pid) != os.getpid()}


def main(source: str, out: str, lost: str) -> int:
    ray_pipeline.BLOCK = 1
    answers = 0

    def progress(rows: int, share: float) -> None:
        nonlocal answers
        answers += 1
        if answers != 2:
            return
        below = descendants()
        print("\n".join(f"{pid} {args}" for pid, args in below.items()), flush=True)
        raylet = next(pid for pid, args in below.items() if "raylet/raylet" in args.split()[0])
        os.kill(raylet if lost == "raylet" else os.getpid(), signal.SIGKILL)

    job = Job(tier="fast", policy=verdict.load_policy("archive"))
    try:
        with Ray(job, workers=1, task=SLOW) as engine:
            sweep_by(engine, listing.shards(Path(source), Path(out)), progress=progress)
    except HeadnoteError as error:
        print(f"{error} {error.hint}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
