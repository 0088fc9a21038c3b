"""Which works exist for whom: the one place that says it, for a statement, for a row and for the index's columns."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, true

from headnote.library.schema import works
from headnote.library.viewers import Viewer

#: Actions under which a work is on a reader's shelf; under any other it does not exist for a reader.
OPEN_ACTIONS = ("list", "label", "gate")
#: A withholding that waits for its second reader keeps the work away until it is settled.
WAITING = "proposed"


def is_held(action: str, standing: str) -> bool:
    """Whether a work does not exist for a reader."""
    return action not in OPEN_ACTIONS or standing == WAITING


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on a row of `works` that it exists for a viewer. A hidden work is hidden by what follows from it
    as well: whoever reads its versions, codes, terms or neighbours joins `works` and asks this."""
    if viewer.sees_held:
        return true()
    return and_(works.c.action.in_(OPEN_ACTIONS), works.c.standing != WAITING)
