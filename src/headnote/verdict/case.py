"""What an audit rule looks at: one work's labels beside what was found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from headnote.records import Advisory, AuditItem, Cast, Evidence, Finding, Level, Work
from headnote.taxonomy import CHOOSE_NOT, NOT_RATED, RATINGS, codes
from headnote.verdict.declared import Labels
from headnote.verdict.thresholds import thresholds

#: Signals up to which a content that is only mentioned or mild is a brief reference.
BRIEF = 2


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One work for the audit."""

    work: Work
    cast: Cast
    advisory: Advisory
    labels: Labels

    @property
    def was_read(self) -> bool:
        return self.advisory.rating.value is not None

    @property
    def rated(self) -> int | None:
        """Rank of the declared rating; null where unknown, not rated, or no rating of the archive's."""
        return rank(self.labels.rating)

    @property
    def not_rated(self) -> bool:
        return self.labels.rating == NOT_RATED

    @property
    def chose_not(self) -> bool:
        return CHOOSE_NOT in (self.labels.warnings or ())

    def finding(self, code: str) -> Finding | None:
        return next((f for f in self.advisory.findings if f.code == code), None)

    def raised(self) -> Iterator[Finding]:
        return (f for f in self.advisory.findings if f.raised)

    def warned(self) -> Iterator[tuple[Finding, str]]:
        """The raised findings that an archive warning says, each with the warning."""
        for finding in self.raised():
            warning = codes()[finding.code].ao3_warning
            if warning:
                yield finding, warning


def rank(rating: str | None) -> int | None:
    return RATINGS.index(rating) if rating in RATINGS else None


def is_brief(finding: Finding) -> bool:
    """Whether a content is a brief reference, which the archive leaves to the creator."""
    return finding.presence == "mentioned" or (finding.signals <= BRIEF and finding.intensity == "mild")


def is_high(confidence: float) -> bool:
    return confidence >= thresholds().audit.high


def item(
    rule: str, level: Level, message: str, found: Sequence[Finding] = (), evidence: Sequence[Evidence] = ()
) -> AuditItem:
    """An item whose codes and evidence are those of the findings."""
    return AuditItem(
        rule=rule,
        level=level,
        message=message,
        codes=[f.code for f in found],
        evidence=[*evidence, *(e for f in found for e in f.evidence)],
    )


def percent(confidence: float) -> str:
    return f"{confidence:.0%}"


def listed(names: Sequence[str]) -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def quoted(label: str) -> str:
    """A label that a file carries, cut short: it may be anything."""
    line = " ".join(label.split())
    return f'"{line[:40]}…"' if len(line) > 40 else f'"{line}"'
