"""A work: its card as a page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from headnote.web import pages

router = APIRouter(include_in_schema=False)


@router.get("/works/{key}")
def work_page(request: Request) -> Response:
    return pages.render(request, "soon.html", title="Work")
