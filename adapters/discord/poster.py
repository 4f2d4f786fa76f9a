"""Puts cards and words where they belong in Discord, and takes them away again."""

import logging
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord.ui import LayoutView

from adapters.base.outbox import Outbox
from adapters.base.poster import BasePoster
from adapters.base.refresh import Refresher
from adapters.discord.access import Access
from adapters.discord.channels import Channels
from adapters.discord.events import DIRECT, OFFER, DiscordMessage, from_posted_id, to_posted_id
from adapters.discord.problems import (
    CLOSED_THREAD,
    FAILURES,
    NoAccessError,
    explain,
    is_dead_token,
    is_settled,
)
from adapters.discord.render import render_card, render_text, render_told
from adapters.discord.threads import Spot, Threads, guild_id_of, reply
from bot.cards.card import Card
from bot.desk import Told
from bot.events import Asked, Place
from bot.service import Service
from bot.store import Answer, AnswerState

log = logging.getLogger(__name__)

_NO_MENTIONS = discord.AllowedMentions.none()


class Poster(BasePoster[discord.Client, discord.Attachment]):
    """Every message in a channel goes through the outbox."""

    def __init__(
        self,
        service: Service,
        outbox: Outbox,
        refresher: Refresher,
        access: Access,
        channels: Channels,
        refused: Callable[[], None],
    ) -> None:
        """`refused` is called where Discord does not take the token any more."""
        super().__init__(service, outbox, refresher)
        self._refused = refused
        self._access = access
        self._threads = Threads(access, channels)

    async def offer(self, workspace: discord.Client, incoming: DiscordMessage) -> None:
        place, message_id = incoming.message.place, incoming.message.id
        question = self._message(workspace, place, incoming.message.thread_id or place.channel, message_id)

        async def put() -> None:
            answer = await self._store.answer_to(place, message_id)
            if answer is None or answer.state is not AnswerState.OFFERED:
                return  # deleted, or another text by now
            try:
                async with self._access.to(question.channel, guild_id_of(place), "add reactions"):
                    await question.add_reaction(OFFER)
            except discord.NotFound as error:
                if not is_settled(error):
                    raise

        await self._outbox.post((place.workspace, place.channel), put, asked=False)

    async def say(self, workspace: discord.Client, incoming: DiscordMessage, text: str, warning: str) -> None:
        message, thread = incoming.message, incoming.message.thread_id
        if incoming.direct:
            await self._words(workspace, incoming, render_text(text, warning))
            return
        # Nothing in a channel is for one person's eyes only, unless they clicked on something there.
        if warning and await self._whisper(workspace, int(message.author.id), render_text("", warning), message.place):
            warning = ""
        text = text if message.asked is not Asked.NO else ""
        if text or warning:
            spot = await self._threads.spot(workspace, message.place, thread, "")
            said = render_text(text, warning)
            await self._words(workspace, incoming, said, reply(spot.channel, spot.guild_id, message.id))

    async def tell(self, workspace: discord.Client, incoming: DiscordMessage, told: Told) -> None:
        await self._words(workspace, incoming, render_told(told))

    async def _words(
        self, client: discord.Client, incoming: DiscordMessage, said: LayoutView, where: Spot | None = None
    ) -> None:
        place = incoming.message.place
        nonce = _nonce(incoming.message.id, said)

        async def send() -> None:
            spot = where or await self._threads.spot(client, place, incoming.message.thread_id, "")
            await self._send(spot, said, nonce)

        await self._outbox.post((place.workspace, place.channel), send, asked=True)

    async def _whisper(self, client: discord.Client, person_id: int, said: LayoutView, place: Place) -> bool:
        """Write to a person alone. Whether they, and Discord, let errfix do so."""
        person = client.get_user(person_id) or discord.Object(person_id, type=discord.User)

        async def write() -> None:
            channel = await client.create_dm(person)
            await channel.send(view=said, allowed_mentions=_NO_MENTIONS)

        async def attempt() -> bool:
            return await self._attempt(place, "warn the author of a message", write)

        return await self._outbox.post((DIRECT, str(person_id)), attempt, asked=True)

    async def _send_card(self, workspace: discord.Client, place: Place, card: Card, thread: str | None) -> str:
        said = render_card(card)
        spot = await self._threads.spot(workspace, place, thread, card.title.value or card.entry_id)
        try:
            sent = await self._send(spot, said, card.answer_id)
        except discord.HTTPException as error:
            if error.code not in CLOSED_THREAD or thread is None or spot.channel.id == int(place.channel):
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
            async with self._access.to(message.channel, guild_id_of(answer.place), "edit cards"):
                await message.edit(view=said, allowed_mentions=_NO_MENTIONS)

        await self._attempt(answer.place, "update a card", edit)

    async def _delete_card(self, workspace: discord.Client, answer: Answer) -> None:
        message = self._posted(workspace, answer)

        async def delete() -> None:
            async with self._access.to(message.channel, guild_id_of(answer.place), "delete cards"):
                await message.delete()

        await self._attempt(answer.place, "delete a card", delete)

    async def _withdraw_offer(self, workspace: discord.Client, answer: Answer) -> None:
        question = self._message(workspace, answer.place, answer.thread_id or answer.place.channel, answer.message_id)
        me = discord.Object(workspace.application_id or 0)

        async def withdraw() -> None:
            async with self._access.to(question.channel, guild_id_of(answer.place), "remove reactions"):
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
        channel = client.get_partial_messageable(int(channel_id), guild_id=guild_id_of(place))
        return channel.get_partial_message(int(message_id))

    async def _attempt(self, place: Place, what: str, call: Callable[[], Awaitable[object]]) -> bool:
        """Make a call that need not succeed: a failure is logged, and a dead token stops errfix.

        Whether there is nothing else to try.
        """
        try:
            await call()
        except (NoAccessError, *FAILURES) as error:
            if is_dead_token(error):
                self._refused()
                return True
            if not is_settled(error):
                log.warning(
                    "cannot %s in channel %s of server %s: %s", what, place.channel, place.workspace, explain(error)
                )
            return False
        return True


def _nonce(message_id: str, said: LayoutView) -> str:
    """One for these words about the message: other words about it are another message."""
    parts: Any = said.to_components()  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
    return f"w{message_id}{zlib.crc32(repr(parts).encode()) % 0xFFF:03x}"
