"""Declared held against found, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from headnote.records import Advisory, AuditItem, Cast, Work
from headnote.verdict import check_labels, check_notes, check_pairs
from headnote.verdict.audit_rules import rules
from headnote.verdict.case import Case
from headnote.verdict.declared import read_labels

_LEVELS = ("error", "warning", "note")
_CHECKS: tuple[Callable[[Case], Iterator[AuditItem]], ...] = (
    check_labels.malformed,
    check_labels.unknown,
    check_labels.under_rated,
    check_labels.missing_warning,
    check_labels.contradiction,
    check_notes.mild_mark,
    check_notes.hidden_warning,
    check_notes.chose_not,
    check_notes.brief_reference,
    check_notes.none_beside,
    check_notes.over_labelled,
    check_notes.real_people,
    check_notes.tag_suggestion,
    check_pairs.pair_not_found,
    check_pairs.pair_not_declared,
)
#: Rules that need nothing but the labels: all that can be said of a work whose content was not read.
_LABELS_ALONE = (check_labels.malformed, check_labels.unknown)


def check(work: Work, cast: Cast, advisory: Advisory) -> tuple[AuditItem, ...]:
    """The audit's items: errors first, then in the order of the rule file."""
    case = Case(work=work, cast=cast, advisory=advisory, labels=read_labels(work))
    checks = _CHECKS if case.was_read else _LABELS_ALONE
    order = {rule: at for at, rule in enumerate(rules())}
    items = [item for run in checks for item in run(case)]
    return tuple(sorted(items, key=lambda i: (_LEVELS.index(i.level), order[i.rule], i.codes)))
