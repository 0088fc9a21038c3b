"""Small forms: the fields of an urlencoded body, as dependencies."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.formparsers import FormParser, MultiPartException

from headnote.web.failures import Failure

#: Fields of one form, and bytes of one field; the guard bounds the whole.
MOST, LONGEST = 200, 1_000_000


async def pairs(request: Request) -> list[tuple[str, str]]:
    """The fields in their order, without null characters, which no database holds. None where the body is no such form.

    Raises:
        Failure: 400, it cannot be read as one.
    """
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return []
    try:
        form = await FormParser(request.headers, request.stream(), max_fields=MOST, max_part_size=LONGEST).parse()
    except MultiPartException:
        raise Failure(400, "wrong-form", "This form cannot be read.") from None
    return [(name, value.replace("\0", "")) for name, value in form.multi_items() if isinstance(value, str)]


Pairs = Annotated[list[tuple[str, str]], Depends(pairs)]


def fields(pairs: Pairs) -> dict[str, str]:
    """The fields by name; of a repeated one the last."""
    return dict(pairs)


Fields = Annotated[dict[str, str], Depends(fields)]
