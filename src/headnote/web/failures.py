"""What a person is told when something fails: one shape, a page or JSON, without a word of any story.

Under ``/api`` the answer is ``{"error": {"code", "message", "hint"}}``, to htmx a piece of a page, elsewhere a page.
What is unexpected gets an id, which stands in the answer and, with the place of the mistake, in the log: nothing else.
"""

from __future__ import annotations

import logging
import secrets
from urllib.parse import urlencode

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException as PlainHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from headnote.errors import (
    HeadnoteError,
    LibraryError,
    ReadError,
    Refused,
    SourceError,
    TooLarge,
    UsageError,
    raised_at,
)
from headnote.web.wording import sentence

LOG = logging.getLogger("headnote.web")

API = "/api/"


class Failure(HTTPException):
    """A failure that a route reports: status, a stable `code`, one sentence, and what to do."""

    def __init__(
        self, status: int, code: str, message: str, hint: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status, message, headers)
        self.code, self.message, self.hint = code, message, hint


def not_found() -> Failure:
    """What a reader is told of a work that does not exist and of one that is withheld: the same."""
    return Failure(404, "not-found", "There is nothing here.", "Look on the shelf.")


def not_allowed() -> Failure:
    return Failure(403, "not-allowed", "This needs a reviewer.", "Ask an admin of this library.")


def not_signed_in() -> Failure:
    return Failure(401, "not-signed-in", "Nobody is logged in here.", "Log in first.")


def too_large(limit: int) -> Failure:
    return Failure(413, "too-large", f"This is larger than {limit:,} bytes, the most that is taken here.", "Split it.")


def too_busy(seconds: int) -> Failure:
    """All readers are at work and all places to wait are taken."""
    headers = {"Retry-After": str(seconds)}
    return Failure(503, "busy", "Other stories are being read.", "Try again in a moment.", headers)


#: What a status means where a route did not say more; the framework's own words could repeat what was sent.
_PLAIN = {
    400: ("wrong-request", "The request cannot be understood.", ""),
    405: ("wrong-method", "This address does not take that method.", ""),
    413: ("too-large", "This is larger than what is taken here.", "Split it."),
}


def _said(error: Exception) -> Failure:
    """Any expected exception as a failure."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, RequestValidationError):
        places = {f"{'.'.join(str(p) for p in e['loc'])}: {e['type']}" for e in error.errors()}
        return Failure(422, "wrong-input", f"The input does not fit. {'; '.join(sorted(places))}", "")
    if isinstance(error, PlainHTTPException):
        if error.status_code == 404:
            return not_found()
        code, message, hint = _PLAIN.get(error.status_code, ("failed", "The request failed.", ""))
        return Failure(error.status_code, code, message, hint, dict(error.headers or {}))
    if isinstance(error, DataError | OverflowError):
        return Failure(422, "wrong-input", "The input holds something that the library cannot hold.", "")
    return _known(error) if isinstance(error, HeadnoteError) else _unknown(error)


def _known(error: HeadnoteError) -> Failure:
    if isinstance(error, Refused):
        return Failure(409, "refused", sentence(str(error)), error.hint)
    if isinstance(error, UsageError):
        return Failure(400, "wrong-use", sentence(str(error)), "" if error.hint == UsageError.hint else error.hint)
    if isinstance(error, TooLarge):
        return Failure(413, "too-large", sentence(str(error)), error.hint)
    if isinstance(error, ReadError | SourceError):
        return Failure(422, "unreadable", sentence(str(error)), error.hint)
    return _unknown(error, status=503 if isinstance(error, LibraryError) else 500)


def _unknown(error: Exception, *, status: int = 500) -> Failure:
    """What nobody expected. Its message may hold anything, so it is neither shown nor logged."""
    number = secrets.token_hex(4)
    LOG.error("%s: %s at %s", number, type(error).__name__, raised_at(error))
    message = f"Something went wrong here. Its number is {number}."
    return Failure(status, "internal" if status == 500 else "library", message, "Tell it to who runs this desk.")


def respond(request: Request, error: Exception) -> Response:
    """The answer to a request that failed."""
    failure = _said(error)
    headers = dict(failure.headers or {})
    if request.url.path.startswith(API):
        body = {"code": failure.code, "message": failure.message, "hint": failure.hint}
        return JSONResponse({"error": body}, failure.status_code, headers)
    by_htmx = request.headers.get("hx-request") == "true"
    if failure.status_code == 401:
        return _to_login(request, by_htmx)
    from headnote.web import pages

    page = "error_part.html" if by_htmx else "error.html"
    return pages.render(request, page, status=failure.status_code, headers=headers, failure=failure)


def _to_login(request: Request, by_htmx: bool) -> Response:
    """To the login page, and back to where one was where that was a page to look at."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    login = "/login" + (
        f"?{urlencode({'next': here})}" if request.method == "GET" and not by_htmx and here != "/" else ""
    )
    if by_htmx:
        return Response(status_code=401, headers={"HX-Redirect": login})
    return RedirectResponse(login, 303)


class Net:
    """Catches what nobody expected before the server sees it, which would log its message."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            if scope["type"] != "http":
                raise
            response = respond(Request(scope, receive), error)
            if started:
                raise RuntimeError("an answer broke off; its number is in the log") from None
            await response(scope, receive, send)


def catch(app: FastAPI) -> None:
    """Give an application these answers."""

    async def handle(request: Request, error: Exception) -> Response:
        return respond(request, error)

    for kind in (PlainHTTPException, RequestValidationError, HeadnoteError):
        app.add_exception_handler(kind, handle)
    app.add_middleware(Net)
