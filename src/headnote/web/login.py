"""Logging in and out, in a group."""

from __future__ import annotations

import threading

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from headnote.library import sessions
from headnote.web import failures, pages
from headnote.web.attempts import address_of
from headnote.web.desk import Desk, TheDesk
from headnote.web.forms import Fields
from headnote.web.identity import cookie_name

router = APIRouter(include_in_schema=False)

#: Passwords hashed at once: each takes tens of megabytes and a core.
HASHING = threading.BoundedSemaphore(2)


def _only_in_a_group(desk: Desk) -> None:
    if not desk.settings.group:
        raise failures.not_found()


@router.get("/login")
def login_page(request: Request, desk: TheDesk, next: str = "/") -> Response:  # noqa: A002  # the field's name
    _only_in_a_group(desk)
    return pages.render(request, "login.html", name="", onward=inside(next), wrong=False)


@router.post("/login")
def log_in(request: Request, desk: TheDesk, fields: Fields) -> Response:
    _only_in_a_group(desk)
    name, onward = fields.get("name", "").strip(), inside(fields.get("next", "/"))
    desk.attempts.count(name, address_of(request))
    with HASHING:
        login = sessions.log_in(desk.library, name, fields.get("password", ""))
    if login is None:
        return pages.render(request, "login.html", status=401, name=name, onward=onward, wrong=True)
    _close(request, desk)
    response = RedirectResponse(onward, 303)
    response.set_cookie(
        cookie_name(desk.settings),
        login.token,
        max_age=int(sessions.LASTS.total_seconds()),
        path="/",
        secure=desk.settings.secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.post("/logout")
def log_out(request: Request, desk: TheDesk) -> Response:
    _only_in_a_group(desk)
    _close(request, desk)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(cookie_name(desk.settings), path="/", secure=desk.settings.secure, httponly=True)
    return response


def _close(request: Request, desk: Desk) -> None:
    if token := request.cookies.get(cookie_name(desk.settings)):
        sessions.log_out(desk.library, token)


def inside(path: str) -> str:
    """A path of this desk to go on to; whatever leads elsewhere becomes the shelf."""
    plain = path.isascii() and path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"
