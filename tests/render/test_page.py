"""The page as text: whole, inert, pinned by its content security policy."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from headnote.render import charts
from headnote.render.markup import Markup, el, escaped
from headnote.render.page import page, sections
from headnote.render.places import Places
from headnote.render.wording import CLOSING
from tests.render.cards import CARDS, HOSTILE, long, rich, sceneless

PAGES = {name: page(make()) for name, make in CARDS.items()}
VOID = {"meta", "input"}


class Outline(HTMLParser):
    """Elements, ids, links and whether every element is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.open += [] if tag in VOID else [tag]
        self.ids += [v or "" for k, v in attrs if k == "id"]
        self.links += [v or "" for k, v in attrs if k in {"href", "src"}]
        assert not any(k == "style" or k.startswith("on") for k, _ in attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_is_well_formed_and_asks_nothing_of_the_network(name: str) -> None:
    outline = Outline(PAGES[name])
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    assert all(link.startswith("#") and link[1:] in outline.ids for link in outline.links)
    assert not {"script", "img", "link", "iframe", "form", "object", "base"} & set(outline.names)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_says_what_it_cannot_say(name: str) -> None:
    assert CLOSING in PAGES[name]


def test_the_policy_pins_the_style() -> None:
    style = re.search("<style>(.*?)</style>", PAGES["rich"], re.S)
    policy = re.search('Content-Security-Policy" content="([^"]*)"', PAGES["rich"])
    assert style
    assert policy
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_same_card_same_page() -> None:
    assert page(rich()) == PAGES["rich"]


def test_a_long_work_stays_within_a_keyboards_patience() -> None:
    strips = re.findall('<svg class="strip".*?</svg>', page(long()), re.S)
    assert strips
    assert all(s.count("<a ") <= 24 for s in strips)


def test_text_is_escaped_and_markup_is_not() -> None:
    assert el("p", "a < b & ", el("b", HOSTILE[:8])) == "<p>a &lt; b &amp; <b>&lt;script&gt;</b></p>"
    assert (
        el("a", title='"><script>', aria_label=None, hidden=True) == '<a title="&quot;&gt;&lt;script&gt;" hidden></a>'
    )
    assert isinstance(escaped("x"), Markup)
    assert el("rect", x=1.5, width=2) == '<rect x="1.5" width="2"/>'


def test_a_strip_draws_every_scene_though_near_ones_share_a_link() -> None:
    card = long()
    finding = next(f for f in card.findings if f.code == "violence-graphic")
    strip = charts.strip(card, finding, Places(card))
    assert strip
    assert strip.count("<a ") == charts.LINKS
    assert strip.count('class="fill') == len(finding.scenes)
    assert re.search('aria-label="\\d+ of scenes \\d+–\\d+, chapter \\d+: up to ', strip)


def test_with_a_reader_every_place_leads_there_and_nothing_to_a_row() -> None:
    card = rich()
    body = "".join(part.body for part in sections(card, lambda scene: f"/read/{scene.chapter + 1}#s{scene.id}"))
    links = set(re.findall('href="([^"]*)"', body))
    raised = {scene for f in card.findings if f.raised for scene in f.scenes}
    assert links <= {f"/read/{s.chapter + 1}#s{s.id}" for s in card.layout.scenes}
    assert links >= {f"/read/{s.chapter + 1}#s{s.id}" for s in card.layout.scenes if s.id in raised}
    assert 'id="scene-' not in body
    assert '<p class="quiet">At <a href="/read/4#s10">chapter 4, scene 10, 75% in</a></p>' in body


def test_a_place_outside_every_scene_stays_words() -> None:
    parts = sections(sceneless(), lambda scene: "/nowhere")
    assert not any("href" in part.body for part in parts)
