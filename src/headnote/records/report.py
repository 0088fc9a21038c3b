"""What a sweep says of itself, and what the report on it holds."""

from __future__ import annotations

from headnote.records.base import Record
from headnote.records.card import Engine
from headnote.records.finding import Action

REPORT_SCHEMA = "headnote.report/1"
RUN_SCHEMA = "headnote.sweep-run/1"


class File(Record, frozen=True, kw_only=True):
    """A file by name; `sha256` is of its bytes."""

    name: str
    bytes: int
    sha256: str


class PolicyUsed(Record, frozen=True, kw_only=True):
    """A policy by name; `sha256` is of its rules, whatever file they came from."""

    name: str
    sha256: str


class SweepRun(Record, frozen=True, kw_only=True):
    """A finished sweep: what `headnote sweep` writes beside its output as ``OUT.run.json``. `job` is a digest of
    all that can change a row: version, tier, policy, columns."""

    schema: str = RUN_SCHEMA
    engine: Engine
    policy: PolicyUsed
    job: str
    input: File
    output: File
    rows: int
    errors: int
    actions: dict[str, int]
    codes: dict[str, int]


class Group(Record, frozen=True, kw_only=True):
    """Rows of one value of a column. `actions` counts them by action; `raised` have at least one code raised."""

    value: str
    rows: int
    raised: int
    actions: dict[Action, int]


class CodeCount(Record, frozen=True, kw_only=True):
    """Rows on which a code was raised, and the share of rows that could be read. `expected` is the mean of their
    confidences: the share that should turn out right if the confidences are calibrated on such texts."""

    code: str
    rows: int
    share: float
    expected: float


class Reason(Record, frozen=True, kw_only=True):
    """How often a rule of the policy asked for an action; a row may have several rules. `words` is the rule's own
    reason."""

    rule: str
    words: str
    rows: int


class Sample(Record, frozen=True, kw_only=True):
    """One row on which a code was raised, drawn for a person to check. `excerpts` are masked; none for
    ``underage-sex``."""

    code: str
    id: str | int
    confidence: float
    excerpts: list[str]


class Checked(Record, frozen=True, kw_only=True):
    """What a person said of a sample: `right` of `rows`, the precision and its 95 % interval (Wilson's score)."""

    code: str
    rows: int
    right: int
    precision: float
    low: float
    high: float


class Drift(Record, frozen=True, kw_only=True):
    """A code's share of the rows in an earlier run and now. `beyond` the spread that chance alone would give (two
    proportions, two-sided, 1 % over all codes together)."""

    code: str
    before: float
    now: float
    beyond: bool


class Earlier(Record, frozen=True, kw_only=True):
    """An earlier run that this one is held against. `moved` is by size of the change."""

    output: File
    rows: int
    moved: list[Drift]


class Report(Record, frozen=True, kw_only=True):
    """One sweep's output in figures. `run` is the manifest beside it, null where it has none or is of other bytes;
    `source` is null where the input was not given, `earlier` where no run was.

    `columns` groups rows by language and by the columns asked for; `samples` and `checked` are empty unless asked for.
    """

    schema: str = REPORT_SCHEMA
    version: str
    run: SweepRun | None
    output: File
    source: File | None
    rows: int
    errors: int
    words: int
    actions: dict[Action, int]
    ratings: dict[str, int]
    columns: dict[str, list[Group]]
    codes: list[CodeCount]
    reasons: list[Reason]
    samples: list[Sample]
    checked: list[Checked]
    earlier: Earlier | None
