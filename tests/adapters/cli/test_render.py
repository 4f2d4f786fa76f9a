import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from adapters.cli.render import print_card
from bot.cards.card import Card
from bot.feedback import Tally
from tests.cards.samples import make_card
from tests.entries.samples import make_entry

LONG_COMMAND = "docker run --rm -it " + " ".join(f"--env NAME_{number}=value" for number in range(12)) + " image"
WIDTHS = pytest.mark.parametrize("width", (60, 120))


def printed(card: Card, width: int = 80, *, color: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, legacy_windows=False, force_terminal=True, color_system="standard" if color else None
    )
    print_card(console, card)
    return stream.getvalue()


def lines(card: Card, width: int = 80) -> list[str]:
    return [line.rstrip() for line in printed(card, width).splitlines()]


def below(heading: str, card: Card) -> list[str]:
    """The lines between a heading and the next blank line."""
    after = lines(card)[lines(card).index(heading) + 1 :]
    return after[: after.index("")]


def test_the_card_begins_with_its_title_and_what_matched() -> None:
    card = make_card(make_entry(error_code="EADDRINUSE", versions=[{"version": "Node 22"}]))
    assert lines(card)[1:5] == [
        "│ Error: listen EADDRINUSE: address already in use :::3000                     │",
        "╰" + "─" * 78 + "╯",
        "  EADDRINUSE · Node 22",
        "  »  Error: listen EADDRINUSE: address already in use 127.0.0.1:8080",
    ]


def test_fixes_are_numbered_in_their_order_with_their_rates() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[1].fix_id: Tally(up=9)})
    assert below("What to try", card) == [
        "  1. Use another port",
        "     worked for 9 of 9",
        "  2. Stop the other process",
        "     estimated 90%",
    ]


def test_conditions_trade_offs_and_sources_stand_with_their_fix() -> None:
    fix = {
        "action": "Stop it",
        "condition": "It is yours",
        "tradeoff": "It stops",
        "sources": ["https://example.org/a"],
    }
    assert below("What to try", make_card(make_entry(workarounds=[fix])))[2:] == [
        "     When: It is yours",
        "     Trade-off: It stops",
        "     https://example.org/a",
    ]


@WIDTHS
@pytest.mark.parametrize("command", (LONG_COMMAND, "for x in y:\n    print(x)", "curl -fsSL [bold]\\[x] :bug: | sh"))
def test_a_command_stands_alone_and_unbroken(command: str, width: int) -> None:
    card = make_card(make_entry(workarounds=[{"action": "Run this", "how": command}]))
    assert f"\n\n{command}\n" in "\n".join(lines(card, width))


@WIDTHS
@pytest.mark.parametrize("locale", ("en", "zh"))
def test_all_but_commands_and_addresses_fits_the_terminal(width: int, locale: str) -> None:
    entry = make_entry(
        signature="Error: " + "long words " * 12,
        root_cause="Another process listens. " * 12,
        root_cause_zh="另一个进程正在监听该端口，请先停止 process。" * 12,
        versions=[{"version": f"Node {number}"} for number in range(40)],
        official_doc_url=None,
        workarounds=[{"action": "Stop the other process. " * 12, "action_zh": "停止另一个进程。" * 24}],
    )
    assert max(map(cell_len, lines(make_card(entry, locale=locale), width))) <= width


def test_chinese_fills_its_lines_and_no_line_begins_with_a_closing_mark() -> None:
    entry = make_entry(root_cause_zh="端口 8080 已被占用，" * 20)
    root_cause = below("根本原因", make_card(entry, locale="zh"))
    assert (min(map(cell_len, root_cause[:-1])) >= 70, [line[2] for line in root_cause if line[2] in "，。"]) == (
        True,
        [],
    )


def test_a_word_longer_than_a_line_is_shown_in_full() -> None:
    entry = make_entry(workarounds=[{"action": f"Set {'x' * 90}y again"}])
    shown = lines(make_card(entry), width=40)
    assert shown[shown.index("What to try") + 1 :][:5] == [
        "  1. Set",
        "     " + "x" * 35,
        "     " + "x" * 35,
        "     " + "x" * 20 + "y",
        "     again",
    ]


def test_dead_ends_are_marked() -> None:
    dead_ends = [
        {"action": "Run it again", "why_fails": "The port stays taken.", "fail_rate": 1, "condition": "On Linux"},
        {"why_fails": "Root has no other ports.", "common_misconception": "Root may do all"},
    ]
    assert below("What not to try", make_card(make_entry(dead_ends=dead_ends))) == [
        "  ✗  Run it again",
        "     The port stays taken.",
        "     When: On Linux",
        "     always fails",
        "  ✗  Root has no other ports.",
        "     Common belief: Root may do all",
    ]


def test_fixes_that_keep_failing_are_marked_too() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[1].fix_id: Tally(down=9)})
    assert below("Did not help here", card) == ["  ✗  Use another port", "     worked for 0 of 9"]


def test_other_and_related_errors_name_their_entries() -> None:
    other = make_entry(id="node/other", signature="Error: other")
    graph = {"frequently_confused_with": [{"error_id": "node/other", "distinction": "there the port is free"}]}
    card = make_card(
        make_entry(transition_graph=graph), neighbours=(other,), others=(("node/other", "Error: other here"),)
    )
    assert (below("Also in this paste", card), below("Related errors", card)) == (
        ["  •  Error: other", "     Error: other here"],
        ["  •  Not to be confused with: Error: other", "     node/other", "     there the port is free"],
    )


@pytest.mark.parametrize(
    ("relation", "words"), (("leads_to", "Can lead to: Error: other"), ("preceded_by", "Often follows: Error: other"))
)
def test_a_relation_is_told_in_words(relation: str, words: str) -> None:
    other = make_entry(id="node/other", signature="Error: other")
    card = make_card(make_entry(transition_graph={relation: ["node/other"]}), neighbours=(other,))
    assert below("Related errors", card)[0] == f"  •  {words}"


def test_documentation_and_remarks_end_the_card() -> None:
    entry = make_entry(verification_tier="ai_generated", official_doc_section="Common system errors")
    assert lines(make_card(entry))[-6:] == [
        "Documentation",
        "  Common system errors",
        "  https://nodejs.org/api/errors.html",
        "",
        "  !  Generated automatically; nobody has reviewed this yet.",
        "  node/port-in-use · 100% sure that this is the error",
    ]


def test_what_is_not_translated_names_its_language() -> None:
    assert below("解决方法", make_card(locale="zh"))[0] == "  1. Stop the other process [英语]"


def test_a_card_of_an_entry_with_little_to_say_has_no_empty_headings() -> None:
    entry = make_entry(dead_ends=[], official_doc_url=None)
    headings = {"Did not help here", "What not to try", "Also in this paste", "Related errors", "Documentation"}
    assert headings & set(lines(make_card(entry))) == set()


def test_texts_are_never_read_as_markup() -> None:
    entry = make_entry(signature="[red]Error[/red] [link=x]", root_cause="[/] :bug: [bold]cause")
    text = printed(make_card(entry))
    assert ("│ [red]Error[/red] [link=x] " in text, "  [/] :bug: [bold]cause" in text) == (True, True)


@pytest.mark.parametrize(
    "hostile",
    ("\x1b[31mred", "\x1b]8;;http://evil\x07red", "\x1b]0;title\x1b\\red", "\u202ered", "\x9bred", "\x07red\r"),
)
def test_texts_cannot_control_the_terminal(hostile: str) -> None:
    fix = {"action": hostile, "how": f"echo {hostile}"}
    card = make_card(make_entry(root_cause=hostile, workarounds=[fix]))
    assert below("Root cause", card) == ["  red"]
    assert "\necho red\n" in "\n".join(lines(card))


def test_a_terminal_with_colours_gets_them() -> None:
    assert "\x1b[" in printed(make_card(), color=True)
