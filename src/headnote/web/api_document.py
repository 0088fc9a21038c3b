"""The OpenAPI document: FastAPI's paths, with the schemas of our records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from headnote.library.query import KINDS, ORDERS
from headnote.version import VERSION
from headnote.web.api_records import DOCUMENTED, ErrorAnswer

REF = "#/components/schemas/{name}"

ABOUT = """\
Works, their cards, and what people decide, with the same rules as the desk's pages: a work that is withheld does not
exist for a reader. Every failure is `{"error": {"code", "message", "hint"}}`. In a group, log in by a form post to
/login and send the cookie that it sets. Nothing here ever gives the text of a story.
"""

_SAID = {
    400: "The query cannot be understood.",
    401: "Nobody is logged in (in a group).",
    403: "The person may not, or the request comes from another web site.",
    404: "There is no such thing for this person.",
    408: "The upload took too long.",
    409: "Somebody else was first.",
    413: "The body is larger than what is taken.",
    421: "The Host header names no host of this desk.",
    422: "The input does not fit.",
    503: "All readers are busy; `Retry-After` says when to try again.",
}


def ref(record: type) -> dict[str, str]:
    """A reference to a record's schema."""
    return {"$ref": REF.format(name=record.__name__)}


def answers(record: type, *statuses: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """Documented answers of a route: a record, and failures by status, those that any request may meet among them."""
    said: dict[int | str, dict[str, Any]] = {
        status: {"description": "Done.", "content": {"application/json": {"schema": ref(record)}}}
    }
    for each in sorted({400, 401, 403, 413, 421, *statuses}):
        said[each] = {"description": _SAID[each], "content": {"application/json": {"schema": ref(ErrorAnswer)}}}
    return said


def body(**contents: dict[str, Any]) -> dict[str, Any]:
    """A request body for `openapi_extra`; names of media types with ``__`` for ``/`` and ``_`` for ``-``."""
    named = {name.replace("__", "/").replace("_", "-"): {"schema": schema} for name, schema in contents.items()}
    return {"requestBody": {"required": True, "content": named}}


def query_parameters() -> dict[str, Any]:
    """The parameters of a search for `openapi_extra`."""
    parameters = [
        _parameter("q", "What one would type into the search box: words, -words, has:CODE, -has:CODE, fandom:NAME."),
        _parameter("page", "From 1.", {"type": "integer", "minimum": 1, "maximum": 1_000_000}),
        _parameter("order", "", {"type": "string", "enum": list(ORDERS)}),
        _parameter("words", "Length: >5000, <20k, 1000-5000."),
        _repeated("has", "A code, or CODE>0.5, CODE:graphic, CODE:graphic>0.5; all must be there."),
        _repeated("-has", "The same, none may be there."),
    ]
    for kind in KINDS:
        parameters += [_repeated(kind, f"A {kind} that is asked for."), _repeated(f"-{kind}", "One that is excluded.")]
    return {"parameters": parameters}


def _parameter(name: str, about: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": about, "schema": schema or {"type": "string"}}


def _repeated(name: str, about: str) -> dict[str, Any]:
    return _parameter(name, about, {"type": "array", "items": {"type": "string"}})


def document(routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    made = get_openapi(
        title="headnote", version=VERSION, openapi_version="3.1.0", description=ABOUT, routes=list(routes)
    )
    _, schemas = msgspec.json.schema_components(DOCUMENTED, ref_template=REF, schema_hook=_anything)
    made["components"] = {"schemas": dict(sorted(schemas.items()))}
    return made


def _anything(kind: type) -> dict[str, Any]:
    """The schema of a value that may be any JSON: what an entry of the history says depends on its kind."""
    if kind is object:
        return {"description": "Any JSON."}
    raise NotImplementedError
