"""Stories from a request's body: a form with a text or files, or the story itself. Bounded in count as it comes."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from headnote.web.failures import Failure
from headnote.web.reading_process import Story
from headnote.web.settings import Limits

#: Fields of a form besides its files.
FIELDS = 8
#: Characters of a file's name that are kept.
NAME = 200


async def stories(request: Request, limits: Limits) -> list[Story]:
    """The stories of a form (`text` pasted, `files` dropped), of plain text, or of any other body as one file.

    Raises:
        Failure: 422 there is none, 413 there are too many, 400 it is no form.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        found = await _from_form(request, limits, multipart=kind.startswith("multipart"))
    else:
        body = await request.body()
        found = [Story(body, pasted=kind == "text/plain")] if body.strip() else []
    if not found:
        raise Failure(422, "empty", "There is no story in this.", "Paste a text or choose a file.")
    return found


async def _from_form(request: Request, limits: Limits, *, multipart: bool) -> list[Story]:
    bounds = {"max_fields": FIELDS, "max_part_size": limits.upload}
    parser: MultiPartParser | FormParser
    if multipart:
        parser = MultiPartParser(request.headers, request.stream(), max_files=limits.files, **bounds)
        parser.spool_max_size = limits.upload  # in memory: a story that is only checked never reaches the disk
    else:
        parser = FormParser(request.headers, request.stream(), **bounds)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        hint = f"At most {limits.files} files at once."
        raise Failure(400, "wrong-form", "This form cannot be read.", hint) from None
    try:
        pasted = [v for v in form.getlist("text") if isinstance(v, str) and v.strip()]
        found = [Story(text.encode("utf-8", "replace"), pasted=True) for text in pasted]
        for value in form.getlist("files"):
            if isinstance(value, UploadFile) and (data := await value.read()):
                found.append(Story(data, name=(value.filename or "")[:NAME] or None))
    finally:
        await form.close()
    return found
