"""Messages that change or go."""

import asyncio

import pytest

from bot.events import ChannelMode
from bot.store import AnswerState
from tests.adapters.discord.conftest import PASTE, PLACE, PORT, Server
from tests.adapters.discord.payloads import CHANNEL, FORUM, GUILD, NO_THREADS, thread


async def test_an_edited_question_gets_another_card_in_place(server: Server) -> None:
    message_id = await server.message(PASTE)
    await server.edit(message_id, PORT)
    (changed,) = server.discord.of("PATCH")
    assert changed.path == f"/channels/{message_id}/messages/{server.shown()['id']}"
    assert "EADDRINUSE" in changed.text
    assert changed.body["allowed_mentions"] == {"parse": []}


async def test_a_message_that_becomes_an_error_is_answered(server: Server) -> None:
    message_id = await server.message("just a moment")
    await server.edit(message_id, PASTE)
    assert len(server.discord.posted) == 1


async def test_a_preview_that_is_added_is_no_edit(server: Server) -> None:
    message_id = await server.message("look at https://example.org")
    await server.edit(message_id, PASTE, edited_timestamp=None)
    assert not server.discord.count()


async def test_an_event_that_does_not_say_what_the_message_says_is_left_alone_and_ends_nothing(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    message_id = await server.message(PASTE)
    before = server.discord.count()
    await server.edit(message_id, "", content=...)
    assert server.discord.count() == before
    assert "an event of Discord's cannot be read: MESSAGE_UPDATE" in caplog.text
    await server.message(PORT)
    assert len(server.discord.posted) == 2


async def test_an_edit_that_comes_twice_counts_once(server: Server) -> None:
    message_id = await server.message("just a moment")
    stamp = "2026-01-01T12:00:01+00:00"
    await server.edit(message_id, PASTE, edited_timestamp=stamp)
    await server.edit(message_id, PASTE, edited_timestamp=stamp)
    assert len(server.discord.posted) == 1


async def test_a_question_that_is_no_error_any_more_loses_its_card_and_its_author_is_told(server: Server) -> None:
    message_id = await server.message(PASTE)
    card_id = server.shown()["id"]
    await server.edit(message_id, "never mind")
    (gone,) = server.discord.of("DELETE")
    assert gone.path == f"/channels/{message_id}/messages/{card_id}"
    assert "taken its card away" in server.discord.posted[-1].text


@pytest.mark.parametrize("where", (CHANNEL, NO_THREADS))
async def test_a_deleted_question_takes_its_card_along(server: Server, where: str) -> None:
    message_id = await server.message(PASTE, where=where)
    card_id = server.shown()["id"]
    await server.delete(message_id, where)
    (gone,) = server.discord.of("DELETE")
    assert gone.path == f"/channels/{message_id if where == CHANNEL else where}/messages/{card_id}"


@pytest.mark.parametrize("holds", ("/threads", "/messages"))
async def test_a_question_that_is_edited_and_deleted_while_its_card_goes_out_keeps_none(
    server: Server, holds: str
) -> None:
    server.discord.held, server.discord.holds = asyncio.Event(), holds
    written = server.written(PASTE)
    edited = {**written, "content": PORT, "edited_timestamp": "2026-01-01T12:00:01+00:00"}
    gone = {"id": written["id"], "channel_id": CHANNEL, "guild_id": GUILD}
    await server.discord.gateway.send("MESSAGE_CREATE", written, guild_id=GUILD)
    await server.discord.until("POST", holds)
    await server.discord.gateway.send("MESSAGE_UPDATE", edited, guild_id=GUILD)
    await server.discord.gateway.send("MESSAGE_DELETE", gone, guild_id=GUILD)
    await server.arrived()
    server.discord.held.set()
    await server.settle()
    left = set(server.discord.messages) - {call.path.rpartition("/")[2] for call in server.discord.of("DELETE")}
    assert left == set()
    assert await server.service.store.answer_to(PLACE, written["id"]) is None


async def test_many_messages_deleted_at_once_take_their_cards_along(server: Server) -> None:
    ids = [await server.message(PASTE) for _ in range(3)]
    await server.event("MESSAGE_DELETE_BULK", {"ids": ids, "channel_id": CHANNEL, "guild_id": GUILD})
    assert len(server.discord.of("DELETE")) == 3


async def test_a_deleted_post_is_a_deleted_question(server: Server) -> None:
    post = server.discord.new_id()
    await server.event("THREAD_CREATE", thread(post, FORUM, PORT, newly_created=True))
    await server.message("help", where=post, id=post)
    answer_id = server.discord.posted[0].button("more").split(":")[2]
    server.discord.refuse("DELETE", "", 10003, status=404)
    await server.event("THREAD_DELETE", {"id": post, "guild_id": GUILD, "parent_id": FORUM, "type": 11})
    assert (await server.service.store.answer(answer_id)).state is AnswerState.DELETED


async def test_a_deleted_question_takes_its_offer_along(server: Server) -> None:
    await server.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    message_id = await server.message(PASTE)
    await server.delete(message_id)
    assert not server.discord.of("DELETE")  # the light bulb goes with the message
    assert await server.service.store.answer_to(PLACE, message_id) is None


async def test_an_offer_that_fits_no_more_is_withdrawn(server: Server) -> None:
    await server.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    message_id = await server.message(PASTE)
    await server.edit(message_id, "never mind")
    (gone,) = server.discord.of("DELETE")
    assert gone.path == f"/channels/{CHANNEL}/messages/{message_id}/reactions/💡/@me"
