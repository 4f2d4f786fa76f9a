from bot.cards.plain import plain_text
from bot.feedback import Tally
from tests.cards.samples import make_card
from tests.entries.samples import make_entry

ENTRY = make_entry(
    verification_tier="ai_generated",
    workarounds=[
        {
            "action": "Stop the other process",
            "how": "lsof -ti :{port} | xargs kill",
            "condition": "It is yours",
            "tradeoff": "It stops",
            "success_rate": 0.9,
        },
        {"action": "Use another port", "action_zh": "换一个端口", "success_rate": 0.8},
    ],
    dead_ends=[
        {"action": "Run it again", "why_fails": "The port stays taken.", "fail_rate": 1},
        {"why_fails": "Root has no other ports."},
    ],
)


def test_a_card_reads_from_top_to_bottom() -> None:
    assert plain_text(make_card(ENTRY, captures={"port": "8080"})).splitlines() == [
        "Error: listen EADDRINUSE: address already in use :::3000",
        "Root cause: Another process listens on the port.",
        "What to try:",
        "1. Stop the other process — estimated 90%",
        "When: It is yours",
        "lsof -ti :8080 | xargs kill",
        "Trade-off: It stops",
        "2. Use another port — estimated 80%",
        "What not to try:",
        "- Run it again — The port stays taken. — always fails",
        "- Root has no other ports.",
        "Documentation: https://nodejs.org/api/errors.html",
        "Generated automatically; nobody has reviewed this yet.",
    ]


def test_a_chinese_card_names_the_language_of_what_is_not_translated() -> None:
    lines = plain_text(make_card(ENTRY, locale="zh")).splitlines()
    assert lines[1:4] + lines[7:9] == [
        "根本原因：另一个进程正在监听该端口。",
        "解决方法：",
        "1. Stop the other process（英语） — 预计成功率 90%",
        "2. 换一个端口 — 预计成功率 80%",
        "不要这样做：",
    ]


def test_fixes_that_keep_failing_come_last() -> None:
    card = make_card(ENTRY, tallies={ENTRY.workarounds[1].fix_id: Tally(down=9)})
    lines = plain_text(card).splitlines()
    assert lines[lines.index("Did not help here:") + 1] == "- Use another port — worked for 0 of 9"


def test_a_card_without_fixes_left_has_no_heading_for_them() -> None:
    card = make_card(ENTRY, tallies={fix.fix_id: Tally(down=20) for fix in ENTRY.workarounds})
    assert "What to try:" not in plain_text(card).splitlines()
