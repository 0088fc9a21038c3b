"""Figures of a sweep's output, counted in one pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import get_args

from headnote.corpus.swept import Swept
from headnote.records import Action, CodeCount, Group, Reason
from headnote.taxonomy import codes

ACTIONS: tuple[Action, ...] = get_args(Action)
#: What stands for a value that a row does not have.
UNKNOWN = "unknown"
#: Values of a column that the report lists; the rarer ones are added up as `OTHERS`.
MOST = 40
OTHERS = "all others"


class Counts:
    """Counts over rows, added one at a time."""

    def __init__(self) -> None:
        self.rows = self.errors = self.words = 0
        self.actions: Counter[Action] = Counter()
        self.ratings: Counter[str] = Counter()
        self.raised: Counter[str] = Counter()
        self.confidence: defaultdict[str, float] = defaultdict(float)
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.groups: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))

    def add(self, row: Swept, columns: Mapping[str, str]) -> None:
        """Count a row; `columns` are its values in the columns that the report groups by."""
        self.rows += 1
        if row.action is None:
            self.errors += 1
            return
        self.words += row.words or 0
        self.actions[row.action] += 1
        self.ratings[row.rating or UNKNOWN] += 1
        for code in row.warnings or []:
            self.raised[code] += 1
            self.confidence[code] += row.confidence(code)
        self.reasons.update({_rule(reason) for reason in row.reasons or []})
        for column, value in {"language": row.language or UNKNOWN, **columns}.items():
            self.groups[column][value].update([row.action, *(["raised"] if row.warnings else [])])

    @property
    def read(self) -> int:
        """Rows that could be read."""
        return self.rows - self.errors

    def by_action(self) -> dict[Action, int]:
        return {action: self.actions[action] for action in ACTIONS}

    def share(self, code: str) -> float:
        """Share of the rows that could be read on which a code was raised."""
        return self.raised[code] / max(1, self.read)

    def by_code(self) -> list[CodeCount]:
        """Every code that was raised, in the taxonomy's order."""
        return [
            CodeCount(
                code=code,
                rows=self.raised[code],
                share=self.share(code),
                expected=self.confidence[code] / self.raised[code],
            )
            for code in codes()
            if self.raised[code]
        ]

    def by_reason(self) -> list[Reason]:
        """The policy's rules, the most frequent first."""
        ordered = sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))
        return [Reason(rule=rule, words=words, rows=rows) for (rule, words), rows in ordered]

    def by_column(self) -> dict[str, list[Group]]:
        """For each column its values, the most frequent first."""
        return {column: _grouped(values) for column, values in self.groups.items()}


def _rule(reason: str) -> tuple[str, str]:
    """A reason's rule and its words, without what was found in the one work: `` (Gore 71%)``."""
    rule, _, words = reason.partition(": ")
    plain, opened, found = words.partition(" (")
    return rule, plain + found.partition(")")[2] if opened else words


def _grouped(values: Mapping[str, Counter[str]]) -> list[Group]:
    ordered = sorted(values, key=lambda value: (-_rows(values[value]), value))
    rest: Counter[str] = Counter()
    for value in ordered[MOST:]:
        rest.update(values[value])
    groups = [_group(value, values[value]) for value in ordered[:MOST]]
    return [*groups, _group(OTHERS, rest)] if rest else groups


def _rows(counts: Counter[str]) -> int:
    return sum(counts[action] for action in ACTIONS)


def _group(value: str, counts: Counter[str]) -> Group:
    actions = {action: counts[action] for action in ACTIONS}
    return Group(value=value, rows=_rows(counts), raised=counts["raised"], actions=actions)
