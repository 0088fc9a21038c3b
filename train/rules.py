"""Write out the bundled rule files for fast loading: ``python -m train.rules`` (``--check`` only compares)."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

import headnote.signals
from headnote.signals.lexicon import COMPILED, rule_files
from headnote.signals.rule import read_rules

TARGET = Path(headnote.signals.__file__).parent / COMPILED


def compiled() -> bytes:
    """The bundled rules with every spelling written out, as JSON, one rule a line."""
    found = [rule for path in rule_files() for rule in read_rules(path)]
    return b"[\n" + b",\n".join(map(msgspec.json.encode, found)) + b"\n]\n"


def main() -> int:
    if "--check" in sys.argv[1:]:
        return int(TARGET.read_bytes() != compiled())
    TARGET.write_bytes(compiled())
    return 0


if __name__ == "__main__":
    sys.exit(main())
