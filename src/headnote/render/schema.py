"""JSON Schema of what headnote prints, made from the records."""

from __future__ import annotations

from typing import Any

import msgspec

from headnote.records import (
    REPORT_SCHEMA,
    RUN_SCHEMA,
    SCHEMA,
    Card,
    Report,
    SweepError,
    SweepRow,
    SweepRun,
)

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Schemas by file name: ``{"card.schema.json": {...}, ...}``."""
    return {
        "card.schema.json": _schema("headnote card", "One object a work, as `headnote card --json` prints it.", Card),
        "sweep.schema.json": _schema(
            "headnote sweep", "One row of `headnote sweep`: read, or not readable.", SweepRow, SweepError
        ),
        "sweep-run.schema.json": _schema(
            "headnote sweep", "What a finished sweep says of itself: OUT.run.json.", SweepRun
        ),
        "report.schema.json": _schema("headnote report", "What `headnote report` prints of one sweep.", Report),
    }


def _schema(title: str, description: str, *records: type[msgspec.Struct]) -> dict[str, Any]:
    refs, components = msgspec.json.schema_components(records, ref_template="#/$defs/{name}")
    defs = {name: _complete(part) for name, part in sorted(components.items())}
    for name, version in (("Card", SCHEMA), ("Report", REPORT_SCHEMA), ("SweepRun", RUN_SCHEMA)):
        if name in defs:
            defs[name]["properties"]["schema"] = {"const": version}
    body = refs[0] if len(refs) == 1 else {"anyOf": list(refs)}
    return {"$schema": _DIALECT, "title": title, "description": description, **body, "$defs": defs}


def _complete(part: dict[str, Any]) -> dict[str, Any]:
    """headnote writes every key, also those that a reader of its records may leave out; but for those that have no
    value at all where they were not asked for."""
    if part.get("type") == "object" and "properties" in part:
        properties = {
            name: {key: value for key, value in schema.items() if key != "default"}
            for name, schema in part["properties"].items()
        }
        always = part.get("required", ())
        required = [name for name, schema in part["properties"].items() if name in always or "default" in schema]
        return {**part, "properties": properties, "required": required, "additionalProperties": False}
    return part
