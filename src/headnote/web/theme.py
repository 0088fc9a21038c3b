"""A person's choice of colours, kept in a cookie so that the first page has it already."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from headnote.web import pages
from headnote.web.desk import TheSettings
from headnote.web.forms import Fields
from headnote.web.login import inside

router = APIRouter(include_in_schema=False)

YEAR = 365 * 24 * 3600


@router.post("/theme")
def choose(settings: TheSettings, fields: Fields) -> RedirectResponse:
    response = RedirectResponse(inside(fields.get("next", "/")), 303)
    if (theme := fields.get("theme")) in pages.THEMES:
        response.set_cookie(
            pages.THEME, theme, max_age=YEAR, secure=settings.secure, httponly=True, samesite="lax", path="/"
        )
    return response
