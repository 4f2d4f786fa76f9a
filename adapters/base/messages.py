"""What becomes of messages, new ones, edited ones and deleted ones, whatever the platform."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Generic

from adapters.base.incoming import Incoming
from adapters.base.outbox import DroppedError
from adapters.base.poster import BasePoster, FileT, WorkspaceT
from adapters.base.running import Locks
from adapters.base.turns import Turns
from bot.commands import Ask, parse
from bot.decision import Decision
from bot.desk import Desk, Request, Usage, plain_usage
from bot.events import Asked, Message, Place
from bot.service import Reply, Service
from bot.store import AnswerState

LIMIT = 40_000
"""So many messages wait at most to be looked at, about 9 KB each: more than what comes of a workspace in an hour, which
may come in one burst."""
_AT_ONCE = 4
"""So many messages are looked at together; more would only keep the platform waiting for its acknowledgements."""
WITH_FILES = 16
"""Of so many messages the files are in memory; a file may take long to come, and may be long."""


class BaseMessages(ABC, Generic[WorkspaceT, FileT]):
    """Takes messages to the core and what it decides to the poster; one message may come several times, and at once."""

    def __init__(self, service: Service, desk: Desk, poster: BasePoster[WorkspaceT, FileT]) -> None:
        self._service = service
        self._store = service.store
        self._desk = desk
        self._poster = poster
        self._locks = Locks()
        self.looking = Turns(_AT_ONCE, LIMIT, "messages come faster than errfix can look at them")
        self.reading = Turns(WITH_FILES, LIMIT, "messages with files come faster than errfix can read them")

    async def written(self, workspace: WorkspaceT, incoming: Incoming[FileT]) -> None:
        """Somebody wrote a message. Raise DroppedError where too many wait."""
        async with self._alone(incoming):
            await self._written(workspace, incoming)

    async def edited(self, workspace: WorkspaceT, incoming: Incoming[FileT], edit_id: str) -> None:
        """Somebody changed what a message says. Raise DroppedError where too many wait."""
        async with self._alone(incoming):
            await self._edited(workspace, incoming, f"{incoming.message.id}/{edit_id}")

    async def deleted(self, workspace: WorkspaceT, place: Place, message_id: str) -> None:
        """A message is gone, and takes its card along."""
        async with self._locks.hold((place, message_id)):
            # A delivery of the message itself that comes late finds it done, and one of an edit finds it deleted.
            await self._store.finish(place, message_id)
            await self._store.finish(place, _deletion(message_id))
            answer = await self._service.handle_delete(place, message_id)
            if answer is not None and answer.state is not AnswerState.DISMISSED and answer.posted_id is not None:
                await self._poster.remove(workspace, answer)

    @abstractmethod
    async def _completed(self, workspace: WorkspaceT, incoming: Incoming[FileT]) -> Message:
        """The message with its files, and with its author's language where that matters."""

    def _usage(self, _message: Message) -> Usage:
        """How people on the platform write the bot's commands."""
        return plain_usage

    @asynccontextmanager
    async def _alone(self, incoming: Incoming[FileT]) -> AsyncIterator[None]:
        """Whoever comes second with a message waits until the first one's card is out, and then finds it done."""
        key = (incoming.message.place, incoming.message.id)
        if self._locks.is_held(key) and self._locks.waiting >= LIMIT:
            raise DroppedError
        async with self._locks.hold(key):
            yield

    async def _written(self, workspace: WorkspaceT, incoming: Incoming[FileT]) -> None:
        place, message_id = incoming.message.place, incoming.message.id
        async with self._turn(incoming):
            if not await self._concerns(incoming):
                return
        reply = await self._reply(workspace, incoming)
        if reply is None:
            return
        try:
            await self._deliver(workspace, incoming, reply)
        except DroppedError:
            await self._give_up(place, message_id, reply)
            raise
        except BaseException:
            # Not lost: a redelivery, or another replica, has it at once.
            await self._store.release(place, message_id)
            raise

    async def _reply(self, workspace: WorkspaceT, incoming: Incoming[FileT]) -> Reply | None:
        """What to do about a new message; None where all is done. What its files say is not kept any longer."""
        async with self._read(workspace, incoming) as message:
            if not _is_order(incoming, message):
                async with self._turn(incoming):
                    return await self._service.handle_message(message)
        await self._serve(workspace, incoming, message)
        return None

    async def _edited(self, workspace: WorkspaceT, incoming: Incoming[FileT], edition: str) -> None:
        place, message_id = incoming.message.place, incoming.message.id
        async with self._turn(incoming):
            before = await self._store.answer_to(place, message_id)
            if before is None and not await self._concerns(incoming):
                return
            # Only now: another replica marks a message as deleted before it takes the answer away.
            if await self._store.is_done(place, _deletion(message_id)):
                return
        reply = await self._reply_to_edit(workspace, incoming, edition)
        if reply is None:
            return
        if reply.card is not None and before is not None and before.posted_id is not None:
            self._poster.refresh(workspace, before.answer_id)
            reply = replace(reply, card=None)
        elif reply.decision is Decision.SILENT and before is not None:
            await self._poster.remove(workspace, before)
        await self._deliver(workspace, incoming, reply)

    async def _reply_to_edit(self, workspace: WorkspaceT, incoming: Incoming[FileT], edition: str) -> Reply | None:
        """What to do about an edit; None where it is done, or nothing need be."""
        place = incoming.message.place
        async with self._read(workspace, incoming) as message, self._turn(incoming):
            if _is_order(incoming, message) or not await self._store.claim(place, edition):
                return None
            try:
                reply = await self._service.handle_edit(message)
            except BaseException:
                await self._store.release(place, edition)
                raise
            await self._store.finish(place, edition)
            return reply

    @asynccontextmanager
    async def _read(self, workspace: WorkspaceT, incoming: Incoming[FileT]) -> AsyncIterator[Message]:
        """The message as `_completed` gives it, for as long as its files are needed."""
        if not incoming.files:
            yield await self._completed(workspace, incoming)
            return
        async with self.reading.turn(asked=_asks(incoming)):
            yield await self._completed(workspace, incoming)

    def _turn(self, incoming: Incoming[FileT]) -> AbstractAsyncContextManager[None]:
        return self.looking.turn(asked=_asks(incoming))

    async def _deliver(self, workspace: WorkspaceT, incoming: Incoming[FileT], reply: Reply) -> None:
        message = incoming.message
        thread = message.thread_id if incoming.direct else incoming.root
        if reply.card is not None:
            await self._poster.card(workspace, message.place, reply.card, thread=thread, asked=_asks(incoming))
        elif reply.decision is Decision.OFFER:
            await self._poster.offer(workspace, incoming)
        if reply.text or reply.warning:
            await self._poster.say(workspace, incoming, reply.text, reply.warning)

    async def _serve(self, workspace: WorkspaceT, incoming: Incoming[FileT], message: Message) -> None:
        """Somebody wrote `help` or another command to the bot alone."""
        if not await self._store.claim(message.place, message.id):
            return
        try:
            request = Request(message, usage=self._usage(message))
            await self._poster.tell(workspace, incoming, await self._desk.handle(request))
        except BaseException:
            await self._store.release(message.place, message.id)
            raise
        await self._store.finish(message.place, message.id)

    async def _concerns(self, incoming: Incoming[FileT]) -> bool:
        """Whether it is for the bot: a reply in others' threads is, only where it is asked."""
        message = incoming.message
        if message.thread_id is None or _asks(incoming):
            return True
        return await self._store.has_answered_in(message.place, message.thread_id)

    async def _give_up(self, place: Place, message_id: str, reply: Reply) -> None:
        """The card was dropped: as if the bot had stayed silent."""
        if reply.answer_id is not None:
            await self._store.set_state(reply.answer_id, AnswerState.DELETED)
        await self._store.finish(place, message_id)


def _deletion(message_id: str) -> str:
    """What the deletion of a message is claimed as."""
    return f"{message_id}/deleted"


def _asks(incoming: Incoming[FileT]) -> bool:
    return incoming.message.asked is not Asked.NO


def _is_order(incoming: Incoming[FileT], message: Message) -> bool:
    """Whether it is a command, written to the bot alone."""
    return incoming.direct and not message.files and not isinstance(parse(message.text), Ask)
