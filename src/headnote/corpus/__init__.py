"""Many rows: sweep them with several processes, lose none, repeat none.

`label` does it for one Arrow batch, for engines that bring their own processes; `sweep` for a file:

rows of a file -> chunks -> worker processes -> rows in input order -> OUT.partial and its ledger -> OUT
"""

from __future__ import annotations

from headnote.corpus.batches import label, labelled
from headnote.corpus.columns import columns
from headnote.corpus.job import Job
from headnote.corpus.readers import Readers
from headnote.corpus.reporting import Asked, report
from headnote.corpus.sampling import write_sheet
from headnote.corpus.shards import FolderTally, shards, sweep_folder
from headnote.corpus.splitting import split
from headnote.corpus.sweeping import Tally, sweep, sweep_file

__all__ = [
    "Asked",
    "FolderTally",
    "Job",
    "Readers",
    "Tally",
    "columns",
    "label",
    "labelled",
    "report",
    "shards",
    "split",
    "sweep",
    "sweep_file",
    "sweep_folder",
    "write_sheet",
]
