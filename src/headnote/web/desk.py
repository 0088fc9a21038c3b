"""What a request finds at the desk, as dependencies that routes name: the library, the settings, the engine."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from headnote.library.database import Library
from headnote.web.attempts import Attempts
from headnote.web.engine import Engine
from headnote.web.settings import Settings
from headnote.web.tray import Tray


class Desk:
    """One running desk: what it serves from, what reads for it, what it holds in memory."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library, self.settings = library, settings
        self.engine, self.tray, self.attempts = Engine(settings), Tray(), Attempts(settings.limits.logins)


def desk_of(request: Request) -> Desk:
    """The desk that answers a request."""
    desk: Desk = request.app.state.desk
    return desk


def library_of(request: Request) -> Library:
    return desk_of(request).library


def settings_of(request: Request) -> Settings:
    return desk_of(request).settings


TheDesk = Annotated[Desk, Depends(desk_of)]
TheLibrary = Annotated[Library, Depends(library_of)]
TheSettings = Annotated[Settings, Depends(settings_of)]
