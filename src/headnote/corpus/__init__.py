"""Many rows: sweep them with several processes, lose none, repeat none.

`label` does it for one Arrow batch, for engines that bring their own processes; `sweep` for files:

files -> rows -> an engine's processes -> lines in input order -> OUT.partial and its ledger -> OUT, its manifest
"""

from __future__ import annotations

from headnote.corpus.batches import label, labelled
from headnote.corpus.columns import columns
from headnote.corpus.engines import Engine, Local
from headnote.corpus.job import Job
from headnote.corpus.listing import shards
from headnote.corpus.reporting import Asked, report
from headnote.corpus.sampling import write_sheet
from headnote.corpus.splitting import split
from headnote.corpus.sweeping import Tally, sweep, sweep_by

__all__ = [
    "Asked",
    "Engine",
    "Job",
    "Local",
    "Tally",
    "columns",
    "label",
    "labelled",
    "report",
    "shards",
    "split",
    "sweep",
    "sweep_by",
    "write_sheet",
]
