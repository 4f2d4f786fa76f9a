"""What becomes of Discord's values, without any connection."""

from typing import Any

import discord
import pytest

from adapters.discord.client import intents
from adapters.discord.events import (
    Origin,
    from_posted_id,
    place_of,
    to_edit,
    to_message,
    to_posted_id,
    to_reaction,
)
from bot.events import Asked, Place
from tests.adapters.discord.payloads import (
    ADA,
    BOB,
    BOT_ROLE,
    BOT_USER,
    CHANNEL,
    FORUM,
    GUILD,
    guild,
    member,
    message,
    thread,
    user,
)

ORIGIN = Origin(int(BOT_USER), lambda person: person == BOB)
PLACE = Place("discord", GUILD, CHANNEL)
THREAD = "850000000000000001"


@pytest.fixture
async def state() -> Any:  # noqa: ANN401 - discord.py's own
    """What discord.py knows once it was told of a server."""
    client = discord.Client(intents=intents(content=True))
    state = client._connection  # noqa: SLF001 - as the library does on its own events
    threads = [thread(THREAD, FORUM, "It does not start")]
    state._add_guild(discord.Guild(data=guild(threads=threads), state=state))  # type: ignore[arg-type]  # noqa: SLF001
    return state


def made(state: Any, where: str = CHANNEL, author: str = ADA, text: str = "hello", **changes: Any) -> discord.Message:  # noqa: ANN401 - as above
    data = message("5", where, user(author), text, guild_id=GUILD, member=member(author), **changes)
    channel, _ = state._get_guild_channel(data)  # noqa: SLF001
    return discord.Message(state=state, channel=channel, data=data)  # type: ignore[arg-type]


async def test_a_message_is_where_it_was_written_and_by_whom(state: Any) -> None:  # noqa: ANN401
    incoming = to_message(made(state), ORIGIN)
    assert incoming is not None
    assert incoming.message.place == PLACE
    assert (incoming.message.id, incoming.message.author.id, incoming.message.text) == ("5", ADA, "hello")
    assert (incoming.message.asked, incoming.message.thread_id, incoming.root) == (Asked.NO, None, "5")
    assert incoming.message.workspace_locale == "en-US"
    assert not incoming.message.author.maintainer


async def test_maintainers_are_known(state: Any) -> None:  # noqa: ANN401
    incoming = to_message(made(state, author=BOB), ORIGIN)
    assert incoming is not None
    assert incoming.message.author.maintainer


async def test_a_thread_belongs_to_its_channel(state: Any) -> None:  # noqa: ANN401
    incoming = to_message(made(state, THREAD), ORIGIN)
    assert incoming is not None
    assert incoming.message.place == Place("discord", GUILD, FORUM)
    assert (incoming.message.thread_id, incoming.root) == (THREAD, THREAD)


@pytest.mark.parametrize(
    ("text", "plain"),
    (
        (f"<@{BOT_USER}> KeyError", "KeyError"),
        (f"<@!{BOT_USER}>, KeyError", "KeyError"),
        (f"<@&{BOT_ROLE}>: KeyError", "KeyError"),
        (f"ask <@{BOB}> or <@!{BOB}>", "ask @u2 or @u2"),
        ("<:party:123> <a:party:123>", ":party: :party:"),
        ("```py\nKeyError: '<a>'\n```", "```py\nKeyError: '<a>'\n```"),
        (r"C:\_work\*.log", r"C:\_work\*.log"),
    ),
)
async def test_discords_markup_is_undone_and_the_paste_left_as_it_is(state: Any, text: str, plain: str) -> None:  # noqa: ANN401
    incoming = to_message(made(state, text=text, mentions=[user(BOB), user(BOT_USER)]), ORIGIN)
    assert incoming is not None
    assert incoming.message.text == plain


async def test_only_who_names_the_bot_asks_it(state: Any) -> None:  # noqa: ANN401
    named = to_message(made(state, text=f"<@{BOT_USER}>"), ORIGIN)
    replied = to_message(made(state, text="thanks", mentions=[user(BOT_USER)]), ORIGIN)
    assert named is not None
    assert replied is not None
    assert (named.message.asked, replied.message.asked) == (Asked.MENTION, Asked.NO)


@pytest.mark.parametrize(
    "changes",
    ({"text": ""}, {"text": "  \n"}, {"type": 6}, {"webhook_id": "1"}, {"author": BOT_USER}),
    ids=str,
)
async def test_what_is_nobodys_question_is_none(state: Any, changes: dict[str, Any]) -> None:  # noqa: ANN401
    assert to_message(made(state, **changes), ORIGIN) is None


def edited(state: Any, **changes: Any) -> discord.RawMessageUpdateEvent:  # noqa: ANN401 - as above
    stamp = "2026-01-01T12:00:01+00:00"
    data = message("5", CHANNEL, user(ADA), "hello", guild_id=GUILD, member=member(ADA), edited_timestamp=stamp)
    data = {name: value for name, value in {**data, **changes}.items() if value is not ...}
    channel, _ = state._get_guild_channel(data)  # noqa: SLF001
    whole = {"content": "", "author": user(ADA), **data}
    return discord.RawMessageUpdateEvent(data, discord.Message(state=state, channel=channel, data=whole))  # type: ignore[arg-type]


async def test_an_edition_is_named_by_its_time(state: Any) -> None:  # noqa: ANN401
    found = to_edit(edited(state), ORIGIN)
    assert found is not None
    assert (found[0].message.id, found[1]) == ("5", "2026-01-01T12:00:01+00:00")


@pytest.mark.parametrize("changes", ({"edited_timestamp": None}, {"content": ...}, {"author": ...}), ids=str)
async def test_a_change_of_anything_but_the_text_is_no_edit(state: Any, changes: dict[str, Any]) -> None:  # noqa: ANN401
    assert to_edit(edited(state, **changes), ORIGIN) is None


def reaction(name: str, *, emoji_id: int | None = None, person: str = ADA, where: str = CHANNEL) -> Any:  # noqa: ANN401
    data: Any = {"user_id": person, "channel_id": where, "message_id": "7", "guild_id": GUILD, "type": 0}
    emoji = discord.PartialEmoji(name=name, id=emoji_id)
    return discord.RawReactionActionEvent(data, emoji, "REACTION_ADD")


@pytest.mark.parametrize(
    ("name", "value", "opens"),
    (("👍", 1, False), ("👍🏿", 1, False), ("👎🏻", -1, False), ("💡", 0, True)),
)
def test_thumbs_of_any_colour_and_light_bulbs_mean_something(name: str, value: int, opens: bool) -> None:  # noqa: FBT001 - expected value
    found = to_reaction(reaction(name), PLACE, ORIGIN)
    assert found is not None
    assert (found.value, found.opens, found.removed, found.card_id) == (value, opens, False, "7")


def test_a_thumb_in_a_thread_names_the_thread() -> None:
    found = to_reaction(reaction("👍", where=THREAD), PLACE, ORIGIN)
    assert found is not None
    assert found.card_id == f"{THREAD}/7"


@pytest.mark.parametrize(
    "event",
    (reaction("🎉"), reaction("👍", emoji_id=5), reaction("👍", person=BOT_USER)),
    ids=("other", "own emoji", "the bot"),
)
def test_other_reactions_mean_nothing(event: Any) -> None:  # noqa: ANN401
    assert to_reaction(event, PLACE, ORIGIN) is None


@pytest.mark.parametrize("channel_id", (CHANNEL, THREAD))
def test_where_a_card_was_posted_is_read_back(channel_id: str) -> None:
    assert from_posted_id(PLACE, to_posted_id(PLACE, channel_id, "7")) == (int(channel_id), 7)


def test_outside_of_servers_everything_is_one_workspace() -> None:
    assert place_of(discord.Object(9), None) == Place("discord", "dm", "9")
