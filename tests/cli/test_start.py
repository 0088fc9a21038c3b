"""What `headnote --help` costs: which modules it loads, not how long it takes on some machine."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"lxml", "rich", "numpy", "ftfy", "pyarrow", "zstandard", "py3langid", "ahocorasick_rs", "charset_normalizer"}
ROOMS = {"intake", "layout", "people", "signals", "verdict", "card", "render", "corpus"}
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


@pytest.mark.parametrize("arguments", [["--help"], ["card", "--help"], ["sweep", "--help"], ["--version"]])
def test_help_loads_nothing_heavy_and_no_room(arguments: list[str]) -> None:
    command = [sys.executable, "-c", PROGRAM.format(arguments=arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert done.stdout
    assert not HEAVY & {name.split(".")[0] for name in loaded}
    assert not {f"headnote.{room}" for room in ROOMS} & loaded
