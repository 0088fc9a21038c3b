"""What `headnote --help` costs: which modules it loads, not how long it takes on some machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "lxml", "rich", "numpy", "ftfy", "pyarrow", "zstandard", "py3langid", "ahocorasick_rs", "charset_normalizer",
    "sqlalchemy", "alembic", "datasketch", "fastapi", "jinja2", "uvicorn", "argon2",
}  # fmt: skip
ROOMS = {"intake", "layout", "people", "signals", "verdict", "card", "render", "corpus", "library", "web"}
COMMANDS = ("card", "sweep", "add", "reread", "search", "export", "serve", "user", "verify")
PROGRAM = """
import sys
sys.argv = ["headnote", *{arguments!r}]
from headnote.cli import main
try:
    main()
except SystemExit:
    pass
print(*sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_loads_nothing_heavy_and_no_room(arguments: list[str]) -> None:
    command = [sys.executable, "-c", PROGRAM.format(arguments=arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert done.stdout
    assert not HEAVY & {name.split(".")[0] for name in loaded}
    assert not {f"headnote.{room}" for room in ROOMS} & loaded
