"""What people say about cards: thumbs, buttons, and the offers they open."""

import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import discord
from discord.ui import LayoutView

from adapters.base.actions import Action
from adapters.base.feedback import BaseFeedback
from adapters.discord.channels import Channels
from adapters.discord.clicks import Click, Interaction
from adapters.discord.events import DIRECT, Origin, place_of, place_of_interaction, to_posted_id, to_reaction
from adapters.discord.poster import Poster
from adapters.discord.problems import FAILURES, NoAccessError, explain, is_dead_token
from adapters.discord.render import (
    render_card,
    render_dead_ends,
    render_more,
    render_sorry,
    render_text,
    render_thanks,
)
from bot.cards.card import Card
from bot.errors import NotAllowedError, NotFoundError
from bot.localization import Translator, translator
from bot.service import Service
from bot.store import Answer, AnswerState

log = logging.getLogger(__name__)

_VALUES = {Action.WORKED: 1, Action.FAILED: -1}


class Feedback(BaseFeedback[discord.Client, discord.Attachment]):
    """Handles raw reaction events and the buttons of cards."""

    def __init__(self, service: Service, poster: Poster, channels: Channels) -> None:
        super().__init__(service, poster)
        self._channels = channels

    def react(
        self, client: discord.Client, event: discord.RawReactionActionEvent, origin: Origin
    ) -> Coroutine[Any, Any, None] | None:
        """The work that the event brings; None for a reaction that means nothing to errfix."""
        channel = self._channels.known(client, event.channel_id, event.guild_id)
        place = place_of(channel or discord.Object(event.channel_id), None, event.guild_id)
        reacted = to_reaction(event, place, origin)
        if reacted is None:
            return None
        if channel is None:
            return self._react_somewhere(client, event, origin)
        return self.reacted(client, reacted)

    async def _react_somewhere(
        self, client: discord.Client, event: discord.RawReactionActionEvent, origin: Origin
    ) -> None:
        channel = await self._channels.find(client, event.channel_id, event.guild_id)
        reacted = to_reaction(event, place_of(channel, None, event.guild_id), origin)
        if reacted is not None:
            await self.reacted(client, reacted)

    async def click(self, client: discord.Client, click: Click) -> None:
        await click.take()
        try:
            await self._clicked(client, click)
        except (NoAccessError, *FAILURES):
            raise
        except Exception:
            with suppress(*FAILURES):
                await click.whisper(render_sorry(str(click.interaction.locale)))
            raise

    async def _clicked(self, client: discord.Client, click: Click) -> None:
        t = translator(await self._service.private_locale(click.place, click.person))
        try:
            await self._act(client, click, t)
        except NotFoundError:
            await self._missed(client, click, t)
        except NotAllowedError:
            only = t("Only the person who asked, or a maintainer of errfix, can dismiss this card.")
            await click.whisper(render_text(only))

    async def nowhere(self, interaction: Interaction, origin: Origin) -> None:
        """A click on a button that stands for nothing any more."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        person = origin.person(interaction.user.id, str(interaction.locale))
        locale = await self._service.private_locale(place_of_interaction(interaction), person)
        await interaction.followup.send(
            view=_gone(translator(locale)), ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )

    async def _act(self, client: discord.Client, click: Click, t: Translator) -> None:
        answer_id = click.action.answer_id or ""
        match click.action.action:
            case Action.WORKED | Action.FAILED as action:
                again = await self._toggle_vote(answer_id, click.action.fix_id or "", click.person, _VALUES[action])
                await self._update(client, click, t)
                if again:
                    await click.whisper(render_text(t("Your vote is taken back.")))
            case Action.WRONG:
                withdrawn = await self._toggle_wrong(answer_id, click.person)
                taken_back = render_text(t("Your report is taken back."))
                await click.whisper(taken_back if withdrawn else render_thanks(t.locale))
            case Action.DISMISS:
                answer = await self._store.answer(answer_id)
                await self._service.dismiss(answer_id, click.person)
                if click.is_guest:
                    await click.remove()
                else:
                    await self._poster.remove(client, answer)
            case Action.MORE | Action.SHOW:
                await click.whisper(render_more(await self._card_of(click, t.locale)))
            case Action.DEAD_ENDS:
                await click.whisper(render_dead_ends(await self._card_of(click, t.locale)))
            case Action.PUBLISH:
                await self._publish(client, click, t)
            case Action.LANGUAGE:
                pass  # no menu of ours here; `/errfix language` is

    async def _is_bot(self, workspace: discord.Client, person_id: str) -> bool:
        # Who puts a reaction is told with it; who takes one away may be known.
        user = workspace.get_user(int(person_id))
        return user is not None and user.bot

    async def _card_of(self, click: Click, locale: str) -> Card:
        """The card a button belongs to: an answer's, or an entry's where nobody was answered."""
        if click.action.entry_id:
            return await self._service.entry_card(click.action.entry_id, locale)
        return await self._service.card(click.action.answer_id or "", locale)

    async def _update(self, client: discord.Client, click: Click, t: Translator) -> None:
        """Show the new rates on the card in the channel, and where the click was."""
        answer_id = click.action.answer_id or ""
        if not click.is_guest:
            self._poster.refresh(client, answer_id)
        if click.is_detail:
            await click.replace(render_more(await self._service.card(answer_id, t.locale)))
        elif click.is_private or click.is_guest:
            await click.replace(render_card(await self._service.card(answer_id), private=click.is_private))

    async def _missed(self, client: discord.Client, click: Click, t: Translator) -> None:
        """The click was for something that is not there."""
        try:
            answer = await self._store.answer(click.action.answer_id or "")
            if click.action.fix_id is None or answer.state is not AnswerState.ANSWERED:
                await click.whisper(_gone(t))
                return
            await self._update(client, click, t)
        except NotFoundError:
            await click.whisper(_gone(t))
        else:
            said = t("errfix does not know this fix any more; the card shows those it knows now.")
            await click.whisper(render_text(said))

    async def _publish(self, client: discord.Client, click: Click, t: Translator) -> None:
        """Show everybody the card that one person got."""
        if not click.may_write:
            await click.whisper(render_text(t("You may not write here, so errfix does not post the card for you.")))
            return
        answer_id = click.action.answer_id or ""
        async with self._locks.hold(answer_id):
            answer = await self._store.answer(answer_id)
            if answer.posted_id is None:
                try:
                    await self._post(client, click, answer)
                except (NoAccessError, discord.HTTPException) as error:
                    if is_dead_token(error):
                        raise
                    log.warning("cannot post a card in channel %s: %s", click.place.channel, explain(error))
                    said = t("errfix cannot post here. Somebody who manages the server can let it in.")
                    if not isinstance(error, NoAccessError | discord.Forbidden):
                        said = t("errfix could not post the card here ({reason}).", reason=explain(error))
                    await click.whisper(render_text(said))
                    return
        await click.replace(render_text(t("The card is posted.")))

    async def _post(self, client: discord.Client, click: Click, answer: Answer) -> None:
        card = await self._service.card(answer.answer_id)
        if not click.is_guest and answer.place.workspace != DIRECT:
            await self._poster.card(client, answer.place, card, thread=answer.thread_id, asked=True)
            return
        # Used by somebody who installed errfix for themselves, where the bot is not.
        sent = await click.publish(render_card(card))
        if sent.flags.ephemeral:
            msg = "the server lets nobody show there what an app of their own says"
            raise NoAccessError(msg)
        posted_id = to_posted_id(answer.place, str(sent.channel.id), str(sent.id))
        await self._service.confirm(answer.answer_id, posted_id)


def _gone(t: Translator) -> LayoutView:
    return render_text(t("What this button stands for is not there any more. Ask again to see what errfix knows now."))
