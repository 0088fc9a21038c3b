"""Where a key stands in a TOML text: line and column, for errors that name their place."""

from __future__ import annotations

import re

_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|#[^\n]*", re.DOTALL
)
_STEP = re.compile(r"\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\[\.\.\.\]")
_AT = re.compile(r"^(.*?)\s*\(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


def syntax_place(text: str, message: str) -> tuple[int, int, str]:
    """Line, column (both from 1) and the bare message of a `tomllib.TOMLDecodeError`."""
    match = _AT.match(message)
    if match and match[2]:
        return int(match[2]), int(match[3]), match[1]
    lines = text.split("\n")
    return len(lines), len(lines[-1]) + 1, match[1] if match else message


def place_of(text: str, path: str) -> tuple[int, int]:
    """Line and column, from 1, of the key or array item that a path such as ``.rule[2].when.code[0]`` names.

    Where a step cannot be followed the place of the last one that could stands for it.
    """
    bare = _STRING_OR_COMMENT.sub(lambda m: re.sub(r"[^\n]", m[0][0], m[0]), text)
    at, end = 0, len(text)
    opened = False
    for match in _STEP.finditer(path):
        key, index = match[1], match[2]
        if key is not None:
            found = _key(bare, key, at, end)
            if found is None:
                break
            at, opened = found, True
            end = _end_of_table(bare, at) if bare[at] == "[" else end
        elif index is not None and opened:
            at, end = _item(bare, at, end, int(index))
    line = text.count("\n", 0, at) + 1
    return line, at - (text.rfind("\n", 0, at) + 1) + 1


def _key(bare: str, key: str, start: int, end: int) -> int | None:
    """Offset of ``key =`` or of the ``[`` of its table header, whichever comes first."""
    pattern = rf"(?<![\w.\-]){re.escape(key)}\s*=|^\[+\s*(?:[\w\-]+\s*\.\s*)*{re.escape(key)}\s*\]+"
    match = re.compile(pattern, re.MULTILINE).search(bare, start, end)
    return match.start() if match else None


def _end_of_table(bare: str, header: int) -> int:
    """Where the table of a ``[[header]]`` ends: at the next header that is not one of its own."""
    name = re.match(r"\[+\s*([\w.\-]+)", bare[header : header + 200])
    own = re.escape(name[1]) if name else ""
    following = re.compile(rf"^\[+\s*(?!{own}\s*\.)", re.MULTILINE).search(bare, header + 1)
    return following.start() if following else len(bare)


def _item(bare: str, at: int, end: int, index: int) -> tuple[int, int]:
    """Bounds of the `index`-th table of that header, or of the `index`-th item of an inline array."""
    if bare[at] == "[":
        header = re.compile(r"^" + re.escape(bare[at : bare.index("]", at)].rstrip()), re.MULTILINE)
        starts = [m.start() for m in header.finditer(bare)]
        at = starts[min(index, len(starts) - 1)]
        return at, _end_of_table(bare, at)
    opening = bare.find("[", at, end)
    if opening < 0:
        return at, end
    depth, count, begin = 0, 0, opening + 1
    for i in range(opening, end):
        depth += (bare[i] in "[{") - (bare[i] in "]}")
        if depth == 0 or (depth == 1 and bare[i] == ","):
            if count == index or depth == 0:
                begin += len(bare[begin:i]) - len(bare[begin:i].lstrip())
                return begin, i
            count, begin = count + 1, i + 1
    return at, end
