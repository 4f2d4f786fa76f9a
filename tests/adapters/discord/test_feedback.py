"""Thumbs, light bulbs and the buttons of cards."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.events import ChannelMode
from bot.store import AnswerState
from tests.adapters.discord.conftest import PASTE, PLACE, NewServer, Server
from tests.adapters.discord.payloads import ADA, BOB, BOT_USER, CHANNEL, GUILD, NO_THREADS, ROBOT, message, thread, user


async def answered(server: Server, where: str = CHANNEL) -> tuple[str, dict[str, Any]]:
    """A question with a card: its id, and the card as Discord shows it."""
    message_id = await server.message(PASTE, where=where)
    if where == CHANNEL:
        await server.event("THREAD_CREATE", thread(message_id, CHANNEL, "card", newly_created=True))
    return message_id, dict(server.shown())


def ephemeral(shown: dict[str, Any]) -> dict[str, Any]:
    return {**shown, "flags": shown["flags"] | 64}


async def test_a_thumb_under_a_card_in_a_thread_counts_and_shows(server: Server) -> None:
    message_id, card = await answered(server)
    await server.react("👍", card["id"], where=message_id)
    (changed,) = server.discord.of("PATCH")
    assert changed.path == f"/channels/{message_id}/messages/{card['id']}"
    assert "1" in changed.text
    answer = await server.answer_to(message_id)
    assert await server.service.store.votes_of(answer.answer_id, BOB) == {answer.first_fix_id: 1}


async def test_a_thumb_that_is_taken_away_takes_the_vote_back(server: Server) -> None:
    message_id, card = await answered(server)
    await server.react("👎🏽", card["id"], where=message_id)
    await server.react("👎🏽", card["id"], where=message_id, removed=True)
    answer = await server.answer_to(message_id)
    assert await server.service.store.votes_of(answer.answer_id, BOB) == {}
    assert len(server.discord.of("PATCH")) == 2


@pytest.mark.parametrize(
    ("event", "more"),
    (("MESSAGE_REACTION_REMOVE_ALL", {}), ("MESSAGE_REACTION_REMOVE_EMOJI", {"emoji": {"id": None, "name": "👍"}})),
)
async def test_a_moderator_who_clears_reactions_takes_nobodys_vote_back(
    server: Server, event: str, more: dict[str, Any]
) -> None:
    message_id, card = await answered(server)
    await server.react("👍", card["id"], where=message_id)
    where = {"channel_id": message_id, "message_id": card["id"], "guild_id": GUILD}
    await server.event(event, {**where, **more})
    answer = await server.answer_to(message_id)
    assert len(await server.service.store.votes_of(answer.answer_id, BOB)) == 1


async def test_a_thumb_under_a_card_that_is_a_reply_counts(server: Server) -> None:
    _, card = await answered(server, NO_THREADS)
    await server.react("👍", card["id"], where=NO_THREADS)
    assert len(server.discord.of("PATCH")) == 1


@pytest.mark.parametrize(
    ("emoji", "author"), (("👍", ROBOT), ("👍", BOT_USER), ("🎉", BOB)), ids=("a bot", "errfix itself", "no thumb")
)
async def test_what_is_no_vote_changes_nothing(server: Server, emoji: str, author: str) -> None:
    message_id, card = await answered(server)
    await server.react(emoji, card["id"], where=message_id, author=author)
    assert not server.discord.of("PATCH")


async def test_a_thumb_under_somebodys_message_is_none_of_ours(server: Server) -> None:
    message_id, _ = await answered(server)
    await server.react("👍", message_id)
    assert not server.discord.of("PATCH")


async def test_a_click_on_the_light_bulb_brings_the_card_once(server: Server) -> None:
    await server.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    message_id = await server.message(PASTE)
    for author in (BOT_USER, ROBOT):
        await server.react("💡", message_id, author=author)
    assert not server.discord.posted
    await server.react("💡", message_id)
    await server.react("💡", message_id, author=ADA)
    (posted,) = server.discord.posted
    assert posted.path == f"/channels/{message_id}/messages"


async def test_an_offer_whose_card_cannot_be_posted_can_be_opened_again(server: Server) -> None:
    await server.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    message_id = await server.message(PASTE)
    server.discord.refuse("POST", "/messages", 0, status=400, times=1)
    await server.react("💡", message_id)
    await server.react("💡", message_id)
    assert (await server.answer_to(message_id)).posted_id is not None


@pytest.mark.parametrize(("action", "value"), (("worked", 1), ("failed", -1)))
async def test_a_button_votes_and_once_more_takes_it_back(server: Server, action: str, value: int) -> None:
    message_id, card = await answered(server)
    custom_id = server.discord.posted[0].button(action)
    token = await server.click(custom_id, card, channel_id=message_id)
    answer = await server.answer_to(message_id)
    assert list((await server.service.store.votes_of(answer.answer_id, BOB)).values()) == [value]
    assert server.discord.acks == ["deferred update"]
    assert len(server.discord.of("PATCH")) == 1
    assert not server.discord.told(token)
    token = await server.click(custom_id, card, channel_id=message_id)
    (said,) = server.discord.told(token)
    assert "taken back" in said.text
    assert said.body["flags"] & 64
    assert await server.service.store.votes_of(answer.answer_id, BOB) == {}


async def test_a_button_works_after_a_restart_and_on_another_replica(server: Server, new_server: NewServer) -> None:
    message_id, card = await answered(server)
    custom_id = server.discord.posted[0].button("worked")
    await server.adapter.close()
    other = await new_server()
    await other.click(custom_id, card)
    answer = await other.answer_to(message_id)
    assert len(await other.service.store.votes_of(answer.answer_id, BOB)) == 1


async def test_not_my_error_is_thanked_for_and_can_be_taken_back(server: Server) -> None:
    _, card = await answered(server)
    custom_id = server.discord.posted[0].button("wrong")
    (said,) = server.discord.told(await server.click(custom_id, card))
    assert "Thank you" in said.text
    (said,) = server.discord.told(await server.click(custom_id, card))
    assert "taken back" in said.text


async def test_only_the_asker_or_a_maintainer_dismisses_a_card(server: Server) -> None:
    message_id, card = await answered(server)
    custom_id = server.discord.posted[0].button("dismiss")
    (said,) = server.discord.told(await server.click(custom_id, card))
    assert "Only the person who asked" in said.text
    await server.click(custom_id, card, author=ADA)
    (gone,) = server.discord.of("DELETE")
    assert gone.path == f"/channels/{message_id}/messages/{card['id']}"
    assert (await server.answer_to(message_id)).state is AnswerState.DISMISSED


async def test_a_maintainer_dismisses_any_card(new_server: NewServer) -> None:
    server = await new_server(maintainers=(f"discord:{BOB}",))
    _, card = await answered(server)
    await server.click(server.discord.posted[0].button("dismiss"), card)
    assert len(server.discord.of("DELETE")) == 1


async def test_more_is_for_the_clicker_alone_and_in_their_language(server: Server) -> None:
    _, card = await answered(server)
    token = await server.click(server.discord.posted[0].button("more"), card, locale="zh-CN")
    assert server.discord.acks == ["deferred"]
    (said,) = server.discord.told(token)
    assert said.body["flags"] & 64
    assert "根本原因" in said.text


async def test_a_vote_behind_more_shows_there_and_on_the_card(server: Server) -> None:
    _, card = await answered(server)
    token = await server.click(server.discord.posted[0].button("more"), card)
    (more,) = server.discord.told(token)
    detail = ephemeral({**card, "components": more.body["components"]})
    token = await server.click(more.button("worked"), detail)
    (changed,) = server.discord.told(token)
    assert changed.method == "PATCH"
    assert len(server.discord.of("PATCH", f"/messages/{card['id']}")) == 1


async def test_a_click_on_a_card_that_is_gone_says_so(server: Server) -> None:
    _, card = await answered(server)
    custom_id = server.discord.posted[0].button("worked")
    await server.click(server.discord.posted[0].button("dismiss"), card, author=ADA)
    (said,) = server.discord.told(await server.click(custom_id, card))
    assert "not there any more" in said.text


async def test_a_click_on_a_button_whose_entry_is_gone_says_so(server: Server) -> None:
    _, card = await answered(server)
    gone = f"errfix:show::#{'0' * 32}"
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Show", "custom_id": gone}]}
    (said,) = server.discord.told(await server.click(gone, {**card, "components": [row]}))
    assert "not there any more" in said.text


async def test_a_card_that_cannot_be_updated_is_a_line_in_the_log(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    _, card = await answered(server)
    server.discord.refuse("PATCH", "", 50001)
    await server.click(server.discord.posted[0].button("worked"), card)
    assert "cannot update a card in channel" in caplog.text
    assert "give its role View Channel there" in caplog.text


async def test_a_token_that_dies_while_a_card_is_updated_stops_errfix(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    message_id, card = await answered(server)
    server.discord.refuse("PATCH", "", 0, status=401)
    await server.react("👍", card["id"], where=message_id)
    assert "errfix stops there" in caplog.text
    assert server.adapter.client.is_closed()


async def test_a_click_before_discord_says_that_the_card_is_out_shows_on_it(server: Server) -> None:
    server.discord.held = asyncio.Event()
    written = server.written(PASTE)
    await server.discord.gateway.send("MESSAGE_CREATE", written, guild_id=GUILD)
    (posted,) = await server.discord.until("POST", f"/channels/{written['id']}/messages")
    card = message("7", written["id"], user(BOT_USER), "", components=posted.body["components"], flags=1 << 15)
    event = server.interaction(3, {"custom_id": posted.button("worked"), "component_type": 2}, message=card)
    await server.discord.gateway.send("INTERACTION_CREATE", event, guild_id=GUILD)
    await server.discord.until("POST", "/callback")
    answer_id = (await server.answer_to(written["id"])).answer_id
    while not await server.service.store.votes_of(answer_id, BOB):  # noqa: ASYNC110 - there is no event for it
        await asyncio.sleep(0.001)
    server.discord.held.set()
    await server.settle()
    (changed,) = server.discord.of("PATCH")
    assert "· 1" in str(changed.body)


async def test_two_clicks_at_once_are_one_after_the_other(server: Server) -> None:
    _, card = await answered(server)
    custom_id = server.discord.posted[0].button("worked")
    server.discord.held, server.discord.holds = asyncio.Event(), "/callback"
    clicked = {"custom_id": custom_id, "component_type": 2}
    for number in range(2):
        event = server.interaction(3, clicked, message=card, token=f"t{number}")
        await server.discord.gateway.send("INTERACTION_CREATE", event, guild_id=GUILD)
    await server.discord.until("POST", "/callback", 2)
    server.discord.held.set()
    await server.settle()
    answer = await server.answer_to(server.discord.of("POST", "/threads")[0].path.split("/")[4])
    assert await server.service.store.votes_of(answer.answer_id, BOB) == {}
    assert len(server.discord.told("t0") + server.discord.told("t1")) == 1


@pytest.mark.parametrize(("code", "status"), ((50027, 401), (10015, 404)))
async def test_a_click_that_is_too_old_to_answer_is_a_line_in_the_log(
    server: Server, caplog: pytest.LogCaptureFixture, code: int, status: int
) -> None:
    _, card = await answered(server)
    server.discord.refuse("POST", "/old", code, status=status)
    await server.click(server.discord.posted[0].button("more"), card, token="old")
    assert f"({code})" in caplog.text
    assert "errfix stops there" not in caplog.text
    await server.message(PASTE)
    assert len(server.discord.posted) == 2


async def test_a_click_that_discord_gave_up_changes_nothing(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    message_id, card = await answered(server)
    server.discord.refuse("POST", "/callback", 10062, status=404)
    await server.click(server.discord.posted[0].button("worked"), card)
    answer = await server.answer_to(message_id)
    assert await server.service.store.votes_of(answer.answer_id, BOB) == {}
    assert "more than three seconds had passed" in caplog.text


async def test_the_card_in_the_channel_is_brought_up_to_date_also_where_the_private_one_cannot_be(
    server: Server,
) -> None:
    _, card = await answered(server)
    (more,) = server.discord.told(await server.click(server.discord.posted[0].button("more"), card))
    detail = ephemeral({**card, "components": more.body["components"]})
    server.discord.refuse("PATCH", "/messages/@original", 50027, status=401)
    await server.click(more.button("worked"), detail)
    assert len(server.discord.of("PATCH", f"/messages/{card['id']}")) == 1


@pytest.mark.parametrize("private", (False, True))
async def test_a_click_for_a_fix_that_is_gone_brings_the_card_up_to_date(server: Server, *, private: bool) -> None:
    _, card = await answered(server)
    custom_id = server.discord.posted[0].button("worked")
    gone = f"{custom_id.rpartition(':')[0]}:no-such-fix"
    shown = json.loads(json.dumps(ephemeral(card) if private else card).replace(custom_id, gone))
    said = server.discord.told(await server.click(gone, shown))
    assert "does not know this fix any more" in said[-1].text
    assert len(server.discord.of("PATCH", f"/messages/{card['id']}")) == 1


async def test_who_clicks_in_vain_while_the_database_is_away_is_told(server: Server, tmp_path: Path) -> None:
    _, card = await answered(server)
    with closing(sqlite3.connect(tmp_path / "errfix.db")) as database:
        database.execute("ALTER TABLE people RENAME TO away")
    (said,) = server.discord.told(await server.click(server.discord.posted[0].button("more"), card, locale="zh-CN"))
    assert said.body["flags"] & 64
    assert "服务器出错，请重试。" in said.text
