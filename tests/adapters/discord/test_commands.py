"""`/errfix`, the message menu, and what Discord is told about them."""

import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from discord import Permissions

from bot.events import ChannelMode, Place
from tests.adapters.discord.conftest import PASTE, PLACE, PORT, WRITES, NewServer, Server
from tests.adapters.discord.fake import Call, FakeDiscord
from tests.adapters.discord.payloads import (
    ADA,
    BOB,
    BOT_USER,
    CHANNEL,
    DIRECT,
    GUILD,
    OTHER_GUILD,
    channel,
    message,
    thread,
    user,
)
from tests.adapters.discord.test_feedback import ephemeral


def only(calls: list[Call]) -> Call:
    (call,) = calls
    return call


async def test_an_error_is_answered_to_the_asker_alone(server: Server) -> None:
    token = await server.command("ask", options={"error": PORT})
    assert server.discord.acks == ["deferred"]
    ack = only(server.discord.of("POST", "/callback"))
    assert ack.body["data"]["flags"] == 64
    said = only(server.discord.told(token))
    assert said.body["flags"] & 64
    assert said.body["allowed_mentions"] == {"parse": []}
    assert "EADDRINUSE" in said.text
    assert not server.discord.posted


async def test_a_log_can_be_asked_about(server: Server) -> None:
    server.discord.files["build.log"] = (PORT.encode(), "text/plain")
    url = server.discord.url.replace("/api/v10", "/files/build.log")
    attachment = {"id": "5", "filename": "build.log", "size": len(PORT), "url": url, "proxy_url": url}
    options = [{"name": "file", "type": 11, "value": "5"}]
    data = {
        "options": [{"name": "ask", "type": 1, "options": options}],
        "resolved": {"attachments": {"5": attachment}},
    }
    token = await server.command("ask", data=data)
    assert "EADDRINUSE" in only(server.discord.told(token)).text


@pytest.mark.parametrize(
    ("name", "options", "text"),
    (
        ("search", {"words": "yaml"}, "yaml"),
        ("show", {"entry": "nonsense/nothing/nowhere"}, "There is no entry"),
        ("language", {}, "Choose one of these"),
        ("language", {"language": "zh"}, "中文"),
        ("here", {}, "auto"),
        ("stats", {}, "Last 7 days"),
        ("help", {}, "/errfix"),
    ),
)
async def test_each_command_is_answered(server: Server, name: str, options: dict[str, str], text: str) -> None:
    token = await server.command(name, options=options)
    assert text in only(server.discord.told(token)).text


async def test_an_answer_is_in_the_language_of_the_askers_discord(server: Server) -> None:
    token = await server.command("ask", options={"error": PORT}, locale="zh-CN")
    assert "被另一个进程" in only(server.discord.told(token)).text


@pytest.mark.parametrize("permissions", (0, Permissions(manage_channels=True).value))
async def test_here_is_for_who_manages_the_channel(server: Server, permissions: int) -> None:
    await server.command("here", options={"mode": "mention"}, permissions=permissions)
    mode = (await server.service.store.channel(PLACE)).mode
    assert mode is (ChannelMode.MENTION if permissions else None)


async def test_here_in_a_thread_is_about_its_channel(new_server: NewServer) -> None:
    server = await new_server(maintainers=(f"discord:{BOB}",))
    other = server.discord.new_id()
    where = {"channel_id": other, "channel": thread(other, CHANNEL, "talk")}
    await server.command("here", options={"mode": "off"}, **where)
    assert (await server.service.store.channel(PLACE)).mode is ChannelMode.OFF


async def test_entry_ids_are_completed(server: Server) -> None:
    option = {"name": "entry", "type": 3, "value": "module", "focused": True}
    data = {"id": "1", "name": "errfix", "type": 1, "options": [{"name": "show", "type": 1, "options": [option]}]}
    await server.interact(4, data)
    call = only(server.discord.of("POST", "/callback"))
    choices = call.body["data"]["choices"]
    assert 0 < len(choices) <= 25
    assert all(choice["value"] in server.service.catalog for choice in choices)
    token = await server.command("show", options={"entry": choices[0]["value"]})
    assert server.service.catalog[choices[0]["value"]].signature.split()[0] in only(server.discord.told(token)).text


async def test_a_completion_that_comes_too_late_is_no_news(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.discord.refuse("POST", "/callback", 10062, status=404)
    option = {"name": "entry", "type": 3, "value": "x" * 6000, "focused": True}
    data = {"id": "1", "name": "errfix", "type": 1, "options": [{"name": "show", "type": 1, "options": [option]}]}
    await server.interact(4, data)
    assert len(server.discord.of("POST", "/callback")) == 1
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("text", ("language zh", "here off", "help", "stats"))
async def test_a_message_that_reads_like_a_command_is_none_in_the_menu(new_server: NewServer, text: str) -> None:
    server = await new_server(maintainers=(f"discord:{BOB}",))
    token = await server.menu(message("5", CHANNEL, user(ADA), text))
    assert "No known error fits this." in only(server.discord.told(token)).text
    assert await server.service.store.person_locale(PLACE, BOB) is None
    assert (await server.service.store.channel(PLACE)).mode is None


async def test_the_menu_of_a_picture_says_that_there_is_no_text(server: Server) -> None:
    token = await server.menu(message("5", CHANNEL, user(ADA), ""))
    assert "There is no text to look at." in only(server.discord.told(token)).text


async def test_the_menu_of_a_message_in_a_thread_posts_the_card_in_that_thread(server: Server) -> None:
    other = server.discord.new_id()
    where = {"channel_id": other, "channel": thread(other, CHANNEL, "talk")}
    said = only(server.discord.told(await server.menu(message("5", other, user(ADA), PORT), **where)))
    private = ephemeral({**message("6", other, user(BOB), ""), "flags": said.body["flags"]})
    private["components"] = said.body["components"]
    server.discord.channels[other] = thread(other, CHANNEL, "talk")
    server.discord.threads.add(other)
    await server.click(said.button("publish"), private, **where)
    assert only(server.discord.posted).path == f"/channels/{other}/messages"


@pytest.mark.parametrize(
    ("locale", "lines"),
    (
        (
            "en-US",
            ("Write an error after `/errfix ask`, ", "`/errfix search words:docker daemon`: ", "`/errfix help`: "),
        ),
        ("zh-CN", ("`/errfix 提问 错误:", "`/errfix 搜索 关键词:docker daemon`：", "`/errfix 帮助`：")),
        ("de", ("`/errfix ask error:", "`/errfix here mode:mention`: ")),
    ),
)
async def test_help_shows_the_commands_as_one_types_them_in_discord(
    server: Server, locale: str, lines: tuple[str, ...]
) -> None:
    said = only(server.discord.told(await server.command("help", locale=locale))).text
    assert all(line in said for line in lines), said


async def test_help_in_a_direct_message_shows_them_too(server: Server) -> None:
    await server.message("help", where=DIRECT)
    assert "`/errfix ask error:" in only(server.discord.posted).text


async def test_the_commands_are_told_with_the_next_connection_where_that_failed(
    discord: FakeDiscord, new_server: NewServer, caplog: pytest.LogCaptureFixture
) -> None:
    discord.refuse("PUT", "/commands", 50035, status=400, times=1)
    server = await new_server()
    assert "telling Discord the commands failed: " in caplog.text
    for resumed in (1, 2):
        await discord.gateway.cut()
        await discord.gateway.until(resumed=resumed)
        await server.settle()
    assert len(discord.of("PUT", "/commands")) == 2


async def test_the_menu_finds_a_fix_for_anybodys_message(server: Server) -> None:
    embed = {"type": "rich", "title": "Build failed", "description": PORT, "fields": [{"name": "job", "value": "7"}]}
    target = message("5", CHANNEL, user(ADA, bot=True), "", embeds=[embed])
    token = await server.menu(target)
    assert "EADDRINUSE" in only(server.discord.told(token)).text


async def test_a_private_card_is_posted_to_the_channel_once(server: Server) -> None:
    token = await server.command("ask", options={"error": PORT})
    said = only(server.discord.told(token))
    private = ephemeral({**message("6", CHANNEL, user(BOB), ""), "flags": said.body["flags"]})
    private["components"] = said.body["components"]
    clicks = [await server.click(said.button("publish"), private) for _ in range(2)]
    posted = only(server.discord.posted)
    assert posted.path == f"/channels/{CHANNEL}/messages"
    assert "message_reference" not in posted.body
    for click in clicks:
        assert "The card is posted." in only(server.discord.told(click)).text


async def test_a_card_for_a_message_is_posted_in_that_messages_thread(server: Server) -> None:
    target = message(server.discord.new_id(), CHANNEL, user(ADA), PORT)
    said = only(server.discord.told(await server.menu(target)))
    private = ephemeral({**message("6", CHANNEL, user(BOB), ""), "flags": said.body["flags"]})
    private["components"] = said.body["components"]
    await server.click(said.button("publish"), private)
    assert only(server.discord.posted).path == f"/channels/{target['id']}/messages"


async def test_where_the_bot_may_not_post_the_clicker_is_told(server: Server) -> None:
    said = only(server.discord.told(await server.command("ask", options={"error": PORT})))
    private = ephemeral({**message("6", CHANNEL, user(BOB), ""), "flags": said.body["flags"]})
    private["components"] = said.body["components"]
    server.discord.refuse("POST", "/messages", 50013)
    (told,) = server.discord.told(await server.click(said.button("publish"), private))
    assert "cannot post here" in told.text


@pytest.mark.parametrize(
    ("kind", "denied"), ((0, Permissions(send_messages=True)), (11, Permissions(send_messages_in_threads=True)))
)
async def test_who_may_not_write_somewhere_does_not_post_there_by_errfix(
    server: Server, kind: int, denied: Permissions
) -> None:
    other = server.discord.new_id()
    here: dict[str, Any] = {"permissions": WRITES & ~denied.value}
    if kind:
        here |= {"channel_id": other, "channel": thread(other, CHANNEL, "talk")}
    said = only(server.discord.told(await server.command("ask", options={"error": PORT}, **here)))
    private = ephemeral({**message("6", CHANNEL, user(BOB), ""), "flags": said.body["flags"]})
    private["components"] = said.body["components"]
    told = only(server.discord.told(await server.click(said.button("publish"), private, **here)))
    assert "You may not write here" in told.text
    assert not server.discord.posted


async def test_whoever_installed_errfix_uses_and_posts_it_where_the_bot_is_not(server: Server) -> None:
    elsewhere = {
        "guild_id": OTHER_GUILD,
        "channel_id": "830000000000000001",
        "channel": channel("830000000000000001", 0),
        "guild": {"id": OTHER_GUILD, "locale": "en-US", "features": []},
    }
    said = only(server.discord.told(await server.command("ask", options={"error": PORT}, **elsewhere)))
    private = ephemeral({**message("6", "830000000000000001", user(BOB), ""), "flags": said.body["flags"]})
    private["components"] = said.body["components"]
    shown, replaced = server.discord.told(await server.click(said.button("publish"), private, **elsewhere))
    assert not (shown.body.get("flags") or 0) & 64
    assert "EADDRINUSE" in shown.text
    assert "The card is posted." in replaced.text
    assert not server.discord.posted


ELSEWHERE = "830000000000000001"
AS_A_GUEST = {
    "guild_id": OTHER_GUILD,
    "channel_id": ELSEWHERE,
    "channel": channel(ELSEWHERE, 0),
    "guild": {"id": OTHER_GUILD, "locale": "en-US", "features": []},
}
AMONG_FRIENDS = {
    "guild_id": ...,
    "guild_locale": ...,
    "member": ...,
    "user": user(BOB),
    "channel_id": ELSEWHERE,
    "channel": {"id": ELSEWHERE, "type": 3, "recipients": [user(ADA)], "name": None, "icon": None, "owner_id": ADA},
    "context": 2,
}


async def posted_by_a_guest(server: Server, where: dict[str, Any]) -> tuple[Call, dict[str, Any]]:
    """A card that somebody has posted where the bot is not, and as Discord shows it."""
    said = only(server.discord.told(await server.command("ask", options={"error": PORT}, **where)))
    private = ephemeral({**message("6", ELSEWHERE, user(BOB), ""), "flags": said.body["flags"]})
    private["components"] = said.body["components"]
    sent, _ = server.discord.told(await server.click(said.button("publish"), private, **where))
    return sent, message("7", ELSEWHERE, user(BOT_USER), "", components=sent.body["components"], flags=1 << 15)


IN_A_THREAD = {**AS_A_GUEST, "channel": thread(ELSEWHERE, "830000000000000002", "talk")}


@pytest.mark.parametrize("where", (AS_A_GUEST, IN_A_THREAD, AMONG_FRIENDS), ids=("server", "thread", "group"))
async def test_where_the_bot_is_not_a_vote_shows_on_the_card_by_the_click(
    server: Server, where: dict[str, Any]
) -> None:
    sent, card = await posted_by_a_guest(server, where)
    changed = only(server.discord.told(await server.click(sent.button("worked"), card, **where)))
    assert changed.method == "PATCH"
    assert changed.path.endswith("/messages/@original")
    assert "· 1" in str(changed.body["components"])
    assert "Dismiss" in str(changed.body["components"])
    assert not server.discord.of("PATCH", "/messages/7")


@pytest.mark.parametrize("where", (AS_A_GUEST, AMONG_FRIENDS), ids=("server", "group"))
async def test_where_the_bot_is_not_a_card_is_dismissed_by_the_click(server: Server, where: dict[str, Any]) -> None:
    sent, card = await posted_by_a_guest(server, where)
    token = await server.click(sent.button("dismiss"), card, **where)
    (gone,) = server.discord.of("DELETE")
    assert token in gone.path
    assert gone.path.endswith("/messages/@original")


async def test_a_server_that_shows_nobody_what_a_guests_app_says_is_no_place_to_post(server: Server) -> None:
    said = only(server.discord.told(await server.command("ask", options={"error": PORT}, **AS_A_GUEST)))
    private = ephemeral({**message("6", ELSEWHERE, user(BOB), ""), "flags": said.body["flags"]})
    private["components"] = said.body["components"]
    server.discord.all_is_private = True
    _, told = server.discord.told(await server.click(said.button("publish"), private, **AS_A_GUEST))
    assert "cannot post here" in told.text


async def test_it_works_in_direct_messages(server: Server) -> None:
    direct = {
        "guild_id": ...,
        "guild_locale": ...,
        "member": ...,
        "user": user(BOB),
        "channel_id": DIRECT,
        "channel": {"id": DIRECT, "type": 1, "recipients": [user(BOB)]},
        "context": 1,
    }
    await server.command("here", options={"mode": "off"}, **direct)
    assert (await server.service.store.channel(Place("discord", "dm", DIRECT))).mode is ChannelMode.OFF


async def test_discord_is_told_the_commands_in_every_language(server: Server) -> None:
    (call,) = server.discord.of("PUT", "/commands")
    group, menu = call.body
    assert (group["name"], menu["name"]) == ("errfix", "Find a fix")
    assert group["integration_types"] == menu["integration_types"] == [0, 1]
    assert group["contexts"] == [0, 1, 2]
    assert [command["name"] for command in group["options"]] == [
        "ask",
        "search",
        "show",
        "language",
        "here",
        "stats",
        "help",
    ]
    assert menu["name_localizations"]["en-US"] == "Find a fix"
    assert menu["name_localizations"]["zh-CN"] != "Find a fix"
    for command in group["options"]:
        assert command["name_localizations"]["en-US"] == command["name"]
        assert command["description_localizations"]["zh-CN"] != command["description"]
    assert "de" not in json.dumps(list(menu["name_localizations"]))
    assert server.discord.gateway.guilds[GUILD]


def names_in(told: Any, locale: str | None) -> Iterator[list[str]]:  # noqa: ANN401 - as in JSON
    """The names that stand beside each other, in each group of commands, options and choices."""
    if told:
        yield [one["name"] if locale is None else one["name_localizations"].get(locale, one["name"]) for one in told]
    for one in told:
        yield from names_in(one.get("options") or [], locale)


@pytest.mark.parametrize("locale", (None, "en-US", "en-GB", "zh-CN", "zh-TW"))
async def test_every_name_is_one_that_discord_takes_and_no_two_are_alike(server: Server, locale: str | None) -> None:
    group, menu = only(server.discord.of("PUT", "/commands")).body
    for names in names_in([group], locale):
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[-_\w]{1,32}", name) and name == name.lower() for name in names), names
    assert all(len(name) <= 32 for (name,) in names_in([menu], locale))
    said = [text for text in json_texts(group, "description") if text]
    assert all(len(text) <= 100 for text in said)
    choices = [text for option in json_texts(group, "choices") for text in json_texts(option, "name")]
    assert all(1 <= len(text) <= 100 for text in choices)


def json_texts(told: Any, key: str) -> Iterator[Any]:  # noqa: ANN401 - as in JSON
    """What stands under the key and under its localizations, anywhere."""
    if isinstance(told, list):
        for one in told:
            yield from json_texts(one, key)
    elif isinstance(told, dict):
        if key in told:
            yield told[key]
        yield from (told.get(f"{key}_localizations") or {}).values()
        for one in told.values():
            yield from json_texts(one, key)


async def test_what_is_asked_in_the_middle_of_a_paste_is_still_an_error(server: Server) -> None:
    token = await server.command("ask", options={"error": PASTE})
    assert "yaml" in only(server.discord.told(token)).text


async def test_who_asks_in_vain_while_the_database_is_away_is_told(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(tmp_path / "errfix.db")) as database:
        database.execute("ALTER TABLE claims RENAME TO away")
    said = only(server.discord.told(await server.command("ask", options={"error": PORT})))
    assert said.body["flags"] & 64
    assert said.text == "Something went wrong on the server. Try again."
    assert "answering a command in" in caplog.text
