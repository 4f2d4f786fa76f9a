"""Messages: what becomes of a new one, an edited one and one that is gone."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from bot.cards.card import Card
from bot.decision import ASKED_FROM, Decision, decide, must_reply
from bot.errors import NotFoundError
from bot.events import Asked, ChannelMode, Message, Person, Place
from bot.feedback import channel_factor
from bot.localization import Translator, private_locale, public_locale, translator
from bot.matching import Match, MatchResult
from bot.privacy import redact
from bot.service.cards import Cards
from bot.service.values import Found, Reply
from bot.store import Answer, AnswerState, ChannelSettings, NewAnswer


class Messages(Cards):
    """The part of the service that reads messages and decides about them."""

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

        SILENT with an answer_id: the card does not fit any more and must go, which `warning` tells the author. None:
        nothing changes.
        """
        before = await self.store.answer_to(message.place, message.id)
        if before is None:
            return await self._reply(message, edited=True)
        if before.state is AnswerState.DISMISSED:
            return None
        try:
            reply = await self._reply(message, before, edited=True)
        except NotFoundError:  # somebody took the card away meanwhile
            return None
        if reply.answer_id is None:
            await self.store.set_state(before.answer_id, AnswerState.DELETED)
            return replace(reply, answer_id=before.answer_id, warning=_with_farewell(reply, before))
        return reply

    async def handle_delete(self, place: Place, message_id: str) -> Answer | None:
        """The question was deleted: the answer whose card must go along, if there is one."""
        answer = await self.store.answer_to(place, message_id)
        if answer is not None:
            await self.store.set_state(answer.answer_id, AnswerState.DELETED)
        return answer

    async def confirm(self, answer_id: str, posted_id: str) -> Answer:
        """The card of the answer was posted, under this id of the platform's. The answer may be gone meanwhile."""
        return await self.store.confirm(answer_id, posted_id)

    async def open_offer(self, answer_id: str) -> Card | None:
        """Somebody wants to see what was offered: the card to post and confirm.

        None where it was opened before, or its entry is gone.
        """
        offer = await self.store.answer(answer_id)
        if offer.state is not AnswerState.OFFERED or offer.entry_id not in self.catalog:
            return None
        tallies = await self.store.tallies(offer.entry_id)
        first_fix_id = self._first_fix(offer.entry_id, tallies)
        if not await self.store.open_offer(answer_id, first_fix_id):
            return None
        return self._card_of(replace(offer, first_fix_id=first_fix_id), tallies)

    async def find(self, text: str) -> Found:
        """What an unasked message of this text would get, without recording anything."""
        result = await self._match(text)
        return Found(decide(result.confidence), result)

    async def mode(self, place: Place) -> ChannelMode:
        """How forward the bot is in the channel."""
        return (await self.store.channel(place)).mode or self._settings.channel_mode

    async def private_locale(self, place: Place, person: Person, text: str = "") -> str:
        """The language for an answer that the person alone sees."""
        return await self._private_locale(place, person, text, await self.store.channel(place))

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
        is_out = before is not None and before.state is AnswerState.ANSWERED
        if is_out and decide(confidence) is not Decision.SILENT:
            decision = Decision.ANSWER  # a card that is out stays out, whatever the channel's mode is by now
        t = translator(locale)
        # Where the bot is to be silent, it is so in this too.
        speaks = mode is not ChannelMode.OFF or message.asked is Asked.PRIVATELY
        warning = _warning(redacted.kinds, message.asked, t) if redacted.kinds and speaks else ""
        if match is None or decision is Decision.SILENT:
            # An error that only the channel's mode is silent about is no gap.
            if result.names_failure and not edited and decide(confidence) is Decision.SILENT:
                await self.store.record_gap(message.place, result.gap_key, result.main_line)
            text = _nothing_found(message, t) if must_reply(message.asked, mode) else ""
            return Reply(decision, locale, text=text, warning=warning)
        if decision is Decision.OFFER:
            answer = await self._record(_new(message, match, result, locale), before)
            return Reply(decision, locale, answer.answer_id, warning=warning)
        tallies = await self.store.tallies(match.entry_id)
        first_fix_id = self._first_fix(match.entry_id, tallies)
        if before is not None and before.posted_id and before.entry_id == match.entry_id and before.first_fix_id:
            first_fix_id = before.first_fix_id  # the thumbs that are under the card keep their meaning
        new = _new(message, match, result, locale)
        answer = await self._record(replace(new, state=AnswerState.ANSWERED, first_fix_id=first_fix_id), before)
        return Reply(decision, locale, answer.answer_id, self._card_of(answer, tallies), warning=warning)

    async def _best(self, result: MatchResult, place: Place) -> Match | None:
        """The best match after what people in this channel said of the entries."""
        # What people said makes an entry less likely at most, and most messages are far from any answer.
        likely = [match for match in result.matches if match.confidence >= ASKED_FROM]
        if not likely:
            return next(iter(result.matches), None)
        receptions = await self.store.receptions(place, [match.entry_id for match in likely])
        heard = [
            replace(match, confidence=match.confidence * channel_factor(receptions[match.entry_id]))
            if match.entry_id in receptions
            else match
            for match in likely
        ]
        return max(heard, key=lambda match: match.confidence)

    async def _record(self, new: NewAnswer, before: Answer | None) -> Answer:
        if before is None:
            return await self.store.record_answer(new)
        return await self.store.rematch(before.answer_id, new)

    async def _locale(self, message: Message, channel: ChannelSettings) -> str:
        if message.asked is Asked.PRIVATELY:
            return await self._private_locale(message.place, message.author, message.text, channel)
        workspace = self._workspace_locale or message.workspace_locale
        return public_locale(channel=channel.locale, text=message.text, workspace=workspace)

    async def _private_locale(self, place: Place, person: Person, text: str, channel: ChannelSettings) -> str:
        return private_locale(
            person=await self.store.person_locale(place, person.id),
            platform=person.locale,
            channel=channel.locale,
            text=text,
            workspace=self._workspace_locale,
        )

    @property
    def _workspace_locale(self) -> str | None:
        return None if self._settings.locale == "auto" else self._settings.locale


def _new(message: Message, match: Match, result: MatchResult, locale: str) -> NewAnswer:
    """An offer of the entry that matched."""
    return NewAnswer(
        place=message.place,
        message_id=message.id,
        thread_id=message.thread_id,
        asker_id=message.author.id,
        entry_id=match.entry_id,
        state=AnswerState.OFFERED,
        confidence=match.confidence,
        line=match.line,
        locale=locale,
        captures=dict(match.captures),
        others=tuple((other.entry_id, other.line) for other in result.others if other.entry_id != match.entry_id),
        first_fix_id=None,
    )


def _warning(kinds: Iterable[str], asked: Asked, t: Translator) -> str:
    """That the text shows secrets. What was asked privately nobody else has seen here, and may be another's words."""
    named = ", ".join(kinds)
    if asked is Asked.PRIVATELY:
        return t("The text holds a secret ({kinds}). If others may have seen it, revoke it.", kinds=named)
    return t("Your message showed a secret ({kinds}). Revoke it: others may have seen it.", kinds=named)


def _nothing_found(message: Message, t: Translator) -> str:
    """What to say to somebody who asked in vain."""
    if message.full_text.strip():
        return t("No known error fits this.")
    return t("There is no text to look at. Write the error, or attach it as a text file; /errfix help says more.")


def _with_farewell(reply: Reply, before: Answer) -> str:
    """The reply's warning, and that the card is gone where one was out and nothing else is said of it."""
    if before.state is not AnswerState.ANSWERED or reply.text:
        return reply.warning
    t = translator(reply.locale)
    farewell = t("After your edit no known error fits this message, so errfix has taken its card away.")
    return "\n".join(part for part in (reply.warning, farewell) if part)
