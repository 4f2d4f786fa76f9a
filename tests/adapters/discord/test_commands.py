"""`/errfix`, the message menu, and what Discord is told about them."""

import json

import pytest
from discord import Permissions

from bot.events import ChannelMode, Place
from tests.adapters.discord.conftest import PASTE, PLACE, PORT, NewServer, Server
from tests.adapters.discord.fake import Call
from tests.adapters.discord.payloads import (
    ADA,
    BOB,
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
    call = only(await server.discord.until("POST", "/callback"))
    choices = call.body["data"]["choices"]
    assert 0 < len(choices) <= 25
    assert all(choice["value"] in server.service.catalog for choice in choices)
    token = await server.command("show", options={"entry": choices[0]["value"]})
    assert server.service.catalog[choices[0]["value"]].signature.split()[0] in only(server.discord.told(token)).text


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


async def test_what_is_asked_in_the_middle_of_a_paste_is_still_an_error(server: Server) -> None:
    token = await server.command("ask", options={"error": PASTE})
    assert "yaml" in only(server.discord.told(token)).text
