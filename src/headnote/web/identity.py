"""Who asks: the owner of the machine, or in a group whoever a session belongs to."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from headnote.library import sessions
from headnote.library.viewers import OWNER, Viewer
from headnote.web import failures
from headnote.web.desk import desk_of
from headnote.web.settings import Settings


def cookie_name(settings: Settings) -> str:
    """The session cookie's name; over HTTPS browsers keep a `__Host-` one from being set by anybody else."""
    return "__Host-headnote" if settings.secure else "headnote"


def someone(request: Request) -> Viewer:
    """The person who asks; kept on the request for the page's frame.

    Raises:
        Failure: 401, in a group, without a session.
    """
    desk = desk_of(request)
    viewer = _of_session(request) if desk.settings.group else OWNER
    if viewer is None:
        raise failures.not_signed_in()
    request.state.viewer = viewer
    return viewer


def _of_session(request: Request) -> Viewer | None:
    desk = desk_of(request)
    token = request.cookies.get(cookie_name(desk.settings))
    return sessions.whose(desk.library, token) if token else None


SomeViewer = Annotated[Viewer, Depends(someone)]


def reviewer(viewer: SomeViewer) -> Viewer:
    """A reviewer or an admin.

    Raises:
        Failure: 403 for a reader, whatever they ask for.
    """
    if not viewer.sees_held:
        raise failures.not_allowed()
    return viewer


AReviewer = Annotated[Viewer, Depends(reviewer)]
