"""Pages from templates: escaped, with exactly the keys that each template documents.

A template begins with a comment ``{# keys: work, chapters #}`` that names every key it is given. Besides those it finds
what every page has: `request`, `viewer` (null where nobody is known), `group`, `theme` ("auto", "light", "dark"),
`here` (the path), `asset(name)` (address of a static file), and the filter `trusted` for markup made by
`headnote.render.markup`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import jinja2
import markupsafe
from fastapi import Request
from fastapi.responses import HTMLResponse

from headnote.render.markup import Markup
from headnote.web.desk import settings_of
from headnote.web.static import asset

#: What every page has without naming it.
COMMON = frozenset({"request", "viewer", "group", "theme", "here", "asset"})

#: Cookie of a person's choice of colours.
THEME = "headnote_theme"
THEMES = ("auto", "light", "dark")

_KEYS = re.compile(r"\A\{#-?\s*keys:([\w\s,]*)#?")


def trusted(markup: Markup | None) -> markupsafe.Markup:
    """Markup that `headnote.render` escaped by construction, as Jinja knows it. Plain text is escaped still."""
    if markup is None:
        return markupsafe.Markup("")
    return markupsafe.Markup(markup) if isinstance(markup, Markup) else markupsafe.escape(markup)


@cache
def environment() -> jinja2.Environment:
    """Jinja with escaping everywhere and no silence about a name that does not exist."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("headnote.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["trusted"] = trusted
    made.globals["asset"] = asset
    return made


@cache
def keys(name: str) -> frozenset[str]:
    """The keys that a template documents."""
    source = files("headnote.web").joinpath(f"templates/{name}").read_text(encoding="utf-8")
    found = _KEYS.match(source)
    if found is None:
        raise LookupError(f"templates/{name} does not begin with its keys")
    return frozenset(key.strip() for key in found[1].split(",") if key.strip())


def render(
    request: Request, name: str, /, *, status: int = 200, headers: dict[str, str] | None = None, **values: object
) -> HTMLResponse:
    """A page. `values` are exactly the keys that the template documents.

    Raises:
        TypeError: they are not.
    """
    if (given := frozenset(values)) != (documented := keys(name)):
        raise TypeError(f"templates/{name}: expected keys {sorted(documented)}, got {sorted(given)}")
    chosen = request.cookies.get(THEME, "auto")
    frame = {
        "request": request,
        "viewer": getattr(request.state, "viewer", None),
        "group": settings_of(request).group,
        "theme": chosen if chosen in THEMES else "auto",
        "here": request.url.path,
    }
    text = environment().get_template(name).render(**frame, **values)
    return HTMLResponse(text, status_code=status, headers=headers)
