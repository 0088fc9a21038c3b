"""docs/cli.md: the help of each command, as the command prints it."""

from __future__ import annotations

import click

from docs.marks import NOTICE

WIDTH = 100  # columns of the text blocks


def page() -> str:
    """The command-line reference."""
    from headnote.cli.app import headnote

    whole = click.Context(headnote, info_name="headnote", terminal_width=WIDTH, **headnote.context_settings)
    return "\n".join([NOTICE, "# Command line", "", *_sections(whole)])


def _sections(context: click.Context) -> list[str]:
    """A command's section, then those of its own commands."""
    parts, group = _section(context), context.command
    if not isinstance(group, click.Group):
        return parts
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            parts += _sections(click.Context(command, parent=context, info_name=name, terminal_width=WIDTH))
    return parts


def _section(context: click.Context) -> list[str]:
    text = "\n".join(line.rstrip() for line in context.get_help().splitlines())
    return [f"## {context.command_path}", "", "```text", text, "```", ""]
