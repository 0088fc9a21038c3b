"""What layout makes: the shape of a work."""

from __future__ import annotations

from typing import Literal

from headnote.records.base import Record, Span

ParagraphKind = Literal["narration", "dialogue", "message", "note", "heading", "separator"]
QuoteStyle = Literal["double", "single", "guillemet", "low", "corner", "dash"]


class Chapter(Span, frozen=True, kw_only=True):
    """From its heading (included) to the next chapter. `title` is null for a work without headings."""

    title: str | None = None


class Scene(Span, frozen=True, kw_only=True):
    """`id` counts from 1 over the work; `chapter` is the index of its chapter in `Layout.chapters`."""

    id: int
    chapter: int
    words: int


class Paragraph(Span, frozen=True, kw_only=True):
    """One paragraph without the blank space around it. `scene` is the id of its scene, 0 outside any (headings,
    notes)."""

    kind: ParagraphKind
    scene: int = 0


class Quotation(Span, frozen=True, kw_only=True):
    """Quoted speech, marks included. `paragraph` indexes `Layout.paragraphs`; `continued` when it goes on in the next
    paragraph without a closing mark; `depth` 1 for a quotation inside another."""

    paragraph: int
    style: QuoteStyle
    continued: bool = False
    depth: int = 0


class Message(Span, frozen=True, kw_only=True):
    """One message of an exchange: the span is its body. `sender` is the name written before it, null where none
    is."""

    paragraph: int
    exchange: int
    sender: str | None = None


class Passage(Span, frozen=True, kw_only=True):
    """About 90 words on sentence bounds, within one scene, for reading by a model."""

    scene: int
    words: int


class Damage(Span, frozen=True, kw_only=True):
    """Something lost or broken in the text: kind as in docs/dataflow.md, confidence in 0..1."""

    kind: str
    confidence: float


class Layout(Record, frozen=True, kw_only=True):
    """Shape of a work. Everything is in text order; scenes and chapters cover story text without overlap."""

    chapters: tuple[Chapter, ...] = ()
    scenes: tuple[Scene, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    messages: tuple[Message, ...] = ()
    passages: tuple[Passage, ...] = ()
    damage: tuple[Damage, ...] = ()
