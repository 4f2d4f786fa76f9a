"""Pasted errors, and what becomes of them."""

import asyncio
from typing import Any

import pytest

from bot.events import ChannelMode, Place
from tests.adapters.discord.conftest import PASTE, PLACE, PORT, NewServer, Server
from tests.adapters.discord.fake import FakeDiscord
from tests.adapters.discord.payloads import (
    ADA,
    BOB,
    BOT_ROLE,
    BOT_USER,
    CHANNEL,
    DIRECT,
    FORUM,
    GUILD,
    NO_THREADS,
    READ_ONLY,
    ROBOT,
    VOICE,
    direct_channel,
    guild,
    message,
    thread,
    user,
)

ASKED = f"<@{BOT_USER}> {PASTE}"
UNKNOWN = f"<@{BOT_USER}> what about lunch"
SECRET = "ghp_" + "a1B2c3D4e5" * 3 + "f6G7h8"


async def test_a_pasted_error_is_answered_in_a_thread_made_from_it(server: Server) -> None:
    message_id = await server.message(PASTE)
    (made,) = server.discord.of("POST", "/threads")
    assert made.path == f"/channels/{CHANNEL}/messages/{message_id}/threads"
    assert 0 < len(made.body["name"]) <= 100
    (posted,) = server.discord.posted
    assert posted.path == f"/channels/{message_id}/messages"
    assert posted.body["allowed_mentions"] == {"parse": []}
    assert "yaml" in posted.text
    answer = await server.answer_to(message_id)
    assert answer.posted_id == f"{message_id}/{server.shown()['id']}"


async def test_talk_is_left_alone(server: Server) -> None:
    await server.message("who comes along for lunch?")
    assert not server.discord.count()


@pytest.mark.parametrize(
    "changes",
    (
        {"author": ROBOT, "member": ...},
        {"webhook_id": "1", "member": ...},
        {"author": BOT_USER},
        {"type": 7},
        {"type": 18},
    ),
    ids=str,
)
async def test_what_is_no_persons_message_is_left_alone(server: Server, changes: dict[str, Any]) -> None:
    written = server.written(PASTE, **changes)
    written["author"]["bot"] = written["author"]["id"] in {ROBOT, BOT_USER}
    await server.event("MESSAGE_CREATE", written)
    assert not server.discord.count()


async def test_where_threads_may_not_be_made_the_card_is_a_reply(server: Server) -> None:
    message_id = await server.message(PASTE, where=NO_THREADS)
    (posted,) = server.discord.posted
    assert posted.path == f"/channels/{NO_THREADS}/messages"
    assert str(posted.body["message_reference"]["message_id"]) == message_id
    assert posted.body["message_reference"]["fail_if_not_exists"] is False
    answer = await server.answer_to(message_id, Place("discord", GUILD, NO_THREADS))
    assert answer.posted_id == server.shown()["id"]


async def test_in_a_voice_channels_chat_the_card_is_a_reply(server: Server) -> None:
    await server.message(PASTE, where=VOICE)
    assert server.discord.posted[0].path == f"/channels/{VOICE}/messages"
    assert "message_reference" in server.discord.posted[0].body


async def test_a_thread_that_discord_refuses_makes_the_card_a_reply(server: Server) -> None:
    server.discord.refuse("POST", "/threads", 50013, times=1)
    message_id = await server.message(PASTE)
    (posted,) = server.discord.posted
    assert str(posted.body["message_reference"]["message_id"]) == message_id


async def test_a_thread_that_somebody_has_made_meanwhile_is_used(server: Server) -> None:
    written = server.written(PASTE)
    server.discord.threads.add(written["id"])
    await server.event("MESSAGE_CREATE", written)
    assert server.discord.posted[0].path == f"/channels/{written['id']}/messages"


async def test_where_errfix_may_not_write_it_does_not_try(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    await server.message(PASTE, where=READ_ONLY)
    assert not server.discord.posted
    assert "may not write in #c3" in caplog.text


async def test_a_refusal_is_not_asked_for_again_before_permissions_change(server: Server) -> None:
    server.discord.refuse("POST", "/messages", 50013, times=2)
    for _ in range(4):
        await server.message(PASTE, where=NO_THREADS)
    assert len(server.discord.posted) == 1
    await server.event("GUILD_ROLE_UPDATE", {"guild_id": GUILD, "role": guild()["roles"][0]})
    await server.message(PASTE, where=NO_THREADS)
    assert len(server.discord.posted) == 2


async def test_a_new_post_of_a_forum_is_a_question_with_its_title(server: Server) -> None:
    post = server.discord.new_id()
    await server.event("THREAD_CREATE", thread(post, FORUM, PORT, newly_created=True))
    assert not server.discord.posted  # its message has not come yet
    await server.message("what can I do?", where=post, id=post)
    (posted,) = server.discord.posted
    assert posted.path == f"/channels/{post}/messages"
    assert "EADDRINUSE" in posted.text
    answer = await server.answer_to(post, Place("discord", GUILD, FORUM))
    assert answer.thread_id is None


async def test_a_reply_under_an_answered_post_is_answered_there(server: Server) -> None:
    post = server.discord.new_id()
    await server.event("THREAD_CREATE", thread(post, FORUM, "help", newly_created=True))
    await server.message(PASTE, where=post, id=post)
    await server.message(PORT, where=post)
    assert [call.path for call in server.discord.posted] == [f"/channels/{post}/messages"] * 2


async def test_a_reply_in_others_threads_is_left_alone_unless_the_bot_is_asked(server: Server) -> None:
    other = server.discord.new_id()
    await server.event("THREAD_CREATE", thread(other, CHANNEL, "talk"))
    await server.message(PASTE, where=other)
    assert not server.discord.count()
    await server.message(ASKED, where=other)
    (posted,) = server.discord.posted
    assert posted.path == f"/channels/{other}/messages"


async def test_who_mentions_the_bot_in_vain_is_told_in_a_reply(server: Server) -> None:
    message_id = await server.message(UNKNOWN)
    (said,) = server.discord.posted
    assert said.path == f"/channels/{CHANNEL}/messages"
    assert str(said.body["message_reference"]["message_id"]) == message_id
    assert "No known error fits this." in said.text


async def test_a_mention_of_the_bots_role_is_one_of_the_bot(server: Server) -> None:
    await server.message(f"<@&{BOT_ROLE}> what about lunch", mention_roles=[BOT_ROLE])
    assert "No known error fits this." in server.discord.posted[0].text


async def test_who_replies_to_the_bot_has_not_asked_it(server: Server) -> None:
    await server.message("thanks!", mentions=[user(BOT_USER, bot=True)], type=19)
    assert not server.discord.count()


async def test_a_mention_as_the_reply_to_an_error_asks_about_that_error(server: Server) -> None:
    error = message("1", CHANNEL, user(BOB), PORT)
    reference = {"message_id": "1", "channel_id": CHANNEL, "guild_id": GUILD, "type": 0}
    await server.message(f"<@{BOT_USER}>", type=19, message_reference=reference, referenced_message=error)
    assert "EADDRINUSE" in server.discord.posted[0].text


async def test_a_forwarded_error_is_read(server: Server) -> None:
    snapshot = {"message": message("1", CHANNEL, user(BOB), PORT)}
    await server.message("", message_snapshots=[snapshot])
    assert "EADDRINUSE" in server.discord.posted[0].text


async def test_a_direct_message_is_answered_as_an_ordinary_message(server: Server) -> None:
    message_id = await server.message(PASTE, where=DIRECT)
    (posted,) = server.discord.posted
    assert posted.path == f"/channels/{DIRECT}/messages"
    assert "message_reference" not in posted.body
    answer = await server.answer_to(message_id, Place("discord", "dm", DIRECT))
    assert answer.posted_id == server.shown()["id"]


async def test_a_direct_question_without_an_answer_gets_words(server: Server) -> None:
    await server.message("Segmentation of customers failed: no such budget 77", where=DIRECT)
    assert "No known error fits this." in server.discord.posted[0].text


async def test_a_command_in_a_direct_message_is_served_once(server: Server) -> None:
    written = server.written("help", where=DIRECT)
    await asyncio.gather(*(server.discord.gateway.send("MESSAGE_CREATE", written) for _ in range(3)))
    await server.settle()
    (posted,) = server.discord.posted
    assert "/errfix" in posted.text


async def test_a_secret_is_told_to_its_author_alone(server: Server) -> None:
    await server.message(f"{PASTE}\n{SECRET}")
    (opened,) = server.discord.of("POST", "/users/@me/channels")
    assert str(opened.body["recipient_id"]) == ADA
    told = [call for call in server.discord.posted if "Revoke it" in call.text]
    assert [call.path for call in told] == [f"/channels/{direct_channel(ADA)}/messages"]
    assert "a1B2c3D4e5" not in str([call.body for call in server.discord.calls])


@pytest.mark.parametrize("ending", ("/users/@me/channels", f"/channels/{direct_channel(ADA)}/messages"))
async def test_an_author_who_takes_no_direct_messages_is_warned_in_a_reply_without_the_secret(
    server: Server, caplog: pytest.LogCaptureFixture, ending: str
) -> None:
    server.discord.refuse("POST", ending, 50007)
    message_id = await server.message(f"{PASTE}\n{SECRET}")
    card, warning = (call for call in server.discord.posted if call.path != f"/channels/{direct_channel(ADA)}/messages")
    assert "yaml" in card.text
    assert "Revoke it" in warning.text
    assert str(warning.body["message_reference"]["message_id"]) == message_id
    assert warning.body["allowed_mentions"] == {"parse": []}
    assert "takes no direct messages" in caplog.text
    assert "a1B2c3D4e5" not in str([call.body for call in server.discord.calls])


async def test_who_asks_in_vain_with_a_secret_gets_both_words_in_one_reply(server: Server) -> None:
    server.discord.refuse("POST", "/users/@me/channels", 50007)
    await server.message(f"{UNKNOWN} {SECRET}")
    (said,) = server.discord.posted
    assert "Revoke it" in said.text
    assert "No known error fits this." in said.text


async def test_a_second_warning_about_a_message_is_not_taken_for_the_first(server: Server) -> None:
    server.discord.refuse("POST", "/users/@me/channels", 50007)
    message_id = await server.message(f"{PASTE}\n{SECRET}")
    await server.edit(message_id, "never mind")
    assert "taken its card away" in server.shown()["components"][0]["content"]


async def test_the_channels_mode_holds_in_its_threads_too(server: Server) -> None:
    await server.service.store.set_channel(Place("discord", GUILD, FORUM), mode=ChannelMode.MENTION)
    post = server.discord.new_id()
    await server.event("THREAD_CREATE", thread(post, FORUM, "help", newly_created=True))
    await server.message(PASTE, where=post, id=post)
    assert not server.discord.count()


async def test_a_server_that_speaks_chinese_gets_cards_in_chinese(server: Server) -> None:
    await server.event("GUILD_UPDATE", guild(preferred_locale="zh-CN"))
    await server.message(PORT)
    assert "被另一个进程" in server.discord.posted[0].text


@pytest.mark.parametrize("times", (2, 5))
async def test_a_message_delivered_several_times_is_answered_once(server: Server, times: int) -> None:
    written = server.written(PASTE)
    for _ in range(times):
        await server.discord.gateway.send("MESSAGE_CREATE", written, guild_id=GUILD)
    await server.settle()
    await server.event("MESSAGE_CREATE", written)
    assert len(server.discord.posted) == 1


async def test_a_card_smuggles_no_mention(server: Server) -> None:
    await server.message(f"{PORT} @everyone @here <@{BOB}> <@&{BOT_ROLE}>")
    (posted,) = server.discord.posted
    assert posted.body["allowed_mentions"] == {"parse": []}


async def test_many_at_once_are_all_answered(server: Server) -> None:
    for _ in range(40):
        await server.discord.gateway.send("MESSAGE_CREATE", server.written(PASTE), guild_id=GUILD)
    await server.settle()
    assert len(server.discord.posted) == 40


async def test_without_the_message_content_intent_mentions_still_work(
    discord: FakeDiscord, new_server: NewServer, caplog: pytest.LogCaptureFixture
) -> None:
    discord.gateway.allows_content = False
    server = await new_server()
    assert "without reading along: it hears mentions" in server.connected
    assert "Message Content Intent" in caplog.text
    await server.message("")
    assert not server.discord.count()
    await server.message(ASKED)
    assert len(server.discord.posted) == 1


async def test_an_offer_is_a_light_bulb_under_the_message(server: Server) -> None:
    await server.service.store.set_channel(PLACE, mode=ChannelMode.OFFER)
    message_id = await server.message(PASTE)
    (call,) = server.discord.of("PUT", "/@me")
    assert call.path == f"/channels/{CHANNEL}/messages/{message_id}/reactions/💡/@me"
    assert not server.discord.posted
