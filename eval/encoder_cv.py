"""The full tier's figures by cross-validation: every text is read by heads that did not see it.

What `python -m eval` prints for the full tier is scored by heads that were trained on the same texts, and flatters
them; these are the figures to go by. Each text goes the whole way that `headnote sweep` takes it: for each fold a copy
of the package gets the heads of the fold, and thresholds from the other folds, and sweeps what was held out. Four
things are not of the fold: the encoder, which nothing here has trained; the rules; the curves of the fast tier; and
the two numbers of each head's own curve, which change no order.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
from train.encoder.__main__ import Fit, fit_heads, rare, score, write, write_thresholds
from train.encoder.rows import Array, Rows, read_rows

import headnote
from eval import runs

SETS = ("passages", "moderation")


class _Row(msgspec.Struct):
    """One line of a set, with what is needed here."""

    id: msgspec.Raw
    text: str


def figures(data: Path) -> dict[str, float]:
    """Means over each set, and figures code by code."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _sweep_by_folds(data, folder)
        found = {name: runs.count(name, data / f"{name}.jsonl", folder / f"{name}.jsonl", data) for name in SETS}
    print("\n\n".join(f"{name}\n{scored.table}" for name, scored in found.items()) + "\n")
    return {key: value for scored in found.values() for key, value in scored.figures.items()}


def _sweep_by_folds(data: Path, folder: Path) -> None:
    """Leaves in `folder` what sweep says of every row of the sets."""
    rows = read_rows(data)
    heads = fit_heads(rows)
    cuts = next(iter(heads.values())).folds
    for at, (_, held, _) in enumerate(cuts):
        package = _package(rows, heads, at, folder / f"fold-{at}")
        texts = set(rows.group[held].tolist())
        for name in SETS:
            _sweep(package, [line for text, line in _lines(data, name) if text in texts], folder, name)
    seen = set(rows.group.tolist())
    for name in SETS:  # rows without a label that the heads are trained on, which any of them may read
        _sweep(package, [line for text, line in _lines(data, name) if text not in seen], folder, name)


def _package(rows: Rows, heads: dict[str, Fit], at: int, folder: Path) -> Path:
    """A copy of the package with the heads and thresholds of a fold; what to put on the path."""
    target = folder / "headnote"
    shutil.copytree(Path(headnote.__file__).parent, target, ignore=shutil.ignore_patterns("__pycache__"))
    write(
        {name: fit.folds[at][2] for name, fit in heads.items()}, rare(rows), target / "signals/semantic/model/heads.npz"
    )
    scores = {name: score(rows, name, fit.probabilities, _known(rows, name, fit, at)) for name, fit in heads.items()}
    write_thresholds(scores, target / "verdict/thresholds.toml")
    return folder


def _known(rows: Rows, name: str, fit: Fit, at: int) -> Array:
    """Which of a head's rows are known in a fold."""
    known, _, _ = fit.folds[at]
    return np.isin(rows.of(name), known)


def _lines(data: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Digest of the text, and the line."""
    for line in (data / f"{name}.jsonl").read_bytes().splitlines():
        if line.strip():
            text = msgspec.json.decode(line, type=_Row).text
            yield hashlib.sha256(text.encode()).hexdigest(), line


def _sweep(package: Path, lines: list[bytes], folder: Path, name: str) -> None:
    """Sweep lines by a copy of the package, and put what it says after what there is."""
    given, found = folder / "given.jsonl", folder / "found.jsonl"
    given.write_bytes(b"\n".join(lines) + b"\n")
    command = [sys.executable, "-m", "headnote", "sweep", str(given), str(found), "--workers", str(runs.PROCESSES)]
    environment = os.environ | {"PYTHONPATH": str(package), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, "--force"], capture_output=True, text=True, check=False, env=environment, cwd=folder
    )
    if done.returncode:
        raise SystemExit(f"sweep of a fold: exit {done.returncode}: {done.stderr.strip()[-400:]}")
    with Path(folder, f"{name}.jsonl").open("ab") as out:
        out.write(found.read_bytes())
