"""What a collection does with a work: its policy's rules, and those that stand over every policy."""

from __future__ import annotations

from headnote.records import Action, Advisory, Audit, Decision, Engine, Finding, Work
from headnote.taxonomy import title
from headnote.verdict.case import listed, percent
from headnote.verdict.condition import Facts
from headnote.verdict.declared import read_labels
from headnote.verdict.policy import Policy
from headnote.verdict.thresholds import thresholds

#: From the mildest to the severest.
ACTIONS: tuple[Action, ...] = ("list", "label", "gate", "review", "withhold")


def decide(policy: Policy, work: Work, advisory: Advisory, audit: Audit, engine: Engine) -> Decision:
    """The severest action that a rule asks for, with a reason for every rule that holds, the severest first.

    Whatever the policy says, ``underage-sex`` is withheld at high confidence and reviewed at low, or where the author
    declares it; a work that was not read is never listed by default.
    """
    facts = Facts(work=work, labels=read_labels(work), advisory=advisory, audit=audit, engine=engine)
    asked = [
        (rule.action, f"{rule.id}: {rule.reason}{_because(rule.when.findings(facts))}")
        for rule in policy.rule
        if rule.when.holds(facts)
    ]
    asked += _always(facts)
    if not asked:
        action: Action = policy.default if facts.was_read else severest(policy.default, "review")
        read = "Nothing that the policy asks about was found or declared."
        reason = read if facts.was_read else "The content was not read, and no rule of the policy says what then."
        return Decision(policy=policy.name, action=action, reasons=[f"default: {reason}"])
    asked.sort(key=lambda pair: -ACTIONS.index(pair[0]))
    return Decision(policy=policy.name, action=asked[0][0], reasons=[reason for _, reason in asked])


def severest(*actions: Action) -> Action:
    return max(actions, key=ACTIONS.index)


def _always(facts: Facts) -> list[tuple[Action, str]]:
    """The rules that no policy changes."""
    limits = thresholds().underage
    score = facts.advisory.scores.get("underage-sex", 0.0)
    raised = any(f.code == "underage-sex" and f.raised for f in facts.advisory.findings)
    if score >= limits.withhold:
        return [("withhold", f"always.underage-sex: Sexual content with someone under 18 was read ({percent(score)}).")]
    if score >= limits.review or raised:
        unsure = "It cannot be told whether someone in sexual content is under 18"
        return [("review", f"always.underage-unsure: {unsure} ({percent(score)}); a person decides.")]
    if facts.labels.names("underage-sex"):
        return [("review", "always.underage-declared: The author's own labels say underage sex; a person decides.")]
    return []


def _because(findings: list[Finding]) -> str:
    """`` (Incest 71%, Rape or non-consensual sex 64%)``, the surest first; empty where a rule asks for no finding."""
    surest = sorted(findings, key=lambda f: (-f.confidence, f.code))[:3]
    return f" ({listed([f'{title(f.code)} {percent(f.confidence)}' for f in surest])})" if surest else ""
