"""The commands of the README and the corpus page run, links lead somewhere, no figure is typed by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUN = re.findall(r"^```sh run\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CORPUS = re.findall(
    r"^```python run\n(.*?)^```$", (ROOT / "docs/corpus.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{p.name}" for p in sorted((ROOT / "docs").glob("*.md"))),
]


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "examples").symlink_to(ROOT / "examples")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    surroundings = os.environ | {"PATH": path, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(arguments, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


def test_there_are_commands_to_run() -> None:
    assert len(RUN) >= 2
    assert len(PYTHON) == 1
    assert len(CORPUS) == 3


@pytest.mark.parametrize("block", RUN, ids=lambda block: block.split("\n")[0][:40])
def test_the_commands_of_the_readme_run(block: str, tmp_path: Path) -> None:
    done = run(["bash", "-e", "-o", "pipefail", "-c", block], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or any(tmp_path.glob("*.jsonl"))


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    done = run([sys.executable, "-c", PYTHON[0]], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Audiences" in done.stdout or "Mature" in done.stdout


@pytest.mark.parametrize("block", CORPUS, ids=lambda block: block.split("\n")[0][:40])
def test_the_python_of_the_corpus_page_runs(block: str, tmp_path: Path) -> None:
    done = run([sys.executable, "-W", "error", "-c", block], tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"\b(list|label)\b", done.stdout)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), f"{page}: {target}"


def test_figures_of_quality_stand_only_in_generated_blocks() -> None:
    by_hand = re.sub(r"<!-- generated: (\w+) -->.*?<!-- end: \1 -->", "", README, flags=re.DOTALL)
    assert not re.findall(r"(?<![\w/])0?\.\d\d|\d+ ?%", by_hand)
