"""The desk as an ASGI application."""

from __future__ import annotations

from fastapi import Depends, FastAPI

from headnote.library.database import Library
from headnote.version import VERSION
from headnote.web import identity, reader, review, shelf, static, work
from headnote.web.desk import Desk
from headnote.web.settings import Settings


def create_app(library: Library, *, settings: Settings) -> FastAPI:
    """The application over an open library. It does not close the library."""
    app = FastAPI(title="headnote", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(library, settings)
    for module in (static, identity):
        app.include_router(module.router)
    for module in (shelf, work, reader):
        app.include_router(module.router, dependencies=[Depends(identity.someone)])
    app.include_router(review.router, dependencies=[Depends(identity.reviewer)])
    return app
