"""Templates get exactly the keys that they document; what is served beside them is what we vendored."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

import pytest
from jinja2 import meta, nodes

from headnote.render.markup import el
from headnote.web import pages, static
from tests.web.running import Desk

TEMPLATES = sorted(f.name for f in files("headnote.web").joinpath("templates").iterdir() if f.name.endswith(".html"))
#: A tag chosen from a list that the template itself holds.
CONSTANT = re.compile(r"\{(\"\w+\": \"</?\w+>\",? ?)+\}\[\w+\]\|safe")
NO_INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)|javascript:|hx-on|http-equiv", re.IGNORECASE
)


def _source(name: str) -> str:
    return files("headnote.web").joinpath(f"templates/{name}").read_text(encoding="utf-8")


def _undeclared(name: str) -> set[str]:
    """What a template asks for, and the pieces that it includes."""
    tree = pages.environment().parse(_source(name))
    asked = meta.find_undeclared_variables(tree)
    for pieces in tree.find_all(nodes.FromImport):
        asked -= {name if isinstance(name, str) else name[1] for name in pieces.names}
    asked -= {macro.name for macro in tree.find_all(nodes.Macro)}
    asked -= {
        name.name for made in tree.find_all(nodes.Assign) for name in made.find_all(nodes.Name) if name.ctx == "store"
    }
    for piece in tree.find_all(nodes.Include):
        assert isinstance(piece.template, nodes.Const), "an included piece is named, not computed"
        asked |= _undeclared(piece.template.value)
    return asked


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_asks_for_what_it_documents(name: str) -> None:
    assert _undeclared(name) - pages.COMMON == pages.keys(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_inline_and_nothing_is_trusted_by_name(name: str) -> None:
    """The content security policy would stop it; `safe` would stop the escaping."""
    assert not NO_INLINE.search(_source(name))
    assert not re.search(r"\|\s*safe\b|autoescape|Markup\(", CONSTANT.sub("", _source(name)))


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    assert not re.search(r"(src|href|action|hx-\w+)\s*=\s*[\"'](https?:)?//", _source(name))


def test_other_keys_are_refused() -> None:
    with pytest.raises(TypeError, match="expected keys"):
        pages.render(None, "login.html", name="x")  # type: ignore[arg-type]  # refused before it is looked at


def test_only_what_is_markup_is_trusted() -> None:
    assert str(pages.trusted(el("b", "<i>"))) == "<b>&lt;i&gt;</b>"
    assert str(pages.trusted("<i>")) == "&lt;i&gt;"  # type: ignore[arg-type]  # what a mistake would hand over
    assert str(pages.trusted(None)) == ""


VENDORED = re.compile(r"^\| `(?P<file>[^`]+)` \|.*`(?P<digest>[0-9a-f]{64})` \|$", re.MULTILINE)


def test_vendored_files_are_what_they_were() -> None:
    folder = files("headnote.web").joinpath("static")
    listed = dict(VENDORED.findall(folder.joinpath("VENDORED.md").read_text(encoding="utf-8")))
    assert listed
    assert {f.name for f in folder.iterdir() if ".min." in f.name} == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest() == digest


def test_static_files_are_cached_by_their_content(desk: Desk) -> None:
    for name in static.assets():
        answer = desk.get(static.asset(name))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-type"].split(";")[0] in {"text/css", "text/javascript", "image/svg+xml"}
    assert desk.get("/static/desk.css?v=old").headers["cache-control"] == "no-cache"
    assert desk.get("/static/VENDORED.md").status_code == 404


def test_no_static_file_reaches_elsewhere() -> None:
    for name, asset in static.assets().items():
        if name != "htmx.min.js":
            text = asset.data.decode("utf-8").replace("http://www.w3.org/", "")
            assert "//" not in re.sub(r"^\s*//.*$|/\*.*?\*/|\s// .*$", "", text, flags=re.MULTILINE | re.DOTALL), name
            assert "eval(" not in text
