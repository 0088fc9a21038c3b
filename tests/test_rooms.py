"""The import order of the rooms, as design.md draws it: data goes one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "headnote"

GROUND = {"records", "taxonomy", "errors", "version"}
STAGES = {"intake", "layout", "people", "signals", "verdict"}
FACADE = {"card", "version"}
#: What each room may import of headnote's own, besides itself.
MAY_IMPORT = {
    **{room: GROUND - {room} for room in GROUND},
    **dict.fromkeys(STAGES, GROUND),
    "card": GROUND | STAGES,
    "render": GROUND | {"card"},
    "corpus": GROUND | STAGES | {"card"},
    "library": GROUND | STAGES | {"card", "corpus"},
    "web": GROUND | STAGES | {"card", "render", "library"},
    "cli": GROUND | STAGES | {"card", "render", "corpus", "library", "web"},
    "__init__": FACADE,
    "__main__": {"cli"},
}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"{node.module}.{a.name}" for a in node.names] if node.module == "headnote" else [node.module]
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        rooms |= {parts[1] for n in names if (parts := n.split("."))[0] == "headnote" and len(parts) > 1}
    return rooms


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_room_imports_only_what_comes_before_it(path: Path) -> None:
    room = room_of(path)
    assert room in MAY_IMPORT, f"{path}: a new room; say here what it may import"
    assert imported_rooms(path) <= MAY_IMPORT[room] | {room}


def test_no_relative_imports() -> None:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path}:{node.lineno}"
