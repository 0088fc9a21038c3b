"""Style sheets and scripts: held in memory, served by name, cached by their digest."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import msgspec
from fastapi import APIRouter, Request, Response

from headnote.web import failures

router = APIRouter(include_in_schema=False)

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


class Asset(msgspec.Struct, frozen=True):
    data: bytes
    type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """Every static file by name. ``card.css`` is the style sheet of the card's page, so that both look alike."""
    held = [f for f in files("headnote.web").joinpath("static").iterdir() if f.name.rpartition(".")[2] in _TYPES]
    found = {f.name: f.read_bytes() for f in held}
    found["card.css"] = files("headnote.render").joinpath("data/page.css").read_bytes()
    return {
        name: Asset(data, _TYPES[name.rpartition(".")[2]], hashlib.sha256(data).hexdigest()[:16])
        for name, data in sorted(found.items())
    }


def asset(name: str) -> str:
    """The address of a static file; it changes with its content."""
    return f"/static/{name}?v={assets()[name].digest}"


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """One file, by a name that is looked up and never joined to a path."""
    found = assets().get(name)
    if found is None:
        raise failures.not_found()
    current = request.query_params.get("v") == found.digest
    cached = "public, max-age=31536000, immutable" if current else "no-cache"
    return Response(found.data, media_type=found.type, headers={"Cache-Control": cached})
