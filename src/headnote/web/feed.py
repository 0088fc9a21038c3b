"""Feed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from headnote.web import pages

router = APIRouter(include_in_schema=False)


@router.get("/feed.atom")
def feed_page(request: Request) -> Response:
    return pages.render(request, "soon.html", title="Feed")
