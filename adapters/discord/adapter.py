"""Discord's door: listens to its gateway, and hands each event to whoever handles it."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import discord
from aiohttp import ClientError

from adapters.base.outbox import Outbox
from adapters.base.refresh import Refresher
from adapters.base.running import Running
from adapters.discord.access import Access
from adapters.discord.buttons import ActionButton
from adapters.discord.channels import Channels
from adapters.discord.clicks import Interaction, to_click
from adapters.discord.client import Client
from adapters.discord.commands import Errfix, Translator, find_fix_menu
from adapters.discord.events import PLATFORM, Origin
from adapters.discord.feedback import Feedback
from adapters.discord.files import Files
from adapters.discord.guard import guarded
from adapters.discord.messages import Messages
from adapters.discord.poster import Poster
from adapters.discord.problems import FAILURES, explain
from adapters.discord.requests import Requests
from adapters.discord.setup import check
from bot.desk import Desk
from bot.errors import ChannelError, InputError
from bot.service import Service
from bot.settings import Settings

log = logging.getLogger(__name__)

DRAIN_S = 10.0
_PATIENCE_S = 60.0
_WITHOUT_CONTENT = "without reading along: it hears mentions, direct messages, /errfix and the message menu"
_GOODBYES = {
    4004: "refuses DISCORD_TOKEN ({code}); `errfix doctor` says more",
    4010: "does not know these shards ({code}); compare DISCORD_SHARD_IDS with DISCORD_SHARDS",
    4011: "wants the servers divided into more shards ({code}); raise DISCORD_SHARDS, or leave it out",
    4012: "does not know this version of its gateway any more ({code}); update errfix",
    4013: "does not know what errfix asks to hear ({code}); update errfix",
}
"""What Discord says with a code after which nobody should come back at once."""
_TURN_ON = "turn Message Content Intent on, on the page Bot of the application"


class DiscordAdapter:
    """The channel Discord. `start` connects."""

    def __init__(self, service: Service, desk: Desk, settings: Settings) -> None:
        """Raise SettingsError for settings of Discord that cannot work."""
        check(settings)
        self._settings = settings
        self._service = service
        self.running = Running()
        """What goes on about events that were heard."""
        self._access = Access()
        self._files = Files(settings.discord_api_url)
        self.outbox = Outbox(self.running, "Discord")
        channels = Channels(self._access)
        poster = Poster(service, self.outbox, Refresher(self.running), self._access, channels, self._stop)
        self.messages = Messages(service, desk, poster, self._files, channels)
        self._feedback = Feedback(service, poster, channels)
        self._requests = Requests(service, desk, self._files, self.messages.reading)
        self.client = self._new_client(content=settings.discord_message_content != "off")
        self._connection: asyncio.Task[None] | None = None
        self._is_up = asyncio.Event()
        self._listens = True
        self._told_commands = False

    async def start(self) -> str:
        """Connect; what is connected, in a person's words. Raise ChannelError where Discord refuses."""
        await self._log_in()
        self._connection = asyncio.create_task(self._stay())
        up = asyncio.create_task(self._is_up.wait())
        await asyncio.wait({up, self._connection}, timeout=_PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()
        if not self._is_up.is_set():
            if self._connection.done():
                self._connection.result()
            msg = f"Discord's gateway did not let errfix in within {_PATIENCE_S:.0f} s; `errfix doctor` says more"
            raise ChannelError(msg)
        self._connection.add_done_callback(_ended)
        client = self.client
        shards = len(client.shard_ids or range(client.shard_count or 1))
        servers = f"{len(client.guilds)} {'server' if len(client.guilds) == 1 else 'servers'}"
        how = "" if client.content else f", {_WITHOUT_CONTENT}"
        return f"Discord as {client.user} in {servers}, with {shards} {'shard' if shards == 1 else 'shards'}{how}"

    async def close(self) -> None:
        """Take nothing new, and give what is under way ten seconds."""
        self._listens = False
        stopped = await self.running.drain(DRAIN_S)
        if stopped:
            log.warning("%d tasks were not done within %d s; another replica has them", stopped, DRAIN_S)
        if self._connection is not None:
            self._connection.remove_done_callback(_ended)
            await self.client.close()
            self._connection.cancel()
            await asyncio.gather(self._connection, return_exceptions=True)
        await self._files.close()

    @property
    def origin(self) -> Origin:
        user = self.client.user
        return Origin(user.id if user else 0, lambda person: self._settings.is_maintainer(PLATFORM, person))

    def _new_client(self, *, content: bool) -> Client:
        client = Client(self._settings, content=content)
        client.add_dynamic_items(ActionButton)
        client.tree.add_command(Errfix(self))
        client.tree.add_command(find_fix_menu(self))
        for listener in (
            self.on_shard_connect,
            self.on_shard_resumed,
            self.on_message,
            self.on_raw_message_edit,
            self.on_raw_message_delete,
            self.on_raw_bulk_message_delete,
            self.on_raw_thread_delete,
            self.on_raw_reaction_add,
            self.on_raw_reaction_remove,
            self.on_card_click,
            self.on_guild_remove,
            self.on_guild_role_update,
            self.on_guild_channel_update,
            self.on_member_update,
        ):
            client.event(listener)
        return client

    async def _log_in(self) -> None:
        token = self._settings.discord_token
        try:
            await self.client.login(token.get_secret_value().strip() if token else "")
        except FAILURES as error:
            await self.client.close()
            raise _refused(error, self._settings) from error

    async def _stay(self) -> None:
        """Stay connected, without reading along where Discord does not permit it."""
        try:
            await self.client.connect()
        except discord.PrivilegedIntentsRequired as error:
            if not self.client.content:
                msg = "Discord does not let errfix in (4014), though it asks to hear nothing that needs a permission"
                raise ChannelError(msg) from error
            if self._settings.discord_message_content == "on":
                msg = f"Discord does not let errfix read along, and DISCORD_MESSAGE_CONTENT=on insists; {_TURN_ON}"
                raise ChannelError(msg) from error
            log.warning("Discord lets errfix run only %s. To change that, %s", _WITHOUT_CONTENT, _TURN_ON)
        except FAILURES as error:
            raise _refused(error, self._settings) from error
        else:
            return
        self.client = self._new_client(content=False)
        await self._log_in()
        await self._stay()

    async def _tell_commands(self) -> None:
        try:
            await self.client.tree.set_translator(Translator())
            await self.client.tree.sync()
        except BaseException:
            self._told_commands = False
            raise

    async def on_shard_connect(self, shard_id: int) -> None:
        log.info("shard %d is connected to Discord", shard_id)
        self._is_up.set()
        await self.on_shard_resumed(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """The commands are told once; where that failed, again with the next connection."""
        if shard_id == 0 and not self._told_commands:
            self._told_commands = True
            self._begin("telling Discord the commands", None, self._tell_commands())

    async def on_message(self, message: discord.Message) -> None:
        where = message.channel.id
        self._begin("handling a message", where, self.messages.created(self.client, message, self.origin))

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        where = event.channel_id
        self._begin("handling an edit", where, self.messages.changed(self.client, event, self.origin))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        gone = self.messages.gone(self.client, event.guild_id, event.channel_id, {event.message_id})
        self._begin("handling a deletion", event.channel_id, gone)

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        gone = self.messages.gone(self.client, event.guild_id, event.channel_id, event.message_ids)
        self._begin("handling deletions", event.channel_id, gone)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        self._begin("handling a deletion", event.parent_id, self.messages.post_gone(self.client, event))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        where = event.channel_id
        self._begin("handling a reaction", where, self._feedback.react(self.client, event, self.origin))

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        await self.on_raw_reaction_add(event)

    async def on_card_click(self, interaction: Interaction, custom_id: str) -> None:
        try:
            click = to_click(interaction, custom_id, self.origin, (entry.id for entry in self._service.catalog))
        except InputError as error:
            log.warning("a click leads nowhere: %s", error)
            self._begin("handling a click", interaction.channel_id, self._feedback.nowhere(interaction, self.origin))
            return
        self._begin("handling a click", interaction.channel_id, self._feedback.click(self.client, click))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self._begin("forgetting a server", guild.id, self._forget(guild))

    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        self._access.changed(after.guild.id)

    async def on_guild_channel_update(self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        self._access.changed(after.guild.id)

    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        self._access.changed(after.guild.id)

    async def command(self, interaction: Interaction, text: str, file: discord.Attachment | None = None) -> None:
        """`/errfix <text>`, perhaps with a file."""
        answer = self._requests.command(interaction, text, file, self.origin)
        self._begin("answering a command", interaction.channel_id, answer)

    async def menu(self, interaction: Interaction, message: discord.Message) -> None:
        """The message menu's "Find a fix"."""
        answer = self._requests.menu(interaction, message, self.origin)
        self._begin("answering the message menu", interaction.channel_id, answer)

    async def complete(self, interaction: Interaction, start: str) -> None:
        """Propose the ids that begin so."""
        proposal = self._requests.complete(interaction, start, self.origin)
        task = self._begin("completing an id", interaction.channel_id, proposal)
        if task is not None:
            await asyncio.wait({task})

    async def _forget(self, guild: discord.Guild) -> None:
        """The bot was removed from a server: forget what was said there."""
        rows = await self._service.store.forget_workspace(PLATFORM, str(guild.id))
        log.warning("errfix was removed from server %s: %d rows of its data are deleted", guild.id, rows)

    def _begin(self, what: str, where: int | None, work: Coroutine[Any, Any, None] | None) -> asyncio.Task[None] | None:
        if work is None:
            return None
        if self._listens:
            return self.running.start(guarded(what, where, work, self._stop))
        work.close()
        return None

    def _stop(self) -> None:
        """Discord does not take the token any more: every further call would count against this address."""
        if self._listens:
            self._listens = False
            log.error("Discord refuses DISCORD_TOKEN: errfix stops there; correct it and restart errfix")
            self.running.stop()
            self.running.start(self.client.close())


def _refused(error: BaseException, settings: Settings) -> ChannelError:
    match error:
        case discord.LoginFailure():
            return ChannelError("Discord refuses DISCORD_TOKEN; `errfix doctor` says more")
        case discord.ConnectionClosed(code=code):
            return ChannelError(f"Discord {_GOODBYES.get(code, 'closed the connection ({code})').format(code=code)}")
        case discord.GatewayNotFound() | discord.DiscordServerError() | ClientError() | OSError() | TimeoutError():
            return ChannelError(
                f"cannot reach Discord at {settings.discord_api_url} ({str(error) or type(error).__name__}); "
                "check DISCORD_API_URL, HTTPS_PROXY and the network"
            )
        case _:
            return ChannelError(f"cannot connect to Discord: {explain(error)}")


def _ended(connection: asyncio.Task[None]) -> None:
    """The connection is gone for good: say so, the other channels go on."""
    error = None if connection.cancelled() else connection.exception()
    if error is not None:
        log.error("errfix has left Discord: %s", error)
