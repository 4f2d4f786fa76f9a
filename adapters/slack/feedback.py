"""What people say about cards: thumbs, buttons, and the offers they open."""

import logging
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.base.actions import Action
from adapters.base.feedback import BaseFeedback
from adapters.slack.clicks import Click, respond, to_click
from adapters.slack.events import FileRef, to_reaction
from adapters.slack.people import People
from adapters.slack.poster import Poster
from adapters.slack.problems import cannot_post_there, code_of, explain, is_dead_token, is_too_late
from adapters.slack.render import render_card, render_dead_ends, render_more, render_notice, render_text
from adapters.slack.workspaces import Workspace, Workspaces
from bot.cards.card import Card
from bot.errors import NotAllowedError, NotFoundError
from bot.localization import Translator, translator
from bot.service import Service

log = logging.getLogger(__name__)

_VALUES = {Action.WORKED: 1, Action.FAILED: -1}


class Feedback(BaseFeedback[Workspace, FileRef]):
    """Handles reactions and the buttons of cards. All it needs is in the event and in the store."""

    def __init__(self, service: Service, workspaces: Workspaces, poster: Poster, people: People) -> None:
        super().__init__(service, poster)
        self._workspaces = workspaces
        self._people = people

    async def react(self, workspace: Workspace, event: dict[str, Any]) -> None:
        reacted = to_reaction(event, workspace.origin)
        if reacted is not None:
            await self.reacted(workspace, reacted)

    async def click(self, workspace: Workspace, body: dict[str, Any]) -> None:
        click = to_click(body, workspace)
        t = await self._translator(workspace, click)
        try:
            await self._act(workspace, click, t)
        except NotFoundError:
            gone = t("What this button stands for is not there any more. Ask again to see what errfix knows now.")
            await self._whisper(workspace, click, t, gone)
        except NotAllowedError:
            only = t("Only the person who asked, or a maintainer of errfix, can dismiss this card.")
            await self._whisper(workspace, click, t, only)
        except SlackApiError as error:
            if not is_too_late(error):
                raise
            late = t("Slack opens a window only within three seconds, and this took longer. Please click again.")
            await self._whisper(workspace, click, t, late)

    async def _act(self, workspace: Workspace, click: Click, t: Translator) -> None:
        answer_id = click.action.answer_id or ""
        match click.action.action:
            case Action.WORKED | Action.FAILED:
                await self._vote(workspace, click, t)
            case Action.WRONG:
                await self._wrong(workspace, click, t)
            case Action.DISMISS:
                answer = await self._store.answer(answer_id)
                await self._service.dismiss(answer_id, click.person)
                await self._poster.remove(workspace, answer)
            case Action.MORE | Action.SHOW:
                await self._window(workspace, click, render_more(await self._card_of(click, t.locale)))
            case Action.DEAD_ENDS:
                await self._window(workspace, click, render_dead_ends(await self._card_of(click, t.locale)))
            case Action.PUBLISH:
                await self._publish(workspace, click, t)
            case Action.LANGUAGE:
                pass  # the app home's own

    async def _card_of(self, click: Click, locale: str) -> Card:
        """The card a button belongs to: an answer's, or an entry's where nobody was answered."""
        if click.action.entry_id:
            return await self._service.entry_card(click.action.entry_id, locale)
        return await self._service.card(click.action.answer_id or "", locale)

    async def _vote(self, workspace: Workspace, click: Click, t: Translator) -> None:
        answer_id, fix_id = click.action.answer_id or "", click.action.fix_id or ""
        again = await self._toggle_vote(answer_id, fix_id, click.person, _VALUES[click.action.action])
        await self._update(workspace, click)
        if again:
            await self._whisper(workspace, click, t, t("Your vote is taken back."))

    async def _wrong(self, workspace: Workspace, click: Click, t: Translator) -> None:
        withdrawn = await self._toggle_wrong(click.action.answer_id or "", click.person)
        thanks = t("Thank you. errfix will be more careful with this answer here.")
        await self._whisper(workspace, click, t, t("Your report is taken back.") if withdrawn else thanks)

    async def _publish(self, workspace: Workspace, click: Click, t: Translator) -> None:
        """Show everybody the card that one person got."""
        answer_id = click.action.answer_id or ""
        async with self._locks.hold(answer_id):
            answer = await self._store.answer(answer_id)
            said = t("The card is posted.")
            if answer.posted_id is None:
                card = await self._service.card(answer_id)
                try:
                    await self._poster.card(workspace, answer.place, card, thread=answer.thread_id, asked=True)
                except SlackApiError as error:
                    if is_dead_token(error):
                        raise
                    log.warning("cannot post a card in workspace %s: %s", workspace.id, explain(error))
                    said = t("errfix could not post the card here ({reason}).", reason=code_of(error))
                    if cannot_post_there(error):
                        said = t("errfix cannot post here. Invite it to the channel first: /invite @errfix")
                    await self._whisper(workspace, click, t, said)
                    return
        await respond(self._workspaces.session, click.response_url, render_text(said), replace=True)

    async def _is_bot(self, workspace: Workspace, person_id: str) -> bool:
        return (await self._people.profile(workspace, person_id)).is_bot

    async def _update(self, workspace: Workspace, click: Click) -> None:
        """Show the new rates on the card in the channel, and where the click was."""
        answer_id = click.action.answer_id or ""
        self._poster.refresh(workspace, answer_id)
        if click.window_id:
            answer = await self._service.card(answer_id, await self._locale(workspace, click))
            await workspace.client.views_update(view_id=click.window_id, view=render_more(answer))
        elif click.is_private:
            said = render_card(await self._service.card(answer_id), private=True)
            await respond(self._workspaces.session, click.response_url, said, replace=True)

    async def _window(self, workspace: Workspace, click: Click, view: dict[str, Any]) -> None:
        if click.window_id:
            await workspace.client.views_push(trigger_id=click.trigger_id, view=view)
        else:
            await workspace.client.views_open(trigger_id=click.trigger_id, view=view)

    async def _whisper(self, workspace: Workspace, click: Click, t: Translator, text: str) -> None:
        """Say something to the clicker alone; in a window or on the app home, in a window of its own."""
        if click.response_url:
            await respond(self._workspaces.session, click.response_url, render_text(text))
        else:
            await self._window(workspace, click, render_notice(text, t))

    async def _translator(self, workspace: Workspace, click: Click) -> Translator:
        return translator(await self._locale(workspace, click))

    async def _locale(self, workspace: Workspace, click: Click) -> str:
        profile = await self._people.profile(workspace, click.person.id)
        return await self._service.private_locale(click.place, replace(click.person, locale=profile.locale))
