"""A person's own settings: what folds for them, their saved searches, their password."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from headnote.errors import UsageError
from headnote.library import accounts, own
from headnote.library.viewers import Viewer
from headnote.taxonomy import Code, codes
from headnote.web import failures, pages
from headnote.web.attempts import address_of
from headnote.web.desk import Desk, TheDesk, TheLibrary
from headnote.web.forms import Fields, Pairs
from headnote.web.identity import SomeViewer
from headnote.web.login import HASHING
from headnote.web.wording import sentence

router = APIRouter(include_in_schema=False)

#: What a group of codes is called where one chooses among them.
GROUPS = {
    "sex": "Sex",
    "violence": "Violence",
    "death": "Death",
    "harm": "Abuse and harm",
    "mind": "Mind and self-harm",
    "body": "Body and health",
    "hate": "Hatred",
    "other": "Other",
}


@router.get("/me")
def settings_page(request: Request, desk: TheDesk, viewer: SomeViewer, kept: str = "") -> Response:
    return _page(request, desk, viewer, kept=kept if kept in {"avoid", "password"} else "")


@router.post("/me/avoid")
def avoid(library: TheLibrary, viewer: SomeViewer, fields: Pairs) -> Response:
    own.avoid(library, viewer, tuple(value for name, value in fields if name == "code"))
    return RedirectResponse("/me?kept=avoid", 303)


@router.post("/me/password")
def password(request: Request, desk: TheDesk, viewer: SomeViewer, fields: Fields) -> Response:
    """A new password, for who knows the old one. All other sessions of this person end."""
    if not desk.settings.group:
        raise failures.not_found()
    desk.attempts.count(viewer.name, address_of(request))
    with HASHING:
        known = accounts.check_password(desk.library, viewer.name, fields.get("old", ""))
    if known is None:
        return _page(request, desk, viewer, wrong="That is not your password.", status=422)
    try:
        with HASHING:
            accounts.set_password(desk.library, viewer.name, fields.get("new", ""), by=viewer)
    except UsageError as error:
        return _page(request, desk, viewer, wrong=f"{sentence(str(error))} {error.hint}", status=422)
    return RedirectResponse("/login", 303)


def _page(
    request: Request, desk: Desk, viewer: Viewer, *, kept: str = "", wrong: str = "", status: int = 200
) -> Response:
    return pages.render(
        request,
        "me.html",
        status=status,
        groups=[(GROUPS.get(group, group), list(entries)) for group, entries in groupby(codes().values(), _group)],
        avoided=own.avoided(desk.library, viewer),
        filters=own.saved_filters(desk.library, viewer),
        kept=kept,
        wrong=wrong,
    )


def _group(code: Code) -> str:
    return code.group
