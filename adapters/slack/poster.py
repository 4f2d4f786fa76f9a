"""Puts cards and words where they belong in Slack, and takes them away again."""

import asyncio
import logging
from collections.abc import Awaitable

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.base.outbox import Outbox
from adapters.base.poster import BasePoster
from adapters.base.refresh import Refresher
from adapters.slack.events import FileRef, SlackMessage
from adapters.slack.problems import explain, is_dead_token, is_settled
from adapters.slack.render import Rendered, render_card, render_text, render_told
from adapters.slack.workspaces import Workspace, Workspaces
from bot.cards.card import Card
from bot.desk import Told
from bot.events import Place
from bot.service import Service
from bot.store import Answer

log = logging.getLogger(__name__)

FAILURES = (SlackApiError, ClientError, asyncio.TimeoutError, OSError)
"""How a call of Slack's Web API may fail."""
OFFER = "bulb"


class Poster(BasePoster[Workspace, FileRef]):
    """Every message goes through the outbox, except those that only one person sees."""

    def __init__(self, service: Service, outbox: Outbox, refresher: Refresher, workspaces: Workspaces) -> None:
        super().__init__(service, outbox, refresher)
        self._workspaces = workspaces

    async def offer(self, workspace: Workspace, incoming: SlackMessage) -> None:
        message = incoming.message
        try:
            await workspace.client.reactions_add(channel=message.place.channel, timestamp=message.id, name=OFFER)
        except SlackApiError as error:
            if not is_settled(error):
                raise

    async def say(self, workspace: Workspace, incoming: SlackMessage, text: str, warning: str) -> None:
        said, message = render_text(text, warning), incoming.message
        if incoming.direct:
            await self._words(workspace, message.place, said, message.thread_id)
            return
        await workspace.client.chat_postEphemeral(
            channel=message.place.channel,
            user=message.author.id,
            text=said.text,
            blocks=said.blocks,
            # Only in a thread that is there already; the first words in one would be seen nowhere.
            thread_ts=message.thread_id,
        )

    async def tell(self, workspace: Workspace, incoming: SlackMessage, told: Told) -> None:
        await self._words(workspace, incoming.message.place, render_told(told), incoming.message.thread_id)

    async def _words(self, workspace: Workspace, place: Place, said: Rendered, thread: str | None) -> None:
        await self._outbox.post(
            (workspace.id, place.channel), lambda: self._send(workspace, place, said, thread), asked=True
        )

    async def _send_card(self, workspace: Workspace, place: Place, card: Card, thread: str | None) -> str:
        return await self._send(workspace, place, render_card(card), thread)

    async def _update_card(self, workspace: Workspace, answer: Answer, card: Card) -> None:
        said = render_card(card)
        await self._attempt(
            workspace,
            answer.place,
            "update a card",
            workspace.client.chat_update(
                channel=answer.place.channel, ts=answer.posted_id or "", text=said.text, blocks=said.blocks
            ),
        )

    async def _delete_card(self, workspace: Workspace, answer: Answer) -> None:
        call = workspace.client.chat_delete(channel=answer.place.channel, ts=answer.posted_id or "")
        await self._attempt(workspace, answer.place, "delete a card", call)

    async def _withdraw_offer(self, workspace: Workspace, answer: Answer) -> None:
        call = workspace.client.reactions_remove(channel=answer.place.channel, timestamp=answer.message_id, name=OFFER)
        await self._attempt(workspace, answer.place, "withdraw an offer", call)

    async def _attempt(self, workspace: Workspace, place: Place, what: str, call: Awaitable[object]) -> None:
        """Make a call that nobody waits for: a failure is logged, and a dead token stops the workspace."""
        try:
            await call
        except SlackApiError as error:
            if is_dead_token(error):
                self._workspaces.refused(workspace, error)
            elif not is_settled(error):
                log.warning(
                    "cannot %s in channel %s of workspace %s: %s", what, place.channel, workspace.id, explain(error)
                )
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("cannot %s in channel %s of workspace %s: %s", what, place.channel, workspace.id, error)

    @staticmethod
    async def _send(workspace: Workspace, place: Place, said: Rendered, thread: str | None) -> str:
        response = await workspace.client.chat_postMessage(
            channel=place.channel,
            text=said.text,
            blocks=said.blocks,
            unfurl_links=False,
            unfurl_media=False,
            thread_ts=thread,
        )
        return str(response["ts"])
