"""Where a sweep keeps what is not whole yet: beside its output, or on this machine where the output is an address."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from headnote.corpus.places import Place


def state_of(out: Place, state: Path | None = None) -> Path:
    """The local path that stands for an output while it is made; the folder of one that lies elsewhere is made.

    Args:
        state: the folder for outputs that lie elsewhere; null is ``headnote/sweeps`` in the user's own state folder.
    """
    if out.local is not None:
        return out.local
    own = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "headnote" / "sweeps"
    folder = (state or own) / hashlib.sha256(out.address.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder / out.name
