"""Reactions, commands and the message menu, on payloads of the shapes that Slack sends."""

from typing import Any

import pytest

from adapters.slack.events import to_reaction, to_request, to_shortcut
from bot.events import Asked
from tests.adapters.slack.samples import BOT, LATER, ORIGIN, PLACE, TS, message


def reaction(name: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    event = {
        "type": "reaction_added",
        "user": "UADA",
        "reaction": name,
        "item": {"type": "message", "channel": "C1", "ts": TS},
        "event_ts": LATER,
    }
    return {**event, **changes}


@pytest.mark.parametrize(
    ("name", "value"),
    (
        ("+1", 1),
        ("thumbsup", 1),
        ("+1::skin-tone-5", 1),
        ("-1", -1),
        ("thumbsdown", -1),
        ("thumbsdown::skin-tone-2", -1),
    ),
)
def test_thumbs_of_every_name_and_colour_are_votes(name: str, value: int) -> None:
    reacted = to_reaction(reaction(name), ORIGIN)
    assert reacted is not None
    assert (reacted.place, reacted.message_id, reacted.person.id, reacted.value) == (PLACE, TS, "UADA", value)
    assert (reacted.opens, reacted.removed) == (False, False)


def test_a_bulb_opens_and_a_removed_reaction_is_known() -> None:
    bulb = to_reaction(reaction("bulb"), ORIGIN)
    assert bulb is not None
    assert bulb.opens
    gone = to_reaction(reaction("+1", type="reaction_removed"), ORIGIN)
    assert gone is not None
    assert gone.removed


@pytest.mark.parametrize(
    "event",
    (
        reaction("tada"),
        reaction("bulb", user=BOT),
        reaction("+1", user=BOT),
        reaction("+1", item={"type": "file", "file": "F1"}),
        reaction("+1", item=None),
        reaction("+1", user=None),
        reaction("+1", reaction=None),
        reaction("+1", item={"type": "message", "channel": "C1"}),
    ),
    ids=str,
)
def test_other_reactions_mean_nothing(event: dict[str, Any]) -> None:
    assert to_reaction(event, ORIGIN) is None


def test_a_command_is_a_private_question() -> None:
    body = {"text": "a &lt;stdin&gt; <stdin> b", "channel_id": "C1", "user_id": "UADA", "trigger_id": "1.2.x"}
    incoming = to_request(body, ORIGIN)
    assert incoming is not None
    assert incoming.message.text == "a <stdin> <stdin> b"
    assert (incoming.message.id, incoming.message.asked) == ("1.2.x", Asked.PRIVATELY)
    assert to_request({**body, "user_id": ""}, ORIGIN) is None


def shortcut(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    return {
        "type": "message_action",
        "callback_id": "find_fix",
        "channel": {"id": "C1", "name": "support"},
        "user": {"id": "UBOB", "name": "bob"},
        "action_ts": LATER,
        "message_ts": TS,
        "message": message(channel=..., **changes),
    }


def test_the_message_menu_asks_about_anybodys_message_in_the_menus_users_name() -> None:
    incoming = to_shortcut(shortcut(), ORIGIN)
    assert incoming is not None
    assert (incoming.message.author.id, incoming.message.asked) == ("UBOB", Asked.PRIVATELY)
    assert incoming.message.text == "make: *** [all] Error 2"
    assert incoming.message.thread_id == TS


def test_the_message_menu_knows_the_thread_of_a_reply_and_the_files() -> None:
    incoming = to_shortcut(shortcut(thread_ts="1770000000.000001", files=[{"id": "F1", "mode": "snippet"}]), ORIGIN)
    assert incoming is not None
    assert incoming.message.thread_id == "1770000000.000001"
    assert [file.id for file in incoming.files] == ["F1"]


def test_the_message_menu_reads_what_a_program_wrote() -> None:
    incoming = to_shortcut(
        shortcut(
            user=...,
            bot_id="B9",
            text="",
            blocks=[
                {"type": "header", "text": {"type": "plain_text", "text": "Build failed"}},
                {"type": "section", "fields": [{"type": "mrkdwn", "text": "job &lt;7&gt;"}]},
                {"type": "context", "elements": [{"type": "mrkdwn", "text": "main"}, {"type": "image"}]},
                {"type": "divider"},
            ],
            attachments=[
                {"title": "log", "text": "OOMKilled", "fields": [{"title": "pod", "value": "api-1"}], "fallback": "no"},
                {"fallback": "only this"},
            ],
        ),
        ORIGIN,
    )
    assert incoming is not None
    assert incoming.message.text.split("\n") == [
        "Build failed",
        "job <7>",
        "main",
        "log",
        "OOMKilled",
        "pod",
        "api-1",
        "only this",
    ]


def test_a_menu_on_nothing_is_no_question() -> None:
    assert to_shortcut({"message": {}, "channel": None}, ORIGIN) is None
