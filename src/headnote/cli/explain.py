"""`headnote explain`: what a code, trope, rule or policy means and what it rests on."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import click

from headnote.errors import UsageError

if TYPE_CHECKING:
    from headnote.signals import Rule

EPILOG = """\
\b
Examples:
  headnote explain                 every code, trope, audit rule and policy
  headnote explain major-death
  headnote explain label.missing-warning
  headnote explain teen-library
"""


@click.command(epilog=EPILOG)
@click.argument("name", required=False, metavar="[CODE|RULE|POLICY]")
def explain(name: str | None) -> None:
    """Say what a code, rule or policy means, what it rests on, and what it does not see."""
    if name is None:
        click.echo(_contents())
        return
    for names, page in _kinds():
        if name in names:
            click.echo(page(name).rstrip("\n"))
            return
    known = [each for names, _ in _kinds() for each in names]
    close = difflib.get_close_matches(name, known, 3)
    hint = f"Did you mean {' or '.join(close)}? " if close else ""
    raise UsageError(
        f"expected a code, trope, rule or policy, got {name!r}", hint=f"{hint}`headnote explain` lists them."
    )


def _kinds() -> list[tuple[Mapping[str, object] | tuple[str, ...], Callable[[str], str]]]:
    """The names of each kind, with what makes the page of one."""
    from headnote import signals, taxonomy, verdict
    from headnote.render import explain as pages

    codes, tropes, lexical, audit = taxonomy.codes(), taxonomy.tropes(), signals.rules(), verdict.rules()
    return [
        (codes, lambda name: pages.code_page(codes[name], lexical.values())),
        (tropes, lambda name: pages.code_page(tropes[name], lexical.values())),
        (audit, lambda name: pages.rule_page(audit[name])),
        (verdict.policy_names(), _policy_page),
        (lexical, lambda name: _lexical_page(lexical[name])),
        (signals.languages.rules(), lambda name: _lexical_page(signals.languages.rules()[name])),
    ]


def _lexical_page(rule: Rule) -> str:
    """A rule of the lexicon: what it weighs and needs. Its words stay in the rule file."""
    needs = [
        ("company of", ", ".join(rule.company)),
        ("one of so many words nearby", len(rule.near) or ""),
        ("none of so many words nearby", len(rule.unless) or ""),
    ]
    lines = [
        f"{rule.id}: a rule of the lexicon",
        f"  speaks for      {rule.code or 'no code alone; other rules lean on it'}",
        f"  spellings       {len(rule.words)}",
        f"  a hit weighs    {rule.weight:.2f} of 1, before its context is read",
        f"  taken as        {rule.presence}, {rule.intensity}",
        *(f"  needs           {what}: {value}" for what, value in needs if value),
        *([f"  known problems  {rule.known_problems}"] if rule.known_problems else []),
    ]
    return "\n".join(lines)


def _policy_page(name: str) -> str:
    """A policy: each rule's action and reason, in order."""
    from headnote import verdict

    policy = verdict.load_policy(name)
    rules = [f"  {rule.action:9} {rule.id}: {rule.reason}" for rule in policy.rule]
    otherwise = f"  {policy.default:9} where no rule holds"
    about = [f"{policy.name}: {policy.about}", "Every rule is asked; the severest action that one asks for is taken."]
    return "\n".join([*about, *rules, otherwise])


def _contents() -> str:
    """What can be explained, one a line; the rules of the lexicon are named on the pages of their codes."""
    from headnote import taxonomy, verdict

    sections = {
        "codes": {code.id: code.meaning for code in taxonomy.codes().values()},
        "tropes": {trope.id: trope.meaning for trope in taxonomy.tropes().values()},
        "rules of the audit": {rule.id: rule.title for rule in verdict.rules().values()},
        "policies": {name: verdict.load_policy(name).about for name in verdict.policy_names()},
    }
    return "\n\n".join(
        "\n".join([title, *(f"  {name:24} {about}" for name, about in entries.items())])
        for title, entries in sections.items()
    )
