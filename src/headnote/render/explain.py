"""What a code or a rule of the audit means, as a page of plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Protocol

from headnote.render.sarif import RuleText
from headnote.taxonomy import Code, TropeCode

WIDTH = 80
#: Lexical rules named on a code's page before the rest is counted.
SHOWN = 12

GENERAL = (
    "What was not found may still be there. Rules see words and the company they keep: irony, allusion and what a "
    "story leaves unsaid escape them."
)


class LexicalRule(Protocol):
    """What is shown of a lexical rule: its name, how many spellings it has, what a hit weighs."""

    @property
    def id(self) -> str: ...
    @property
    def code(self) -> str | None: ...
    @property
    def words(self) -> Sequence[str]: ...
    @property
    def weight(self) -> float: ...
    @property
    def known_problems(self) -> str: ...


class AuditRuleText(RuleText, Protocol):
    """What is shown of a rule of the audit."""

    @property
    def id(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def known_problems(self) -> str: ...


def code_page(code: Code | TropeCode, rules: Iterable[LexicalRule] = ()) -> str:
    """The page of a code or trope.

    Args:
        code: its entry in the taxonomy.
        rules: lexical rules; those of other codes are passed over. Their words are not shown.
    """
    own = [r for r in rules if r.code == code.id]
    problems = [r.known_problems for r in own if r.known_problems]
    return _page(
        f"{code.id}: {code.title}",
        ("What it means", [_sentence(code.meaning)]),
        ("Labels elsewhere", _labels(code)),
        ("What it rests on", _basis(own)),
        ("Known problems", [*dict.fromkeys(problems), GENERAL]),
    )


def rule_page(rule: AuditRuleText) -> str:
    """The page of a rule of the audit."""
    return _page(
        f"{rule.id}: {rule.title}",
        ("Level", [f"{rule.level} at most" if rule.level != "error" else "error"]),
        ("What it does", [rule.what]),
        ("Why it matters", [rule.why]),
        ("Known problems", [rule.known_problems]),
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _labels(code: Code | TropeCode) -> list[str]:
    lines = []
    if isinstance(code, Code) and code.ao3_warning:
        lines.append(f"archive warning: {code.ao3_warning}")
    if code.ao3_tags:
        lines.append(f"additional tags: {', '.join(code.ao3_tags)}")
    if isinstance(code, Code) and code.pan23:
        lines.append(f"PAN 2023: {', '.join(code.pan23)}")
    return lines or ["None says the same."]


def _basis(rules: Sequence[LexicalRule]) -> list[str]:
    if not rules:
        return ["No lexical rule of its own: ages, people and context speak for it, and the model in the full tier."]
    lines = [f"{r.id}: {len(r.words)} spellings, a hit weighs {r.weight:.2f}" for r in rules[:SHOWN]]
    rest = len(rules) - SHOWN
    return [*lines, f"and {rest} more"] if rest > 0 else lines


def _page(title: str, *sections: tuple[str, list[str]]) -> str:
    parts = [title]
    for heading, lines in sections:
        body = "\n".join(
            textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
            for line in lines
        )
        parts.append(f"{heading}\n{body}")
    return "\n\n".join(parts) + "\n"
