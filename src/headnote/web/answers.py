"""Records in and out of a request: JSON as msgspec reads and writes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from fastapi import Request, Response

from headnote.records import Record
from headnote.web.failures import Failure

R = TypeVar("R", bound=Record)


def answer(record: Record, status: int = 200) -> Response:
    return Response(msgspec.json.encode(record), status, media_type="application/json")


def body_of(record: type[R]) -> Callable[[Request], Awaitable[R]]:
    """A dependency: the record in a request's body. It raises `Failure` 422 where there is none, saying where."""

    async def parse(request: Request) -> R:
        try:
            return msgspec.json.decode(await request.body(), type=record)
        except msgspec.ValidationError as error:
            raise Failure(422, "wrong-input", f"The input does not fit. {error}") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Failure(422, "wrong-input", "The input does not fit. It is not JSON.") from None

    return parse
