"""Cards that are posted, brought up to date and taken away, whatever the platform."""

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from adapters.base.incoming import Incoming
from adapters.base.outbox import Outbox
from adapters.base.refresh import Refresher
from adapters.base.running import Locks
from bot.cards.card import Card
from bot.desk import Told
from bot.events import Place
from bot.service import Service
from bot.store import Answer, AnswerState

WorkspaceT = TypeVar("WorkspaceT")
"""How a platform's workspace is reached."""
FileT = TypeVar("FileT")


class BasePoster(ABC, Generic[WorkspaceT, FileT]):
    """Every card goes through the outbox; what changes or removes one does not."""

    def __init__(self, service: Service, outbox: Outbox, refresher: Refresher) -> None:
        self._service = service
        self._store = service.store
        self._outbox = outbox
        self._refresher = refresher
        self._going_out = Locks()

    async def card(self, workspace: WorkspaceT, place: Place, card: Card, *, thread: str | None, asked: bool) -> None:
        """Post the card of an answer and confirm it. Raise DroppedError where too many wait.

        Nothing is posted where the question was deleted meanwhile, or another replica was faster.
        """
        answer_id = card.answer_id or ""

        async def send() -> None:
            answer = await self._store.answer(answer_id)
            if answer.state is not AnswerState.ANSWERED or answer.posted_id is not None:
                await self._store.finish(place, answer.message_id)
                return
            async with self._going_out.hold(place):
                answer = await self._service.confirm(answer_id, await self._send_card(workspace, place, card, thread))
            if answer.state is not AnswerState.ANSWERED:  # its question was deleted while the card went out
                await self._delete_card(workspace, answer)

        await self._outbox.post((place.workspace, place.channel), send, asked=asked)

    async def answer_of(self, place: Place, card_id: str) -> Answer | None:
        """The answer whose card the message is, also where the card is just going out; None for any other message."""
        answer = await self._store.answer_posted_as(place, card_id)
        if answer is None and await self._goes_out(place):
            answer = await self._store.answer_posted_as(place, card_id)
        return answer

    def refresh(self, workspace: WorkspaceT, answer_id: str) -> None:
        """Bring the answer's posted card up to date, soon."""

        async def update() -> None:
            answer = await self._store.answer(answer_id)
            if answer.posted_id is None and await self._goes_out(answer.place):
                answer = await self._store.answer(answer_id)
            if answer.posted_id is not None and answer.state is AnswerState.ANSWERED:
                await self._update_card(workspace, answer, await self._service.card(answer_id))

        self._refresher.request(answer_id, update)

    async def remove(self, workspace: WorkspaceT, answer: Answer) -> None:
        """Take the answer's card away, or the offer of one."""
        if answer.posted_id is not None:
            await self._delete_card(workspace, answer)
        else:
            await self._withdraw_offer(workspace, answer)

    async def _goes_out(self, place: Place) -> bool:
        """Whether a card was just going out there; by now it is confirmed."""
        if not self._going_out.is_held(place):
            return False
        # People see a card before the platform says how the message is called.
        async with self._going_out.hold(place):
            return True

    @abstractmethod
    async def offer(self, workspace: WorkspaceT, incoming: Incoming[FileT]) -> None:
        """Put 💡 under the message."""

    @abstractmethod
    async def say(self, workspace: WorkspaceT, incoming: Incoming[FileT], text: str, warning: str) -> None:
        """Answer the author in words; the warning is for their eyes only."""

    @abstractmethod
    async def tell(self, workspace: WorkspaceT, incoming: Incoming[FileT], told: Told) -> None:
        """Post what the desk says to somebody who wrote to the bot alone."""

    @abstractmethod
    async def _send_card(self, workspace: WorkspaceT, place: Place, card: Card, thread: str | None) -> str:
        """Post it; what it is confirmed as."""

    @abstractmethod
    async def _update_card(self, workspace: WorkspaceT, answer: Answer, card: Card) -> None:
        """Show the card as it is now; a failure is logged."""

    @abstractmethod
    async def _delete_card(self, workspace: WorkspaceT, answer: Answer) -> None:
        """Delete it; a failure is logged."""

    @abstractmethod
    async def _withdraw_offer(self, workspace: WorkspaceT, answer: Answer) -> None:
        """Take 💡 back; a failure is logged."""
