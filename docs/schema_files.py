"""docs/*.schema.json: the JSON Schemas of what headnote prints."""

from __future__ import annotations

import json


def texts() -> dict[str, str]:
    """The schema files by name."""
    from headnote.render.schema import schemas

    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas().items()}
