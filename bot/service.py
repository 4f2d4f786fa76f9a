"""What the bot does with what comes in: the one door between the channels and the core."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.cards.build import build_card
from bot.cards.card import Card
from bot.decision import Decision, decide, must_reply
from bot.entries import Catalog
from bot.errors import NotAllowedError
from bot.events import Asked, Message, Person, Place, Vote, WrongMatch
from bot.feedback import channel_factor
from bot.localization import private_locale, public_locale, translator
from bot.matching import Match, Matcher, MatchResult
from bot.privacy import redact
from bot.settings import Settings
from bot.store import Answer, AnswerState, ChannelSettings, NewAnswer, Store


@dataclass(frozen=True, slots=True)
class Reply:
    """What to do about a message."""

    decision: Decision
    locale: str
    answer_id: str | None = None
    card: Card | None = None
    """The card to post: for ANSWER only."""
    text: str = ""
    """What to say instead of a card to somebody who asked, when no entry fits."""
    warning: str = ""
    """For the author's eyes only: their message showed a secret."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an unasked message would get, without recording anything."""

    decision: Decision
    result: MatchResult

    @property
    def matches(self) -> tuple[Match, ...]:
        return self.result.matches

    @property
    def confidence(self) -> float:
        return self.result.confidence


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person has said about an answer: votes by fix, and whether it was not their error."""

    votes: Mapping[str, int]
    wrong: bool


class Service:
    """Handles messages, votes and questions about them. Keeps no state of its own: everything is in the store."""

    def __init__(self, store: Store, matcher: Matcher, settings: Settings) -> None:
        self.store = store
        self._matcher = matcher
        self._settings = settings

    @property
    def catalog(self) -> Catalog:
        return self._matcher.catalog

    async def handle_message(self, message: Message) -> Reply | None:
        """Decide about a new message and record the answer, offer or gap; None where somebody else has it already.

        After posting the card of an ANSWER, confirm it.
        """
        if not await self.store.claim(message.place, message.id):
            return None
        try:
            # An answer may be there already: recorded by a replica that died before its card was out.
            reply = await self._reply(message, await self.store.answer_to(message.place, message.id))
        except BaseException:
            await self.store.release(message.place, message.id)
            raise
        if reply.decision is not Decision.ANSWER or reply.answer_id is None:
            await self.store.finish(message.place, message.id)
        return reply

    async def handle_edit(self, message: Message) -> Reply | None:
        """Match an edited message again. The answer it has keeps its id: a card is replaced in place.

        SILENT with an answer_id: the card does not fit any more and must go. None: nothing changes.
        """
        before = await self.store.answer_to(message.place, message.id)
        if before is None:
            return await self._reply(message, edited=True)
        if before.state is AnswerState.DISMISSED:
            return None
        reply = await self._reply(message, before, edited=True)
        if reply.answer_id is None:
            await self.store.set_state(before.answer_id, AnswerState.DELETED)
            return replace(reply, answer_id=before.answer_id)
        return reply

    async def handle_delete(self, place: Place, message_id: str) -> Answer | None:
        """The question was deleted: the answer whose card must go along, if there is one."""
        answer = await self.store.answer_to(place, message_id)
        if answer is not None:
            await self.store.set_state(answer.answer_id, AnswerState.DELETED)
        return answer

    async def confirm(self, answer_id: str, posted_id: str) -> None:
        """The card of the answer was posted, under this id of the platform's."""
        await self.store.confirm(answer_id, posted_id)

    async def open_offer(self, answer_id: str) -> Card | None:
        """Somebody wants to see what was offered: the card to post and confirm; None where it was opened before."""
        return await self.card(answer_id) if await self.store.open_offer(answer_id) else None

    async def card(self, answer_id: str, locale: str | None = None) -> Card:
        """The card of an answer as of now, in its own language or another reader's."""
        answer = await self.store.answer(answer_id)
        build = await self._builder(answer.entry_id, locale or answer.locale)
        return build(
            captures=answer.captures,
            confidence=answer.confidence,
            matched_line=answer.line,
            others=answer.others,
            answer_id=answer_id,
        )

    async def entry_card(self, entry_id: str, locale: str) -> Card:
        """An entry as a card that answers nobody: without votes of its own."""
        build = await self._builder(entry_id, locale)
        return build()

    async def match_card(self, match: Match, locale: str) -> Card:
        """The card that a match would get, without recording anything."""
        build = await self._builder(match.entry_id, locale)
        return build(captures=match.captures, confidence=match.confidence, matched_line=redact(match.line).text)

    async def _builder(self, entry_id: str, locale: str) -> partial[Card]:
        """build_card with what every card of the entry needs as of now: its votes, its neighbours, the day."""
        return partial(
            build_card,
            self.catalog[entry_id],
            locale=locale,
            tallies=await self.store.tallies(entry_id),
            catalog=self.catalog,
            today=datetime.now(UTC).date(),
        )

    async def standing(self, answer_id: str, person: Person) -> Standing:
        return Standing(
            await self.store.votes_of(answer_id, person.id), await self.store.has_reported_wrong(answer_id, person.id)
        )

    async def handle_vote(self, vote: Vote) -> Card:
        """Count, change or take back a vote; the card with the new rates. Raise NotFoundError for an unknown fix."""
        answer = await self.store.answer(vote.answer_id)
        self.catalog[answer.entry_id].fix(vote.fix_id)  # raises for an unknown one
        await self.store.cast_vote(vote)
        return await self.card(vote.answer_id)

    async def handle_wrong_match(self, report: WrongMatch) -> Card:
        await self.store.report_wrong(report)
        return await self.card(report.answer_id)

    async def dismiss(self, answer_id: str, person: Person) -> None:
        """Take a card away. Raise NotAllowedError unless it is the asker or a maintainer who wants it."""
        answer = await self.store.answer(answer_id)
        if not person.maintainer and person.id != answer.asker_id:
            msg = "only the person who asked, or a maintainer, can dismiss this card"
            raise NotAllowedError(msg)
        await self.store.set_state(answer_id, AnswerState.DISMISSED)

    async def find(self, text: str) -> Found:
        """What an unasked message of this text would get, without recording anything."""
        result = await self._match(text)
        return Found(decide(result.confidence), result)

    async def forget(self) -> int:
        """Forget texts older than the retention setting; how many rows that touched."""
        return await self.store.forget(datetime.now(UTC) - timedelta(days=self._settings.retention_days))

    @staticmethod
    def redact(text: str) -> str:
        """The text with secrets replaced, as it may be kept and shown."""
        return redact(text).text

    async def _match(self, text: str) -> MatchResult:
        # In a thread: a long log must not keep the other channels waiting.
        return await asyncio.to_thread(self._matcher.match, text)

    async def _reply(self, message: Message, before: Answer | None = None, *, edited: bool = False) -> Reply:
        redacted = redact(message.full_text)
        result = await self._match(redacted.text)
        channel = await self.store.channel(message.place)
        locale = await self._locale(message, channel)
        match = await self._best(result, message.place)
        mode = channel.mode or self._settings.channel_mode
        confidence = match.confidence if match else 0.0
        decision = decide(confidence, asked=message.asked, mode=mode, by_maintainer=message.author.maintainer)
        if decision is Decision.OFFER and before is not None and before.state is AnswerState.ANSWERED:
            decision = Decision.ANSWER  # a card that is out stays out
        t = translator(locale)
        warning = ""
        if redacted.kinds:
            kinds = ", ".join(redacted.kinds)
            warning = t("Your message showed a secret ({kinds}). Revoke it: others may have seen it.", kinds=kinds)
        if match is None or decision is Decision.SILENT:
            # An error that only the channel's mode is silent about is no gap.
            if result.names_failure and not edited and decide(confidence) is Decision.SILENT:
                await self.store.record_gap(message.place, result.gap_key, result.main_line)
            text = t("No known error fits this.") if must_reply(message.asked, mode) else ""
            return Reply(decision, locale, text=text, warning=warning)
        answer = await self._record(message, match, result, decision, locale, before)
        card = await self.card(answer.answer_id) if decision is Decision.ANSWER else None
        return Reply(decision, locale, answer.answer_id, card, warning=warning)

    async def _best(self, result: MatchResult, place: Place) -> Match | None:
        """The best match after what people in this channel said of the entries."""
        receptions = await self.store.receptions(place, [match.entry_id for match in result.matches])
        heard = [
            replace(match, confidence=match.confidence * channel_factor(receptions[match.entry_id]))
            if match.entry_id in receptions
            else match
            for match in result.matches
        ]
        return max(heard, key=lambda match: match.confidence, default=None)

    async def _record(
        self,
        message: Message,
        match: Match,
        result: MatchResult,
        decision: Decision,
        locale: str,
        before: Answer | None,
    ) -> Answer:
        new = NewAnswer(
            place=message.place,
            message_id=message.id,
            asker_id=message.author.id,
            entry_id=match.entry_id,
            state=AnswerState.ANSWERED if decision is Decision.ANSWER else AnswerState.OFFERED,
            confidence=match.confidence,
            line=match.line,
            locale=locale,
            captures=dict(match.captures),
            others=tuple((other.entry_id, other.line) for other in result.others if other.entry_id != match.entry_id),
        )
        if before is None:
            return await self.store.record_answer(new)
        return await self.store.rematch(before.answer_id, new)

    async def _locale(self, message: Message, channel: ChannelSettings) -> str:
        workspace = None if self._settings.locale == "auto" else self._settings.locale
        if message.asked is Asked.PRIVATELY:
            return private_locale(
                person=await self.store.person_locale(message.place, message.author.id),
                platform=message.author.locale,
                channel=channel.locale,
                text=message.text,
                workspace=workspace,
            )
        return public_locale(channel=channel.locale, text=message.text, workspace=workspace)
