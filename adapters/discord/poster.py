"""Puts cards and words where they belong in Discord, and takes them away again."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord.ui import LayoutView

from adapters.base.outbox import Outbox
from adapters.base.poster import BasePoster
from adapters.base.refresh import Refresher
from adapters.discord.access import Access
from adapters.discord.events import DIRECT, OFFER, DiscordMessage, from_posted_id, to_posted_id
from adapters.discord.problems import (
    FAILURES,
    THREAD_ARCHIVED,
    NoAccessError,
    explain,
    is_dead_token,
    is_settled,
)
from adapters.discord.render import render_card, render_text, render_told
from adapters.discord.threads import Spot, Threads, reply
from bot.cards.card import Card
from bot.desk import Told
from bot.events import Asked, Place
from bot.service import Service
from bot.store import Answer

log = logging.getLogger(__name__)

_NO_MENTIONS = discord.AllowedMentions.none()


class Poster(BasePoster[discord.Client, discord.Attachment]):
    """Every message in a channel goes through the outbox."""

    def __init__(
        self, service: Service, outbox: Outbox, refresher: Refresher, access: Access, refused: Callable[[], None]
    ) -> None:
        """`refused` is called where Discord does not take the token any more."""
        super().__init__(service, outbox, refresher)
        self._refused = refused
        self._access = access
        self._threads = Threads(access)

    async def offer(self, workspace: discord.Client, incoming: DiscordMessage) -> None:
        message = incoming.message
        thread = message.thread_id or message.place.channel
        question = self._message(workspace, message.place, thread, message.id)
        async with self._access.to(question.channel, _guild_id(message.place), "add reactions"):
            await question.add_reaction(OFFER)

    async def say(self, workspace: discord.Client, incoming: DiscordMessage, text: str, warning: str) -> None:
        message, thread = incoming.message, incoming.message.thread_id
        if incoming.direct:
            await self._words(workspace, incoming, render_text(text, warning))
            return
        if warning:
            # Nothing in a channel is for one person's eyes only, unless they clicked on something there.
            await self._whisper(workspace, int(message.author.id), render_text("", warning), message.place)
        if text and message.asked is not Asked.NO:
            spot = await self._threads.spot(workspace, message.place, thread, "")
            await self._words(workspace, incoming, render_text(text), reply(spot.channel, spot.guild_id, message.id))

    async def tell(self, workspace: discord.Client, incoming: DiscordMessage, told: Told) -> None:
        await self._words(workspace, incoming, render_told(told))

    async def _words(
        self, client: discord.Client, incoming: DiscordMessage, said: LayoutView, where: Spot | None = None
    ) -> None:
        place = incoming.message.place

        async def send() -> None:
            spot = where or await self._threads.spot(client, place, incoming.message.thread_id, "")
            await self._send(spot, said, f"w{incoming.message.id}")

        await self._outbox.post((place.workspace, place.channel), send, asked=True)

    async def _whisper(self, client: discord.Client, person_id: int, said: LayoutView, place: Place) -> None:
        person = client.get_user(person_id) or discord.Object(person_id, type=discord.User)

        async def write() -> None:
            channel = await client.create_dm(person)
            await channel.send(view=said, allowed_mentions=_NO_MENTIONS)

        await self._attempt(place, "warn the author of a message", write)

    async def _send_card(self, workspace: discord.Client, place: Place, card: Card, thread: str | None) -> str:
        said = render_card(card)
        spot = await self._threads.spot(workspace, place, thread, card.title.value or card.entry_id)
        try:
            sent = await self._send(spot, said, card.answer_id)
        except discord.HTTPException as error:
            if error.code != THREAD_ARCHIVED or thread is None or spot.channel.id == int(place.channel):
                raise
            # A locked thread: under the question it may be, unless that is in the thread itself.
            parent = workspace.get_channel(int(place.channel))
            if not isinstance(parent, discord.TextChannel):
                raise
            sent = await self._send(reply(parent, spot.guild_id, thread), said, card.answer_id)
        return to_posted_id(place, str(sent.channel.id), str(sent.id))

    async def _update_card(self, workspace: discord.Client, answer: Answer, card: Card) -> None:
        message = self._posted(workspace, answer)
        said = render_card(card)

        async def edit() -> None:
            async with self._access.to(message.channel, _guild_id(answer.place), "edit cards"):
                await message.edit(view=said, allowed_mentions=_NO_MENTIONS)

        await self._attempt(answer.place, "update a card", edit)

    async def _delete_card(self, workspace: discord.Client, answer: Answer) -> None:
        message = self._posted(workspace, answer)

        async def delete() -> None:
            async with self._access.to(message.channel, _guild_id(answer.place), "delete cards"):
                await message.delete()

        await self._attempt(answer.place, "delete a card", delete)

    async def _withdraw_offer(self, workspace: discord.Client, answer: Answer) -> None:
        question = self._message(workspace, answer.place, answer.thread_id or answer.place.channel, answer.message_id)
        me = discord.Object(workspace.application_id or 0)

        async def withdraw() -> None:
            async with self._access.to(question.channel, _guild_id(answer.place), "remove reactions"):
                await question.remove_reaction(OFFER, workspace.user or me)

        await self._attempt(answer.place, "withdraw an offer", withdraw)

    async def _send(self, spot: Spot, said: LayoutView, nonce: str | None) -> discord.Message:
        extra: dict[str, Any] = {"reference": spot.reply_to} if spot.reply_to else {}
        async with self._access.to(spot.channel, spot.guild_id, "write"):
            # The same nonce again within minutes is the same message: a second try, or a second replica.
            sent: discord.Message = await spot.channel.send(
                view=said, allowed_mentions=_NO_MENTIONS, nonce=nonce, **extra
            )
        return sent

    def _posted(self, client: discord.Client, answer: Answer) -> discord.PartialMessage:
        channel_id, message_id = from_posted_id(answer.place, answer.posted_id or "")
        return self._message(client, answer.place, str(channel_id), str(message_id))

    @staticmethod
    def _message(client: discord.Client, place: Place, channel_id: str, message_id: str) -> discord.PartialMessage:
        channel = client.get_partial_messageable(int(channel_id), guild_id=_guild_id(place))
        return channel.get_partial_message(int(message_id))

    async def _attempt(self, place: Place, what: str, call: Callable[[], Awaitable[object]]) -> None:
        """Make a call that nobody waits for: a failure is logged, and a dead token stops errfix."""
        try:
            await call()
        except (NoAccessError, *FAILURES) as error:
            if is_dead_token(error):
                self._refused()
            elif not is_settled(error):
                log.warning(
                    "cannot %s in channel %s of server %s: %s", what, place.channel, place.workspace, explain(error)
                )


def _guild_id(place: Place) -> int | None:
    return None if place.workspace == DIRECT else int(place.workspace)
