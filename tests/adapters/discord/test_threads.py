"""Threads that errfix has not heard of, or may not write in."""

import discord as library
import pytest

from bot.events import ChannelMode, Place
from bot.store import AnswerState
from tests.adapters.discord.conftest import PASTE, PLACE, PORT, NewServer, Server
from tests.adapters.discord.fake import FakeDiscord
from tests.adapters.discord.payloads import BOB, BOT_USER, CHANNEL, FORUM, GUILD, channel, guild, message, thread, user

MUTE = "810000000000000006"


def forgotten(server: Server, parent: str = CHANNEL, name: str = "talk") -> str:
    """A thread that discord.py does not know: it was archived when errfix came in."""
    thread_id = server.discord.new_id()
    server.discord.channels[thread_id] = thread(thread_id, parent, name)
    return thread_id


async def test_a_reply_in_a_forgotten_thread_is_left_alone_unless_the_bot_is_asked(server: Server) -> None:
    where = forgotten(server)
    await server.message(PASTE, where=where)
    assert not server.discord.posted
    message_id = await server.message(f"<@{BOT_USER}> {PASTE}", where=where)
    (posted,) = server.discord.posted
    assert posted.path == f"/channels/{where}/messages"
    assert (await server.answer_to(message_id)).thread_id == where
    assert len(server.discord.of("GET", f"/channels/{where}")) == 1


async def test_a_thread_that_was_not_made_from_a_message_is_answered_in(server: Server) -> None:
    known, where = server.discord.new_id(), forgotten(server)
    server.discord.refuse("POST", f"/messages/{where}/threads", 10008, status=404)
    await server.event("THREAD_CREATE", thread(known, CHANNEL, "talk"))
    for one in (known, where):
        await server.message(f"<@{BOT_USER}> {PASTE}", where=one)
    assert [call.path for call in server.discord.posted] == [f"/channels/{one}/messages" for one in (known, where)]


async def test_what_the_menu_finds_for_a_message_in_such_a_thread_is_posted_there(server: Server) -> None:
    where = server.discord.new_id()
    server.discord.refuse("POST", f"/messages/{where}/threads", 10008, status=404)
    there = {"channel_id": where, "channel": thread(where, CHANNEL, "talk")}
    (said,) = server.discord.told(await server.menu(message("5", where, user(BOB), PORT), **there))
    private = message("6", where, user(BOT_USER), "", components=said.body["components"], flags=said.body["flags"])
    await server.click(said.button("publish"), private, **there)
    assert [call.path for call in server.discord.posted] == [f"/channels/{where}/messages"]


async def test_a_post_whose_message_comes_before_it_is_a_question_with_its_title(server: Server) -> None:
    post = forgotten(server, FORUM, PORT)
    await server.message("what can I do?", where=post, id=post)
    assert "EADDRINUSE" in server.discord.posted[0].text
    assert (await server.answer_to(post, Place("discord", GUILD, FORUM))).thread_id is None


async def test_the_mode_of_a_channel_holds_in_a_forgotten_thread_too(server: Server) -> None:
    await server.service.store.set_channel(PLACE, mode=ChannelMode.OFF)
    await server.message(f"<@{BOT_USER}> {PASTE}", where=forgotten(server))
    assert not server.discord.posted


async def test_what_a_forgotten_thread_belongs_to_is_not_asked_again_where_discord_does_not_say(server: Server) -> None:
    unknown = server.discord.new_id()
    server.discord.refuse("GET", f"/channels/{unknown}", 50001)
    for _ in range(3):
        await server.message(f"<@{BOT_USER}> {PASTE}", where=unknown)
    assert len(server.discord.of("GET", f"/channels/{unknown}")) == 1
    assert len(server.discord.posted) == 3


async def test_an_edit_in_a_forgotten_thread_changes_the_card_there(server: Server, new_server: NewServer) -> None:
    where = forgotten(server)
    await server.event("THREAD_CREATE", server.discord.channels[where])
    message_id = await server.message(f"<@{BOT_USER}> {PASTE}", where=where)
    await server.adapter.close()
    other = await new_server()
    await other.edit(message_id, f"<@{BOT_USER}> {PORT}", where=where)
    (changed,) = other.discord.of("PATCH")
    assert changed.path == f"/channels/{where}/messages/{other.shown()['id']}"


async def test_a_thumb_in_a_forgotten_thread_counts(server: Server) -> None:
    message_id = await server.message(PASTE)
    server.discord.channels[message_id] = thread(message_id, CHANNEL, "card")
    await server.react("👍", server.shown()["id"], where=message_id)
    answer = await server.answer_to(message_id)
    assert len(await server.service.store.votes_of(answer.answer_id, BOB)) == 1


async def test_a_question_deleted_in_a_forgotten_thread_takes_its_card_along(
    server: Server, new_server: NewServer
) -> None:
    where = forgotten(server)
    await server.event("THREAD_CREATE", server.discord.channels[where])
    message_id = await server.message(f"<@{BOT_USER}> {PASTE}", where=where)
    answer_id = (await server.answer_to(message_id)).answer_id
    await server.adapter.close()
    other = await new_server()
    await other.delete(message_id, where)
    assert len(other.discord.of("DELETE")) == 1
    assert (await other.service.store.answer(answer_id)).state is AnswerState.DELETED


async def test_whoever_reacts_with_anything_else_makes_no_call(server: Server) -> None:
    await server.react("🎉", "5", where=forgotten(server))
    assert not server.discord.count()


@pytest.mark.parametrize(("code", "status"), ((50083, 400), (160005, 403)), ids=("archived", "locked"))
async def test_a_thread_that_is_closed_makes_the_card_a_reply_in_the_channel(
    server: Server, code: int, status: int
) -> None:
    written = server.written(PASTE)
    server.discord.refuse("POST", f"/channels/{written['id']}/messages", code, status=status)
    await server.event("MESSAGE_CREATE", written)
    assert [call.path for call in server.discord.posted] == [
        f"/channels/{written['id']}/messages",
        f"/channels/{CHANNEL}/messages",
    ]
    assert (await server.answer_to(written["id"])).posted_id == server.shown()["id"]


async def test_where_the_history_may_not_be_read_the_card_is_no_reply(
    discord: FakeDiscord, new_server: NewServer
) -> None:
    denied = library.Permissions(create_public_threads=True, read_message_history=True).value
    discord.gateway.guilds[GUILD] = guild(channels=[channel(MUTE, 0, denied)])
    server = await new_server()
    await server.message(PASTE, where=MUTE)
    (posted,) = server.discord.posted
    assert posted.path == f"/channels/{MUTE}/messages"
    assert "message_reference" not in posted.body
