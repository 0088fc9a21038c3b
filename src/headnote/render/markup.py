"""HTML that is escaped by construction: text goes in as `str` and is escaped, only elements made here stay as they
are."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from headnote.render.clean import clean

VOID = frozenset({"input", "meta", "rect", "circle", "line", "path"})


class Markup(str):
    """Text that is HTML already. Only `el` and `join` make it."""

    __slots__ = ()


Child = str | Markup | None


#: What is the same escaped and cleaned: most attributes, of which a large card has tens of thousands.
_PLAIN = re.compile(r"[A-Za-z0-9.%#/:-]*")


def escaped(words: str) -> Markup:
    """Text as HTML, with what must not be shown taken out first."""
    if _PLAIN.fullmatch(words):
        return Markup(words)
    return Markup(words if isinstance(words, Markup) else html.escape(clean(words), quote=True))


def join(children: Iterable[Child]) -> Markup:
    """Children one after another; a null is nothing."""
    return Markup("".join(_inline(c) for c in children if c is not None))


def parted(children: Iterable[Child], by: str) -> list[Child]:
    """Children with the same words between each two."""
    return [part for child in children for part in (by, child)][1:]


def _inline(child: str) -> str:
    """Text keeps the blank at either end, which parts it from its neighbours."""
    if isinstance(child, Markup):
        return child
    return f"{' ' * child[:1].isspace()}{escaped(child)}{' ' * (child[-1:].isspace() and bool(child.strip()))}"


def el(name: str, *children: Child, **attributes: str | int | float | bool | None) -> Markup:
    """An element. In attribute names a trailing ``_`` is dropped and ``_`` stands for ``-`` (``class_``,
    ``aria_label``); false and null leave the attribute out, true leaves it without a value."""
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        written.append(attribute if value is True else f'{attribute}="{escaped(_number(value))}"')
    head = " ".join([name, *written])
    if name in VOID and not children:
        return Markup(f"<{head}>" if name in {"input", "meta"} else f"<{head}/>")
    return Markup(f"<{head}>{join(children)}</{name}>")


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
