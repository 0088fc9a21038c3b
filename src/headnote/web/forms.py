"""Small forms: the fields of an urlencoded body, each once, as a dependency."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.formparsers import FormParser, MultiPartException

from headnote.web.failures import Failure

#: Fields of one form.
MOST = 200


async def fields(request: Request) -> dict[str, str]:
    """The fields by name; the last of a repeated one. Empty where the body is no such form.

    Raises:
        Failure: 400, it cannot be read as one.
    """
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    try:
        form = await FormParser(request.headers, request.stream(), max_fields=MOST, max_part_size=1_000_000).parse()
    except MultiPartException:
        raise Failure(400, "wrong-form", "This form cannot be read.") from None
    return {name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(fields)]
