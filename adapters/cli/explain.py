"""Why a paste got its answer: what the matcher saw, and what each part of the evidence added."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.decision import ANSWER_FROM, OFFER_FROM, Decision
from bot.matching import MatchResult

_COMPARED = 3
_LEAST = 0.05
"""Parts that add less, in nats, are not shown."""


def print_explanation(console: Console, result: MatchResult, decision: Decision) -> None:
    """For maintainers, so in English; contributions are weight times value, in nats."""
    console.print(Text.assemble(("Failure line  ", "bold"), result.main_line or "none"))
    console.print(Text.assemble(("Grouped as    ", "bold"), result.gap_key or "none"))
    if not result.matches:
        console.print("No entry shares a word with this.")
        return
    best = result.matches[0]
    console.print(Text.assemble(("Matched line  ", "bold"), best.line or "none"))
    console.print(_scores(result))
    console.print(
        Text(f"The lead over the next entry that is about another error: {result.margin:.1f} nats.", style="dim")
    )
    console.print(_parts(f"Why {best.confidence:.0%} sure of {best.entry_id}", result.confidence_evidence))
    console.print(f"Decision: {decision} (answers from {ANSWER_FROM:.0%}, offers from {OFFER_FROM:.0%}).")
    for other in result.others:
        console.print(Text(f"Also in this paste: {other.entry_id} ({other.confidence:.0%}): {other.line}"))


def _scores(result: MatchResult) -> Table:
    compared = result.matches[:_COMPARED]
    table = Table(title="Score by evidence", title_justify="left", show_footer=True, box=None, pad_edge=False)
    table.add_column("evidence", footer="score")
    for match in compared:
        table.add_column(Text(match.entry_id), footer=f"{sum(match.evidence.values()):.1f}", justify="right")
    for name in compared[0].evidence:
        values = [match.evidence[name] for match in compared]
        if max(map(abs, values)) >= _LEAST:
            table.add_row(name, *(f"{value:+.1f}" for value in values))
    return table


def _parts(title: str, parts: Mapping[str, float]) -> Table:
    table = Table(title=title, title_justify="left", show_footer=True, box=None, pad_edge=False)
    table.add_column("evidence", footer="log-odds")
    table.add_column("adds", footer=f"{sum(parts.values()):+.1f}", justify="right")
    for name, value in sorted(parts.items(), key=lambda part: -abs(part[1])):
        if abs(value) >= _LEAST:
            table.add_row(name, f"{value:+.1f}")
    return table
