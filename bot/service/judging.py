"""What people say about answers: votes, reactions, reports of a wrong match, and sending a card away."""

from bot.cards.card import Card
from bot.errors import NotAllowedError, NotFoundError
from bot.events import Person, Reaction, Vote, WrongMatch
from bot.service.cards import Cards
from bot.service.values import Judged, Standing
from bot.store import Answer, AnswerState


class Judging(Cards):
    """The part of the service that listens to judgements."""

    async def standing(self, answer_id: str, person: Person) -> Standing:
        return Standing(
            await self.store.votes_of(answer_id, person.id), await self.store.has_reported_wrong(answer_id, person.id)
        )

    async def handle_vote(self, vote: Vote) -> Card:
        """Count, change or take back a vote; the card with the new rates.

        Raise NotFoundError for an unknown fix, and for a card that is gone.
        """
        answer = await self._shown(vote.answer_id)
        self.catalog[answer.entry_id].fix(vote.fix_id)  # raises for an unknown one
        await self.store.cast_vote(vote)
        return await self._now(answer)

    async def handle_reaction(self, reaction: Reaction) -> Judged | None:
        """Count a thumb under a card for the fix the card led with when it went out, or take it back.

        None where there is nothing to judge: no card of ours, one that is gone, an entry without fixes.
        """
        answer = await self.store.answer_posted_as(reaction.place, reaction.posted_id)
        if answer is None or answer.state is not AnswerState.ANSWERED:
            return None
        entry = self.catalog.get(answer.entry_id)
        fix_id = answer.first_fix_id
        if entry is None or fix_id is None or not any(fix.fix_id == fix_id for fix in entry.workarounds):
            return None
        vote = Vote(answer.answer_id, fix_id, reaction.person, reaction.value)
        if reaction.removed:
            # Whoever changed their mind adds the other thumb first and then removes this one: the later vote stays.
            await self.store.take_back(vote)
        else:
            await self.store.cast_vote(vote)
        return Judged(answer, await self._now(answer))

    async def handle_wrong_match(self, report: WrongMatch) -> Card:
        """Keep or take back the report; the card. Raise NotFoundError for a card that is gone."""
        answer = await self._shown(report.answer_id)
        await self.store.report_wrong(report)
        return await self._now(answer)

    async def dismiss(self, answer_id: str, person: Person) -> None:
        """Take a card away; once more is no error.

        Raise NotAllowedError for anybody but the asker and maintainers, NotFoundError where the question is gone.
        """
        answer = await self.store.answer(answer_id)
        if answer.state is AnswerState.DELETED:
            raise _gone(answer_id)
        if not person.maintainer and person.id != answer.asker_id:
            msg = "only the person who asked, or a maintainer, can dismiss this card"
            raise NotAllowedError(msg)
        await self.store.set_state(answer_id, AnswerState.DISMISSED)

    async def _shown(self, answer_id: str) -> Answer:
        """The answer, if its card is there to be judged."""
        answer = await self.store.answer(answer_id)
        if answer.state is not AnswerState.ANSWERED:
            raise _gone(answer_id)
        return answer

    async def _now(self, answer: Answer) -> Card:
        return self._card_of(answer, await self.store.tallies(answer.entry_id))


def _gone(answer_id: str) -> NotFoundError:
    return NotFoundError(f"the card of answer {answer_id} was taken away; paste the error again to get a new one")
