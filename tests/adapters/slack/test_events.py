"""Conversions of what Slack sends, on payloads of the shapes it sends."""

from typing import Any

import pytest

from adapters.slack.events import (
    FileRef,
    Incoming,
    Origin,
    to_deletion,
    to_edit,
    to_message,
    to_reaction,
    to_request,
    to_shortcut,
)
from bot.events import Asked, Person, Place

BOT = "U0000000BOT"
ORIGIN = Origin("T1", BOT, "B0000000BOT", lambda person: person == "UMAINTAINER")
PLACE = Place("slack", "T1", "C1")
TS, LATER = "1780000001.000100", "1780000009.000200"


def message(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    event = {
        "type": "message",
        "channel": "C1",
        "channel_type": "channel",
        "user": "UADA",
        "text": "make: *** [all] Error 2",
        "ts": TS,
        "event_ts": TS,
        "team": "T1",
    }
    return {name: value for name, value in {**event, **changes}.items() if value is not ...}


def read(**changes: Any) -> Incoming:  # noqa: ANN401 - as in JSON
    incoming = to_message(message(**changes), ORIGIN)
    assert incoming is not None
    return incoming


def rich(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "rich_text", "block_id": "b", "elements": list(elements)}]


def section(*words: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(words)}


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def test_a_message_of_a_person_is_a_message() -> None:
    incoming = read()
    assert incoming.message.place == PLACE
    assert incoming.message.id == TS
    assert incoming.message.author == Person("UADA")
    assert incoming.message.text == "make: *** [all] Error 2"
    assert incoming.message.asked is Asked.NO
    assert (incoming.message.thread_id, incoming.root, incoming.direct, incoming.files) == (None, TS, False, ())


@pytest.mark.parametrize(
    "changes",
    (
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"subtype": "bot_message", "bot_id": "B9", "user": ...},
        {"bot_id": "B9"},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"user": ...},
        {"text": "  "},
        {"ts": ...},
        {"channel": None},
        {"subtype": "message_changed"},
    ),
    ids=str,
)
def test_joins_bots_own_messages_and_broken_ones_are_no_messages(changes: dict[str, Any]) -> None:
    assert to_message(message(**changes), ORIGIN) is None


@pytest.mark.parametrize("subtype", ("file_share", "thread_broadcast", "me_message"))
def test_some_subtypes_are_messages_of_people(subtype: str) -> None:
    assert read(subtype=subtype).message.text


def test_text_arrives_as_it_was_meant() -> None:
    sent = "a &lt;b&gt; &amp;&amp; c &amp;lt; <https://x.org/a|x.org/a> <http://y.org>"
    sent += " <mailto:a@b.c|a@b.c> <#C2|dev> <!here>"
    assert read(text=sent).message.text == "a <b> && c &lt; x.org/a http://y.org a@b.c #dev @here"


def test_dates_and_groups_show_what_readers_see() -> None:
    sent = "<!subteam^S1|@ops> <!subteam^S2> <!date^1392734382^{date}|Feb 18> <!channel> <@U7> <#C3>"
    assert read(text=sent).message.text == "@ops @S2 Feb 18 @channel @U7 #C3"


def test_code_blocks_stand_between_fences() -> None:
    blocks = rich(
        section(text("it fails:\n")),
        {"type": "rich_text_preformatted", "border": 0, "elements": [text("KeyError: &lt;x&gt;\n  at line 1")]},
        section(text("what "), text("now", bold=True), text("?")),
    )
    assert read(blocks=blocks).message.text == "it fails:\n```\nKeyError: <x>\n  at line 1\n```\nwhat now?"


def test_rich_text_of_every_kind_is_read() -> None:
    blocks = rich(
        {"type": "rich_text_quote", "elements": [text("quoted")]},
        {"type": "rich_text_list", "style": "bullet", "elements": [section(text("one")), section(text("two"))]},
        section(
            text("npm i", code=True),
            text(" "),
            {"type": "link", "url": "https://x.org"},
            {"type": "link", "url": "https://x.org", "text": " docs"},
            {"type": "emoji", "name": "tada"},
            {"type": "user", "user_id": "U7"},
            {"type": "usergroup", "usergroup_id": "S1"},
            {"type": "channel", "channel_id": "C2"},
            {"type": "broadcast", "range": "here"},
            {"type": "date", "timestamp": 1, "format": "{date}", "fallback": " today"},
            {"type": "color", "value": "#fff"},
            {"type": "something new"},
        ),
    )
    expected = "quoted\none\ntwo\n`npm i` https://x.org docs:tada:@U7@S1#C2@here today#fff"
    assert read(blocks=blocks).message.text == expected


@pytest.mark.parametrize("blocks", ("no list", [1], [{"type": "rich_text"}], [{"type": "rich_text", "elements": [{}]}]))
def test_blocks_of_another_shape_do_no_harm(blocks: object) -> None:
    incoming = to_message(message(blocks=blocks), ORIGIN)
    assert incoming is None or isinstance(incoming.message.text, str)


def test_a_mention_asks_and_is_no_part_of_the_text() -> None:
    for sent in (f"<@{BOT}> why ENOSPC", f"<@{BOT}|errfix>: why ENOSPC"):
        incoming = read(text=sent)
        assert (incoming.message.asked, incoming.message.text) == (Asked.MENTION, "why ENOSPC")
    blocks = rich(section({"type": "user", "user_id": BOT}, text(" why ENOSPC")))
    assert read(text=f"<@{BOT}> why ENOSPC", blocks=blocks).message.text == "why ENOSPC"


def test_mention_and_message_events_of_one_message_are_the_same_message() -> None:
    sent = f"<@{BOT}> why ENOSPC"
    assert read(type="app_mention", text=sent, channel_type=...).message == read(text=sent).message


def test_a_mention_without_words_asks_too() -> None:
    assert read(text=f"<@{BOT}>").message.asked is Asked.MENTION


def test_another_persons_mention_does_not_ask() -> None:
    assert read(text="<@U7> look: ENOSPC").message.asked is Asked.NO


def test_what_is_written_to_the_bot_alone_asks_privately() -> None:
    assert read(channel="D1", channel_type="im").direct
    assert read(channel="D1", channel_type=...).message.asked is Asked.PRIVATELY
    assert not read(channel="G1", channel_type="mpim").direct


def test_a_reply_knows_its_thread_and_the_first_message_is_no_reply() -> None:
    assert read(ts=LATER, thread_ts=TS).root == TS
    assert read(thread_ts=TS).message.thread_id is None


def test_a_maintainer_is_known() -> None:
    assert read(user="UMAINTAINER").message.author.maintainer


def test_files_are_known_by_what_slack_says_of_them() -> None:
    snippet = {
        "id": "F1",
        "name": "log &amp; more.txt",
        "mimetype": "text/plain",
        "filetype": "text",
        "mode": "snippet",
        "size": 120,
        "url_private": "https://files.slack.com/files-pri/T1-F1/log.txt",
        "url_private_download": "https://files.slack.com/files-pri/T1-F1/download/log.txt",
        "preview": "a &lt; b",
    }
    foreign = {"id": "F2", "file_access": "check_file_info", "mode": "file_access"}
    incoming = read(text="", subtype="file_share", files=[snippet, foreign, "broken", {}])
    assert incoming.files == (
        FileRef(
            "F1",
            "log & more.txt",
            "text/plain",
            "text",
            "snippet",
            120,
            "https://files.slack.com/files-pri/T1-F1/download/log.txt",
            "a < b",
        ),
        FileRef("F2", mode="file_access", must_ask=True),
    )


def changed(after: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    return message(subtype="message_changed", message=after, previous_message=before, user=..., text=..., ts=LATER)


def test_an_edit_is_the_message_with_its_new_text() -> None:
    incoming = to_edit(changed(message(text="new", channel=...), message(text="old", channel=...)), ORIGIN)
    assert incoming is not None
    assert (incoming.message.id, incoming.message.text, incoming.message.place) == (TS, "new", PLACE)


def test_a_preview_of_a_link_is_no_edit() -> None:
    before = message(text="<https://x.org>")
    after = {**before, "attachments": [{"title": "X", "from_url": "https://x.org"}]}
    assert to_edit(changed(after, before), ORIGIN) is None


def test_another_file_or_another_block_is_an_edit() -> None:
    assert to_edit(changed(message(files=[]), message(files=[{"id": "F1"}])), ORIGIN) is not None
    blocks = rich(section(text("other")))
    assert to_edit(changed(message(blocks=blocks), message(blocks=rich(section(text("one"))))), ORIGIN) is not None


def test_an_edit_of_a_bots_message_is_nobodys() -> None:
    assert to_edit(changed(message(bot_id="B0000000BOT", text="b"), message(text="a")), ORIGIN) is None
    assert to_edit(message(), ORIGIN) is None


def test_a_deleted_message_is_named() -> None:
    event = message(subtype="message_deleted", deleted_ts=TS, ts=LATER)
    assert to_deletion(event, ORIGIN) == (PLACE, TS)
    assert to_deletion({**event, "deleted_ts": None, "previous_message": {"ts": TS}}, ORIGIN) == (PLACE, TS)


def test_a_deleted_message_with_replies_leaves_a_tombstone() -> None:
    event = changed({"type": "message", "subtype": "tombstone", "ts": TS, "user": "USLACKBOT"}, message())
    assert to_deletion(event, ORIGIN) == (PLACE, TS)
    assert to_edit(event, ORIGIN) is None


def test_other_messages_delete_nothing() -> None:
    assert to_deletion(message(), ORIGIN) is None
    assert to_deletion(changed(message(text="b"), message()), ORIGIN) is None
    assert to_deletion(message(subtype="message_deleted", ts=LATER), ORIGIN) is None


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
