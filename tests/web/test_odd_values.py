"""Odd values in every address and form of the desk: never a mistake of ours."""

from __future__ import annotations

import random
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute

from headnote.web import app
from tests.web.running import Desk, stored
from tests.web.stories import plain

ODD = (
    "", " ", "0", "-1", "1", "9" * 25, "1e400", "NaN", "true", "null", "\x00", "\x1b[2J", "\ud7ff", "\ufffe", "\u202e",
    "' or 1=1 --", "%", "%%", "_", "*", "\"", "\\", "/", "../..", "a" * 3000, "list", "withhold", "(((((", "NOT", "é",
    "{{7}}", "death>0.5", "<b>", "\r\nX: y", "[]", "{}", "gore", "none", "w" + "a" * 10,
)  # fmt: skip
#: Names of fields that some form or address of the desk has.
FIELDS = (
    "q", "page", "has", "-has", "fandom", "words", "order", "rating", "length", "value", "kept", "scene", "at", "avoid",
    "sure", "go", "version", "seen", "of", "action", "reason", "text", "code", "name", "query", "hide", "next", "theme",
    "size", "changed", "prefix", "old", "new",
)  # fmt: skip
#: Requests to each route.
TRIES = 10

ROUTES = [
    (method, route.path)
    for module in (*app.OPEN, *app.FOR_ALL, *app.FOR_REVIEWERS)
    for route in module.router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods or ())
]


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda x: x)
def test_odd_values_meet_no_mistake_of_ours(desk: Desk, method: str, path: str) -> None:
    key = stored(desk.library, plain("For Odd Values"))
    chance = random.Random(f"{method} {path}")
    for attempt in range(TRIES):
        parts = [
            (key if attempt % 2 and part == "{key}" else quote(chance.choice(ODD), safe="")) if "{" in part else part
            for part in path.split("/")
        ]
        some = {chance.choice(FIELDS): chance.choice(ODD) for _ in range(8)}
        address = "/".join(parts) + "?" + "&".join(f"{name}={quote(value)}" for name, value in some.items())
        form = {chance.choice(FIELDS): chance.choice(ODD) for _ in range(20)}
        answer = desk.client.request(method, address, data=form if method == "POST" else None)
        assert answer.status_code < 500, (address[:300], {name: value[:60] for name, value in form.items()})
