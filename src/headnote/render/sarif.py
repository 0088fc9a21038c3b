"""Audits as SARIF 2.1.0, for editors and CI.

Offsets count code points of the text as headnote reads it. For text files that is the file itself; for HTML, EPUB and
the like it is the text inside, which SARIF calls a nested artifact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from headnote.records import Card, Evidence
from headnote.render.clean import clean
from headnote.version import VERSION

SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json"
#: Formats whose text is the file, so that offsets hold in the file as well.
TEXT_FORMATS = frozenset({"text", "txt", "thread", "markdown"})


class RuleText(Protocol):
    """What is shown of a rule: the audit's rule records have it."""

    @property
    def title(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def why(self) -> str: ...


def report(cards: Sequence[Card], rules: Mapping[str, RuleText] | None = None) -> dict[str, Any]:
    """One SARIF log with one run over all works.

    Args:
        cards: one a work, in order.
        rules: texts of the audit's rules by id; without them a rule carries only its id.

    Returns:
        A log that holds no story text but the card's own excerpts, which are masked unless a person asked otherwise.
    """
    names = list(dict.fromkeys(item.rule for card in cards for item in card.audit))
    artifacts: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    for card in cards:
        place = _add_artifacts(card, artifacts)
        results += _results(card, place, names)
    run = {
        "tool": {"driver": _driver(names, rules or {})},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notices(cards)}],
        "artifacts": artifacts,
        "results": results,
    }
    return {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}


def _driver(names: list[str], rules: Mapping[str, RuleText]) -> dict[str, Any]:
    described = []
    for name in names:
        entry: dict[str, Any] = {"id": name}
        if rule := rules.get(name):
            entry["shortDescription"] = {"text": rule.title}
            entry["fullDescription"] = {"text": rule.what}
            entry["help"] = {"text": f"{rule.why} See `headnote explain {name}`."}
        described.append(entry)
    return {"name": "headnote", "version": VERSION, "rules": described}


def _uri(card: Card) -> str:
    return quote(clean(card.source.name or "stdin"), safe="/")


def _add_artifacts(card: Card, artifacts: list[dict[str, Any]]) -> dict[str, Any]:
    """Add a work's file, and its inner text where that is not the file; the location that results point at."""
    source = card.source
    outer: dict[str, Any] = {"location": {"uri": _uri(card)}, "roles": ["analysisTarget"], "length": source.bytes}
    if source.sha256:
        outer["hashes"] = {"sha-256": source.sha256}
    if source.encoding:
        outer["encoding"] = source.encoding
    index = _index(outer, artifacts)
    if source.format in TEXT_FORMATS:
        return {"uri": _uri(card), "index": index}
    uri = f"{_uri(card)}/text"
    inner = {
        "location": {"uri": uri, "description": {"text": "The text inside, as headnote reads it."}},
        "parentIndex": index,
        "mimeType": "text/plain",
    }
    return {"uri": uri, "index": _index(inner, artifacts)}


def _index(artifact: dict[str, Any], artifacts: list[dict[str, Any]]) -> int:
    """The place of an artifact among the others, where it is put if it is new: the schema forbids repeats."""
    if artifact not in artifacts:
        artifacts.append(artifact)
    return artifacts.index(artifact)


def _results(card: Card, place: dict[str, Any], names: list[str]) -> list[dict[str, Any]]:
    results = []
    seen: dict[str, int] = {}
    for item in card.audit:
        key = "\0".join([card.source.name or "", item.rule, *item.codes])
        nth = seen[key] = seen.get(key, 0) + 1
        result: dict[str, Any] = {
            "ruleId": item.rule,
            "ruleIndex": names.index(item.rule),
            "level": item.level,
            "message": {"text": clean(item.message)},
            "locations": [_location(place, e) for e in item.evidence] or [{"physicalLocation": _at(place)}],
            "partialFingerprints": {"workRuleCodes/v1": _digest(f"{key}\0{nth}")},
        }
        if item.codes:
            result["properties"] = {"codes": item.codes}
        results.append(result)
    return results


def _digest(key: str) -> str:
    """The same for the same disagreement in a work, also after the text was edited elsewhere."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _at(place: dict[str, Any]) -> dict[str, Any]:
    return {"artifactLocation": place}


def _location(place: dict[str, Any], evidence: Evidence) -> dict[str, Any]:
    region = {"charOffset": evidence.start, "charLength": evidence.end - evidence.start}
    location: dict[str, Any] = {"physicalLocation": {**_at(place), "region": region}}
    if evidence.excerpt:
        location["message"] = {"text": clean(evidence.excerpt)}
    return location


def _notices(cards: Sequence[Card]) -> list[dict[str, Any]]:
    return [
        {
            "level": "note",
            "message": {"text": clean(notice)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(card)}}}],
        }
        for card in cards
        for notice in card.notices
    ]
