"""Generated pages: every code and rule has one with its fixed sections, and drift is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from docs import blocks, cli_reference, code_pages, generate, rule_pages, schema_files
from headnote import taxonomy, verdict
from headnote.cli.app import headnote


def sections(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def bodies(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]]


@pytest.mark.parametrize("name", [*taxonomy.codes(), *taxonomy.tropes()])
def test_a_code_has_a_page_with_the_fixed_sections(name: str) -> None:
    text = code_pages.pages()[f"{name}.md"]
    assert tuple(sections(text)) == code_pages.SECTIONS
    assert all(bodies(text))


@pytest.mark.parametrize("name", list(verdict.rules()))
def test_a_rule_has_a_page_with_the_fixed_sections(name: str) -> None:
    text = rule_pages.pages()[f"{name}.md"]
    assert tuple(sections(text)) == rule_pages.SECTIONS
    assert all(bodies(text))


def test_the_command_line_page_has_every_command() -> None:
    def below(group: click.Group, name: str) -> list[str]:
        found = []
        for key, command in sorted(group.commands.items()):
            found.append(f"{name} {key}")
            found += below(command, f"{name} {key}") if isinstance(command, click.Group) else []
        return found

    assert sections(cli_reference.page()) == ["headnote", *below(headnote, "headnote")]


def test_pages_are_the_same_twice() -> None:
    assert code_pages.pages() == code_pages.pages()
    assert rule_pages.pages() == rule_pages.pages()


def test_schemas_are_json_that_names_every_key_of_a_card() -> None:
    schema = json.loads(schema_files.texts()["card.schema.json"])
    assert {"people", "findings", "audit", "decision"} <= set(schema["$defs"]["Card"]["required"])


def test_drift_is_named(tmp_path: Path) -> None:
    wanted = {"docs/codes/a.md": "one\ntwo\n", "docs/codes/b.md": "b\n", "docs/cli.md": "c\n"}
    generate.write(tmp_path, wanted)
    assert generate.drift(tmp_path, wanted) == []
    (tmp_path / "docs/codes/a.md").write_text("one\n2\n", encoding="utf-8")
    (tmp_path / "docs/codes/b.md").unlink()
    (tmp_path / "docs/codes/gone.md").write_text("x", encoding="utf-8")
    assert generate.drift(tmp_path, wanted) == [
        "docs/codes/a.md: differs from what the code says, first at line 2",
        "docs/codes/b.md: missing",
        "docs/codes/gone.md: left over, nothing generates it",
    ]
    generate.write(tmp_path, wanted)
    assert not (tmp_path / "docs/codes/gone.md").exists()


def test_a_block_is_filled_in_place() -> None:
    text = "a\n<!-- generated: x -->\nold\n<!-- end: x -->\nb\n"
    assert blocks.fill(text, "x", r"new \1") == "a\n<!-- generated: x -->\nnew \\1\n<!-- end: x -->\nb\n"


@pytest.mark.parametrize("text", ["no block", "<!-- generated: x -->\n<!-- end: x -->\n" * 2])
def test_a_block_that_is_not_there_once_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="expected one generated block 'x'"):
        blocks.fill(text, "x", "body")
