"""`headnote completion`: the script that a shell sources."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from headnote.errors import UsageError

EPILOG = """\
\b
Examples:
  headnote completion bash > ~/.local/share/bash-completion/completions/headnote
  headnote completion zsh > ~/.zfunc/_headnote
  headnote completion fish > ~/.config/fish/completions/headnote.fish
"""


@click.command(epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script for a shell."""
    complete = get_completion_class(shell)
    if complete is None:
        raise UsageError(f"expected bash, zsh or fish, got {shell}")
    script = complete(context.find_root().command, {}, "headnote", "_HEADNOTE_COMPLETE")
    click.echo(script.source_template % script.source_vars())
