"""`errfix match`: what the bot would say to a paste, in the terminal."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from adapters.cli.common import entries_option, examples, load_matcher, read_text
from adapters.cli.explain import print_explanation
from adapters.cli.render import print_card
from bot.cards.build import build_card
from bot.cards.card import Card
from bot.decision import ASKED_FROM, Decision, decide
from bot.localization import Translator, parse_locale, private_locale, translator
from bot.matching import Match, Matcher, MatchResult
from bot.privacy import redact

_NEAREST = 3


@click.command(
    epilog=examples(
        "errfix match build.log",
        "make 2>&1 | errfix match",
        "errfix match --entries team/ --locale zh error.txt",
        "errfix match --json error.txt | jq .decision",
        "errfix match --explain error.txt      # why this entry, and why so sure?",
    )
)
@click.argument("file", default="-", metavar="[FILE|-]")
@entries_option
@click.option("--locale", metavar="L", help="The card's language: en or zh. Otherwise the terminal's, or the text's.")
@click.option("--json", "as_json", is_flag=True, help="Print the decision and the matches as JSON.")
@click.option(
    "--explain", is_flag=True, help="Instead of the card, print the failure line, the evidence and the weights."
)
def match(file: str, folders: tuple[Path, ...], locale: str | None, *, as_json: bool, explain: bool) -> None:
    """Show the card for the error in FILE, or in what is piped in.

    The bot answers in public when it is sure, offers a card when it is fairly sure, and is silent otherwise; here the
    best match is shown in each case, with what the bot would do.
    """
    chosen = parse_locale(locale) if locale else None
    text = redact(read_text(file)).text
    matcher, _ = load_matcher(folders)
    result = matcher.match(text)
    decision = decide(result.confidence)
    if as_json:
        click.echo(_to_json(result, decision))
        return
    if explain:
        print_explanation(Console(highlight=False), result, decision)
        return
    system = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    language = private_locale(person=chosen, platform=system, channel=None, text=text, workspace=None)
    _print(matcher, result, decision, translator(language))


def _to_json(result: MatchResult, decision: Decision) -> str:
    return json.dumps(
        {
            "decision": decision,
            "confidence": result.confidence,
            "matches": [
                {"id": match.entry_id, "confidence": match.confidence, "line": match.line} for match in result.matches
            ],
        },
        ensure_ascii=False,
    )


def _print(matcher: Matcher, result: MatchResult, decision: Decision, t: Translator) -> None:
    console = Console(highlight=False)
    if result.confidence < ASKED_FROM:
        console.print(t("No known error fits this."), style="bold")
        for one in result.matches[:_NEAREST]:
            console.print(f"  {t.percent(one.confidence)}  {one.entry_id}", markup=False)
        return
    print_card(console, _card(matcher, result.matches[0], t.locale))
    match decision:
        case Decision.ANSWER:
            remark = t("In a channel errfix would answer with this card ({percent} sure).", percent=_sure(result, t))
        case Decision.OFFER:
            remark = t("In a channel errfix would only offer this card ({percent} sure).", percent=_sure(result, t))
        case Decision.SILENT:
            remark = t("In a channel errfix would stay silent ({percent} sure).", percent=_sure(result, t))
    console.print(remark, style="dim")


def _sure(result: MatchResult, t: Translator) -> str:
    return t.percent(result.confidence)


def _card(matcher: Matcher, best: Match, locale: str) -> Card:
    return build_card(
        matcher.catalog[best.entry_id],
        locale=locale,
        tallies={},
        catalog=matcher.catalog,
        today=datetime.now(UTC).date(),
        captures=best.captures,
        confidence=best.confidence,
        matched_line=best.line,
    )
