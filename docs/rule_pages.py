"""docs/rules/: one page for each rule of the audit, and the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docs.marks import NOTICE

if TYPE_CHECKING:
    from headnote.verdict.audit_rules import AuditRule, Example

SECTIONS = ("What it does", "Why it matters", "Known problems", "Example")
LEVELS = {"error": "error", "warning": "warning at most", "note": "note at most"}


def pages() -> dict[str, str]:
    """The pages by file name."""
    from headnote import verdict

    rules = verdict.rules()
    return {"README.md": _index(rules), **{f"{name}.md": _page(rule) for name, rule in rules.items()}}


def _index(rules: Any) -> str:
    rows = [f"| [{rule.id}]({rule.id}.md) | {LEVELS[rule.level]} | {rule.title} |" for rule in rules.values()]
    head = [NOTICE, "# Rules of the audit", ""]
    about = ["The audit holds what the author declared against what the text shows, by the archive's own rules.", ""]
    return "\n".join([*head, *about, "| rule | level | what it says |", "|---|---|---|", *rows, ""])


def _page(rule: AuditRule) -> str:
    bodies = (rule.what, rule.why, rule.known_problems, _examples(rule))
    parts = [NOTICE, f"# {rule.id}", "", f"{rule.title}. Level: {LEVELS[rule.level]}.", ""]
    for title, body in zip(SECTIONS, bodies, strict=True):
        parts += [f"## {title}", "", body, ""]
    return "\n".join(parts)


def _examples(rule: AuditRule) -> str:
    return f"Speaks:\n\n{_example(rule.flags)}\n\nKeeps silent:\n\n{_example(rule.passes)}"


def _example(example: Example) -> str:
    lines = [f"- {example.says}"]
    lines += [f"- declared {key}: {_plain(value)}" for key, value in example.declared.items()]
    lines += [f"- found: {_plain(finding)}" for finding in example.found]
    lines += [f"- people: {', '.join(person['name'] for person in example.cast.get('people', []))}"] * bool(
        example.cast
    )
    return "\n".join(lines)


def _plain(value: Any) -> str:
    """A value of an example in words: lists with commas, tables as ``key value``."""
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value) or "(empty)"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    return str(value)
