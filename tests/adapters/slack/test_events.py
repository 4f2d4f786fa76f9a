"""Conversions of what Slack sends, on payloads of the shapes it sends."""

from typing import Any

import pytest

from adapters.slack.events import FileRef, SlackMessage, to_deletion, to_edit, to_message
from bot.events import Asked, Person
from tests.adapters.slack.samples import BOT, LATER, ORIGIN, PLACE, TS, message


def read(**changes: Any) -> SlackMessage:  # noqa: ANN401 - as in JSON
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
