"""Settings."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from headnote.web import pages

router = APIRouter(include_in_schema=False)


@router.get("/me")
def me_page(request: Request) -> Response:
    return pages.render(request, "soon.html", title="Settings")
