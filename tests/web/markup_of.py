"""A page as a browser would take it: elements, links, and whether anything in it could run."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.web.running import Desk

VOID = {"meta", "input", "link", "br", "img", "hr"}


class Page(HTMLParser):
    """`links` has addresses by element id, `text` what is between the tags, `source` everything; `unsafe` names what
    could run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: dict[str, str] = {}
        self.addresses: list[str] = []
        self.unsafe: list[str] = []
        self.open: list[str] = []
        self.text, self.source = "", text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.open += [] if tag in VOID else [tag]
        if "id" in known:
            self.ids.append(known["id"])
        for name in {"href", "src", "action", "formaction", "hx-get", "hx-post"} & set(known):
            self.addresses.append(known[name])
            if not known[name].startswith(("/", "#")) or known[name].startswith("//"):
                self.unsafe.append(f"{name}={known[name]}")
        if "href" in known and "id" in known:
            self.links[known["id"]] = known["href"]
        self.unsafe += [f"{tag} {name}" for name in known if name.startswith("on") or name in {"style", "srcdoc"}]
        if tag in {"iframe", "object", "embed", "img", "base", "style"} or (
            tag == "script" and not known.get("src", "").startswith("/static/")
        ):
            self.unsafe.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unsafe.append(f"</{tag}> out of place")

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(desk: Desk, path: str, role: str = "reader") -> Page:
    """A page as a role is shown it, in which nothing could run, every element is closed and each id is one's own."""
    answer = desk.as_(role).get(path)
    assert answer.status_code == 200, answer.text
    page = Page(answer.text)
    assert page.unsafe == []
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    return page
