"""Many rows: sweep them with several processes, lose none, repeat none.

rows of a file -> chunks -> worker processes -> rows in input order -> OUT.partial and its ledger -> OUT
"""

from __future__ import annotations

from headnote.corpus.job import Job
from headnote.corpus.sweeping import Tally, sweep

__all__ = ["Job", "Tally", "sweep"]
