"""`headnote explain`: what a code, trope, rule or policy means and what it rests on."""

from __future__ import annotations

import click

EPILOG = """\
\b
Examples:
  headnote explain                 every code, trope, audit rule and policy
  headnote explain major-death
"""


@click.command(epilog=EPILOG)
@click.argument("name", required=False, metavar="[CODE|RULE]")
def explain(name: str | None) -> None:
    """Say what a code or rule means, what it rests on, and what it does not see."""
    from headnote import taxonomy

    if name is None:
        click.echo(_contents())
    else:
        click.echo(taxonomy.title(name))


def _contents() -> str:
    """Everything that can be explained, one a line."""
    from headnote import taxonomy

    codes = [f"  {code.id:18} {code.meaning}" for code in taxonomy.codes().values()]
    tropes = [f"  {trope.id:18} {trope.meaning}" for trope in taxonomy.tropes().values()]
    return "\n".join(["codes", *codes, "", "tropes", *tropes])
