"""What people say about cards with thumbs and buttons, and the offers they open, whatever the platform."""

from abc import ABC, abstractmethod
from typing import Generic

from adapters.base.incoming import Reacted
from adapters.base.poster import BasePoster, FileT, WorkspaceT
from adapters.base.running import Locks
from bot.events import Person, Reaction, Vote, WrongMatch
from bot.service import Service
from bot.store import AnswerState


class BaseFeedback(ABC, Generic[WorkspaceT, FileT]):
    """Takes judgements to the core. All it needs is in the event and in the store."""

    def __init__(self, service: Service, poster: BasePoster[WorkspaceT, FileT]) -> None:
        self._service = service
        self._store = service.store
        self._poster = poster
        self._locks = Locks()

    async def reacted(self, workspace: WorkspaceT, reacted: Reacted) -> None:
        """Somebody put a reaction under a message, or took it away."""
        if reacted.opens:
            if not reacted.removed:
                await self._open(workspace, reacted)
            return
        if await self._poster.answer_of(reacted.place, reacted.card_id) is None:
            return
        if await self._is_bot(workspace, reacted.person.id):
            return
        reaction = Reaction(reacted.place, reacted.card_id, reacted.person, reacted.value, removed=reacted.removed)
        async with self._locks.hold((reacted.card_id, reacted.person.id)):
            judged = await self._service.handle_reaction(reaction)
        if judged is not None:
            self._poster.refresh(workspace, judged.answer.answer_id)

    @abstractmethod
    async def _is_bot(self, workspace: WorkspaceT, person_id: str) -> bool: ...

    async def _toggle_vote(self, answer_id: str, fix_id: str, person: Person, value: int) -> bool:
        """Count a vote; the same one again takes it back. Whether it was taken back."""
        # Whoever clicks twice has clicked once after the other.
        async with self._locks.hold((answer_id, person.id)):
            standing = await self._service.standing(answer_id, person)
            again = standing.votes.get(fix_id) == value
            await self._service.handle_vote(Vote(answer_id, fix_id, person, 0 if again else value))
            return again

    async def _toggle_wrong(self, answer_id: str, person: Person) -> bool:
        """Keep a report that the entry is not the person's error; once more takes it back. Whether it did."""
        async with self._locks.hold((answer_id, person.id)):
            withdrawn = (await self._service.standing(answer_id, person)).wrong
            await self._service.handle_wrong_match(WrongMatch(answer_id, person, withdrawn))
            return withdrawn

    async def _open(self, workspace: WorkspaceT, reacted: Reacted) -> None:
        """Somebody clicked on 💡: the first who does brings the card."""
        answer = await self._store.answer_to(reacted.place, reacted.message_id)
        if answer is None or answer.state is not AnswerState.OFFERED:
            return
        if await self._is_bot(workspace, reacted.person.id):
            return
        card = await self._service.open_offer(answer.answer_id)
        if card is None:
            return
        try:
            thread = answer.thread_id or answer.message_id
            await self._poster.card(workspace, reacted.place, card, thread=thread, asked=True)
        except BaseException:
            # Not lost: whoever clicks again gets it.
            await self._store.set_state(answer.answer_id, AnswerState.OFFERED)
            raise
