"""The desk as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from headnote.library import index
from headnote.library.database import Library
from headnote.version import VERSION
from headnote.web import api, api_review, check, failures, feed, login, me, reader, review, shelf, static, theme, work
from headnote.web.desk import Desk
from headnote.web.guard import Guard
from headnote.web.identity import reviewer, someone
from headnote.web.settings import Settings

#: What needs no session. Everything else is included behind one.
OPEN = (static, login, theme)
FOR_ALL = (shelf, work, reader, check, me, feed, api)
FOR_REVIEWERS = (review, api_review)


def create_app(library: Library, *, settings: Settings) -> FastAPI:
    """The application over an open library. It does not close the library."""
    app = FastAPI(
        title="headnote", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False,
        lifespan=_lifespan,
    )  # fmt: skip
    app.state.desk = Desk(library, settings)
    for module in OPEN:
        app.include_router(module.router)
    for module in FOR_ALL:
        app.include_router(module.router, dependencies=[Depends(someone)])
    for module in FOR_REVIEWERS:
        app.include_router(module.router, dependencies=[Depends(reviewer)])
    failures.catch(app)
    app.add_middleware(Guard, settings=settings)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """The first reading process and the shelf's index start with the desk; all end with it."""
    desk: Desk = app.state.desk
    warming = asyncio.create_task(desk.engine.warm())
    loading = asyncio.create_task(asyncio.to_thread(index.warm, desk.library))
    yield
    warming.cancel()  # a thread cannot be: what reads the library is waited for, so that nothing uses it afterwards
    await asyncio.gather(warming, loading, return_exceptions=True)
    await desk.engine.close()
