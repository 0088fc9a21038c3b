"""Write the pages of docs/ and the blocks of README.md that are made from the code, or say which have drifted.

python -m docs.generate            write them
python -m docs.generate --check    change nothing; name what differs and exit 1
"""

from __future__ import annotations

import sys
from pathlib import Path

from docs import blocks, cli_reference, code_pages, rule_pages, schema_files

ROOT = Path(__file__).parent.parent
#: Folders in which every page is generated, so that one left over from a code or rule that is gone counts as drift.
OWNED = ("docs/codes", "docs/rules")


def pages(root: Path = ROOT) -> dict[str, str]:
    """Every generated file by its path from the root, with the text it should hold."""
    return {
        "docs/cli.md": cli_reference.page(),
        **{f"docs/codes/{name}": text for name, text in code_pages.pages().items()},
        **{f"docs/rules/{name}": text for name, text in rule_pages.pages().items()},
        **{f"docs/{name}": text for name, text in schema_files.texts().items()},
        "docs/dataflow.md": blocks.dataflow(root),
        "README.md": blocks.readme(root),
    }


def drift(root: Path, wanted: dict[str, str]) -> list[str]:
    """What differs under `root` from what is wanted, a plain line each, in path order."""
    lines = []
    for name, text in sorted(wanted.items()):
        path = root / name
        if not path.exists():
            lines.append(f"{name}: missing")
        elif path.read_text(encoding="utf-8") != text:
            lines.append(f"{name}: differs from what the code says{_first_difference(path, text)}")
    return lines + [f"{name}: left over, nothing generates it" for name in left_over(root, wanted)]


def left_over(root: Path, wanted: dict[str, str]) -> list[str]:
    """Pages in generated folders that nothing generates any more."""
    found = [str(p.relative_to(root).as_posix()) for folder in OWNED for p in sorted((root / folder).glob("*.md"))]
    return [name for name in found if name not in wanted]


def _first_difference(path: Path, text: str) -> str:
    here, there = path.read_text(encoding="utf-8").splitlines(), text.splitlines()
    line = next((n for n, (a, b) in enumerate(zip(here, there, strict=False), 1) if a != b), min(len(here), len(there)))
    return f", first at line {line}"


def write(root: Path, wanted: dict[str, str]) -> None:
    """Write what is wanted and remove what is left over."""
    for name in left_over(root, wanted):
        (root / name).unlink()
    for name, text in wanted.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run the command line of this module; returns its exit code."""
    if arguments not in ([], ["--check"]):
        print(f"expected --check or nothing, got {' '.join(arguments)}", file=sys.stderr)
        return 2
    wanted = pages()
    if not arguments:
        write(ROOT, wanted)
        return 0
    lines = drift(ROOT, wanted)
    for line in lines:
        print(line, file=sys.stderr)
    if lines:
        print("Generated pages have drifted. Run `python -m docs.generate` and commit the result.", file=sys.stderr)
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
