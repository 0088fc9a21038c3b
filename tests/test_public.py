"""The public face of the package."""

from __future__ import annotations

import subprocess
import sys

import headnote
from headnote.records import Card


def test_card_is_a_function_however_often_it_is_called() -> None:
    assert isinstance(headnote.card("The lamp went round.", tier="fast"), Card)
    assert isinstance(headnote.card("The lamp went round.", tier="fast"), Card)


def test_card_is_a_function_after_its_module_was_imported() -> None:
    code = "import headnote.card; from headnote.card import read; import headnote; assert callable(headnote.card)"
    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0


def test_importing_the_package_does_not_import_the_stages() -> None:
    code = "import headnote, sys; sys.exit('headnote.card' in sys.modules or 'headnote.intake' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_public_names() -> None:
    assert headnote.__all__ == ["__version__", "card"]
