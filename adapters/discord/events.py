"""What comes in from Discord, converted to the core's values. Whatever is nobody's question becomes None.

A thread belongs to the channel it is in: a place's channel is never a thread, and an id of a thread is the id of the
message that began it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from adapters.base.incoming import Incoming, Reacted
from bot.events import Asked, Message, Person, Place

PLATFORM = "discord"
DIRECT = "dm"
"""The workspace of what is written outside of servers."""
OFFER = "💡"

DiscordMessage = Incoming[discord.Attachment]

_MESSAGES = {discord.MessageType.default, discord.MessageType.reply}
_THUMBS = {"👍": 1, "👎": -1}
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_EMOJI = re.compile(r"<a?(:\w+:)\d+>")


@dataclass(frozen=True, slots=True)
class Origin:
    """Who the bot is."""

    bot_user_id: int
    is_maintainer: Callable[[str], bool] = lambda _person_id: False

    def person(self, user_id: int, locale: str | None = None) -> Person:
        return Person(str(user_id), locale, self.is_maintainer(str(user_id)))


def to_message(message: discord.Message, origin: Origin) -> DiscordMessage | None:
    """A new message of a person, or one as it reads after an edit.

    Its channel has to be a known one, as `in_unknown_channel` says: a thread is one of some channel's.
    """
    author = message.author
    if message.type not in _MESSAGES or author.bot or message.webhook_id or author.id == origin.bot_user_id:
        return None
    direct = message.guild is None and isinstance(message.channel, discord.DMChannel)
    text, files = _said(message, origin), (*message.attachments, *_forwarded_files(message))
    mentioned = _mentions(message, origin)
    if mentioned and not text.strip() and not files:
        # "@errfix" as the reply to somebody's error.
        asked_about = message.reference.resolved if message.reference else None
        if isinstance(asked_about, discord.Message):
            text, files = _all_text(asked_about, origin), tuple(asked_about.attachments)
    if not text.strip() and not files and not mentioned:
        return None
    asked = Asked.PRIVATELY if direct else Asked.MENTION if mentioned else Asked.NO
    thread = _thread_of(message.channel)
    is_post = thread is not None and thread == str(message.id)
    if is_post and isinstance(message.channel, discord.Thread):
        text = f"{message.channel.name}\n\n{text}"  # a forum's posts say in the title what is wrong
    return Incoming(
        Message(
            place_of(message.channel, message.guild, getattr(message.channel, "guild_id", None)),
            str(message.id),
            origin.person(author.id),
            text,
            asked=asked,
            thread_id=None if is_post else thread,
            workspace_locale=_locale_of(message.guild),
        ),
        direct,
        files,
    )


def in_unknown_channel(message: discord.Message) -> bool:
    """Whether it was written in a server's channel or thread that discord.py has not heard of, or has forgotten."""
    return isinstance(message.channel, discord.PartialMessageable) and message.channel.guild_id is not None


def to_edit(event: discord.RawMessageUpdateEvent, origin: Origin) -> tuple[DiscordMessage, str] | None:
    """A message whose author changed what it says, and the edition's name; None where only a preview was added."""
    data: Mapping[str, Any] = event.data
    edited_at = data.get("edited_timestamp")
    # What a message says may be left out where something else of it changed.
    if not edited_at or "content" not in data or "author" not in data:
        return None
    incoming = to_message(event.message, origin)
    return (incoming, str(edited_at)) if incoming is not None else None


def to_reaction(event: discord.RawReactionActionEvent, place: Place, origin: Origin) -> Reacted | None:
    """A reaction that means something to us, of somebody else than the bot, under a message of the place."""
    name = _SKIN_TONES.sub("", event.emoji.name or "") if event.emoji.id is None else ""
    value, opens = _THUMBS.get(name, 0), name == OFFER
    is_bot = event.user_id == origin.bot_user_id or (event.member is not None and event.member.bot)
    if is_bot or not (value or opens):
        return None
    message_id = str(event.message_id)
    card_id = to_posted_id(place, str(event.channel_id), message_id)
    removed = event.event_type == "REACTION_REMOVE"
    return Reacted(place, message_id, card_id, origin.person(event.user_id), value, opens, removed)


def to_request(interaction: discord.Interaction[Any], text: str, origin: Origin) -> DiscordMessage:
    """A slash command, written as it would be on one line."""
    return Incoming(_asked_by(interaction, str(interaction.id), text, _thread_of(interaction.channel), origin))


def to_menu_request(interaction: discord.Interaction[Any], message: discord.Message, origin: Origin) -> DiscordMessage:
    """The message that somebody wants a fix for, whoever wrote it; the asker is who used the menu."""
    # The message itself may not say that it is in a thread.
    root = _thread_of(interaction.channel) or str(message.id)
    asked = _asked_by(interaction, str(interaction.id), _all_text(message, origin), root, origin)
    return Incoming(asked, files=(*message.attachments, *_forwarded_files(message)))


def place_of(channel: Any, guild: discord.Guild | None, guild_id: int | None = None) -> Place:  # noqa: ANN401 - any kind
    """The channel, also that of a thread."""
    workspace = guild.id if guild is not None else guild_id
    channel_id = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
    return Place(PLATFORM, DIRECT if workspace is None else str(workspace), str(channel_id))


def to_posted_id(place: Place, channel_id: str, message_id: str) -> str:
    """What a card is confirmed as: the message's id, with the thread's before it where it is in one."""
    return message_id if channel_id == place.channel else f"{channel_id}/{message_id}"


def from_posted_id(place: Place, posted_id: str) -> tuple[int, int]:
    """The channel or thread that a card is in, and the message."""
    channel_id, slash, message_id = posted_id.rpartition("/")
    return int(channel_id if slash else place.channel), int(message_id)


def _asked_by(
    interaction: discord.Interaction[Any], message_id: str, text: str, thread_id: str | None, origin: Origin
) -> Message:
    return Message(
        place_of_interaction(interaction),
        message_id,
        origin.person(interaction.user.id, str(interaction.locale)),
        text,
        asked=Asked.PRIVATELY,
        thread_id=thread_id,
        workspace_locale=str(interaction.guild_locale) if interaction.guild_locale else None,
    )


def place_of_interaction(interaction: discord.Interaction[Any]) -> Place:
    channel = interaction.channel or discord.Object(interaction.channel_id or 0)
    return place_of(channel, None, interaction.guild_id)


def _thread_of(channel: Any) -> str | None:  # noqa: ANN401 - any kind of channel
    return str(channel.id) if isinstance(channel, discord.Thread) else None


def _said(message: discord.Message, origin: Origin) -> str:
    """What a person said and forwarded, without the mention that says it to the bot."""
    bot = _names(message, origin)
    text = re.sub(rf"<@(?:{bot})>[:,]?[ \t]*", "", message.content)
    for user in message.mentions:
        text = f"@{user.display_name}".join(re.split(rf"<@!?{user.id}>", text))
    return "\n".join(_parts([_EMOJI.sub(r"\1", text), *(snapshot.content for snapshot in message.message_snapshots)]))


def _all_text(message: discord.Message, origin: Origin) -> str:
    """A message with what a program wrote into it: its embeds."""
    parts = [_said(message, origin)]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
        parts += [f"{field.name}\n{field.value}" for field in embed.fields]
    return "\n".join(_parts(parts))


def _parts(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(text for text in texts if text)


def _forwarded_files(message: discord.Message) -> tuple[discord.Attachment, ...]:
    return tuple(file for snapshot in message.message_snapshots for file in snapshot.attachments)


def _mentions(message: discord.Message, origin: Origin) -> bool:
    """Whether the bot is named in the text; who replies to it mentions it in a way as well, but need not mean it."""
    return re.search(rf"<@(?:{_names(message, origin)})>", message.content) is not None


def _names(message: discord.Message, origin: Origin) -> str:
    """Whom a mention of the bot names, as a pattern: itself, or the role that Discord gave it in the server."""
    names = [f"!?{origin.bot_user_id}"]
    if message.guild is not None and "<@&" in message.content:
        roles = (role for role in message.guild.roles if role.tags and role.tags.bot_id == origin.bot_user_id)
        names += [f"&{role.id}" for role in roles]
    return "|".join(names)


def _locale_of(guild: discord.Guild | None) -> str | None:
    return str(guild.preferred_locale) if guild is not None else None
