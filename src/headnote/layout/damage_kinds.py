"""The kinds of damage, by name. The documentation is generated from this mapping, and nothing else names a kind."""

from __future__ import annotations

from typing import Final

DAMAGE_KINDS: Final[dict[str, str]] = {
    "flattened-italics": "Italics were flattened and left stray spaces: “for the k th time”, “ Never . He”.",
    "lost-characters": "Apostrophes or letters with accents were dropped or turned into blanks: “isn t”.",
    "dropped-line": "A line is missing: a paragraph begins in the middle of a sentence, or a reply stands alone.",
    "hard-wrap": "Lines are broken at a fixed width; paragraphs were joined again for reading.",
    "collapsed-paragraphs": "Several paragraphs run together: one holds many turns of speech side by side.",
    "mojibake": "Text was decoded with the wrong encoding: “Ã©”, “â€™”.",
    "replaced-characters": "Bytes that could not be decoded or shown were replaced.",
    "missing-end": "The text stops in the middle of a sentence.",
    "repeated-block": "A stretch of text stands there twice; the span is the second one.",
    "unclosed-quotation": "A quotation has no closing mark; it is taken to end with its paragraph or at the next mark.",
    "unopened-quotation": "A quotation has no opening mark; it is taken to begin with its sentence or paragraph.",
}
