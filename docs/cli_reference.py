"""docs/cli.md: the help of each command, as the command prints it."""

from __future__ import annotations

import click

from docs.marks import NOTICE

WIDTH = 100  # columns of the text blocks


def page() -> str:
    """The command-line reference."""
    from headnote.cli.app import headnote

    whole = click.Context(headnote, info_name="headnote", terminal_width=WIDTH, **headnote.context_settings)
    parts = [NOTICE, "# Command line", "", *_section(whole)]
    for name in headnote.list_commands(whole):
        command = headnote.get_command(whole, name)
        if command is not None:
            parts += _section(click.Context(command, parent=whole, info_name=name, terminal_width=WIDTH))
    return "\n".join(parts)


def _section(context: click.Context) -> list[str]:
    text = "\n".join(line.rstrip() for line in context.get_help().splitlines())
    return [f"## {context.command_path}", "", "```text", text, "```", ""]
