"""What every request passes before anything else looks at it.

A desk on one's own machine asks nobody to log in, so what keeps other web sites out is here: a request must name a
host of ours (a name that someone pointed at this machine is not one), and must come from our own pages or from a
person's own click. FastAPI could bound bodies too, but would answer in plain text and not in our one shape.
"""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from headnote.web import failures
from headnote.web.failures import Failure
from headnote.web.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

#: Paths that take a whole story.
TAKES_STORIES = frozenset({"/check", "/api/v1/check"})

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: The referrer stays within the desk. Sending none at all would make browsers send forms with `Origin: null`.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KEPT_NOWHERE = "no-store"

_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^\[\]:/@?#\s]+))(?::\d{1,5})?", re.IGNORECASE)


class Guard:
    """The outermost layer: hosts, origins, sizes and times of bodies, headers of every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        if scope["type"] != "http":
            return
        sending = self._with_headers(send)
        if failure := self._refusal(scope, Headers(scope=scope)):
            await failures.respond(Request(scope, receive), failure)(scope, receive, sending)
            return
        await self.app(scope, _Bounded(receive, self._most(scope), self.settings.limits.arrival), sending)

    def _most(self, scope: Scope) -> int:
        limits = self.settings.limits
        return limits.upload if scope["path"] in TAKES_STORIES else limits.body

    def _refusal(self, scope: Scope, headers: Headers) -> Failure | None:
        hosts = headers.getlist("host")
        named = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if named is None or (named["six"] or named["name"]).lower() not in self.settings.hosts:
            return Failure(
                421, "wrong-host", "This desk is not known by that name.", "Use the address it was opened at."
            )
        if b"%00" in scope["raw_path"] or b"%00" in scope["query_string"]:
            return Failure(400, "wrong-request", "The address holds a character that no address has.")
        if _is_foreign(scope["method"], headers, hosts[0]):
            return Failure(403, "foreign", "This came from another web site.", "Start from the shelf.")
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length) > self._most(scope):
            return failures.too_large(self._most(scope))
        return None

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", KEPT_NOWHERE)
                if self.settings.secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        return sending


def _is_foreign(method: str, headers: Headers, host: str) -> bool:
    """Whether another site's page makes this request. Programs, which send neither header, are no browser that
    could be tricked; a link from elsewhere may be followed."""
    site = headers.get("sec-fetch-site", "none")
    followed = method == "GET" and headers.get("sec-fetch-mode") == "navigate" and _is_whole_page(headers)
    if site not in {"same-origin", "none"} and not followed:
        return True
    origin = headers.get("origin")
    return method not in SAFE and origin is not None and urlsplit(origin).netloc.lower() != host.lower()


def _is_whole_page(headers: Headers) -> bool:
    return headers.get("sec-fetch-dest", "document") == "document"


class _Bounded:
    """Receives a body, up to a size and within a time, counted as it comes."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self.receive, self.most, self.seconds = receive, most, seconds
        self.came, self.over = 0, False
        self.until: float | None = None

    async def __call__(self) -> Message:
        if self.over:  # what comes now is the end of the connection, for which one may wait
            return await self.receive()
        clock = asyncio.get_running_loop()
        self.until = self.until or clock.time() + self.seconds
        try:
            async with asyncio.timeout_at(self.until):
                message = await self.receive()
        except TimeoutError:
            raise Failure(408, "too-slow", "The upload took too long.", "Try again.") from None
        self.came += len(message.get("body", b""))
        if self.came > self.most:
            raise failures.too_large(self.most)
        self.over = not message.get("more_body", False)
        return message
