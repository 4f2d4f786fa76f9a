"""The page's own requests: writing, editing and deleting posts, voting, and reading what changed."""

import asyncio
from datetime import UTC, datetime

from aiohttp import web

from adapters.web.events import (
    PLACE,
    clean,
    decode,
    shown_text,
    to_edit,
    to_message,
    to_vote,
    to_wrong_match,
)
from adapters.web.gate import set_cookie
from adapters.web.live import Hub, Kind
from adapters.web.render import render_answer, render_post, render_posts, render_whisper
from adapters.web.viewer import AUTO, LANGUAGE_COOKIE, Viewer
from adapters.web.views import find_post, view_answer, view_post, view_timeline, view_told
from bot.desk import Desk, Request
from bot.errors import InputError, NotAllowedError
from bot.events import Asked, File, Message
from bot.localization import translator
from bot.service import Reply, Service
from bot.store import Answer, Post


class Channel:
    """Handlers of the channel. Each change is published, so that every open page fetches what it shows of it."""

    def __init__(self, service: Service, desk: Desk, hub: Hub) -> None:
        self._service = service
        self._desk = desk
        self._store = service.store
        self._hub = hub

    async def write(self, request: web.Request, viewer: Viewer) -> web.Response:
        """A new message. The page names its id, so that one sent again after a lost connection is the same message."""
        payload = decode(await request.read())
        message = to_message(payload, viewer.person)
        if message.asked is Asked.PRIVATELY:
            return await self._tell(request, message, viewer)
        known = await self._store.post(PLACE, message.id)
        if known is not None and known.author_id != viewer.person.id:
            msg = "this id belongs to another message"
            raise InputError(msg)
        await self._store.add_post(
            Post(
                PLACE,
                message.id,
                viewer.person.id,
                viewer.name,
                await self._redacted(shown_text(payload)),
                tuple([File(file.name, await self._redacted(file.text)) for file in message.files]),
                datetime.now(UTC),
            )
        )
        self._hub.publish(Kind.POST, message.id)
        reply = await self._service.handle_message(message)
        return await self._answered(message, reply, viewer)

    async def edit(self, request: web.Request, viewer: Viewer) -> web.Response:
        post = await self._own_post(request, viewer)
        payload = decode(await request.read())
        message = to_edit(payload, post.id, post.files, viewer.person)
        await self._store.edit_post(PLACE, post.id, await self._redacted(shown_text(payload)))
        reply = await self._service.handle_edit(message)
        return await self._answered(message, reply, viewer)

    async def delete(self, request: web.Request, viewer: Viewer) -> web.Response:
        post = await self._own_post(request, viewer)
        await self._service.handle_delete(PLACE, post.id)
        await self._store.remove_post(PLACE, post.id)
        self._hub.publish(Kind.REMOVED, post.id)
        return web.json_response({})

    async def vote(self, request: web.Request, viewer: Viewer) -> web.Response:
        vote = to_vote(decode(await request.read()), _id(request), viewer.person)
        await self._service.handle_vote(vote)
        answer = await self._store.answer(vote.answer_id)
        self._hub.publish(Kind.ENTRY, answer.entry_id)
        return await self._changed(answer, viewer)

    async def wrong(self, request: web.Request, viewer: Viewer) -> web.Response:
        report = to_wrong_match(decode(await request.read()), _id(request), viewer.person)
        await self._service.handle_wrong_match(report)
        return await self._changed(await self._store.answer(report.answer_id), viewer)

    async def dismiss(self, request: web.Request, viewer: Viewer) -> web.Response:
        answer_id = _id(request)
        await self._service.dismiss(answer_id, viewer.person)
        return await self._changed(await self._store.answer(answer_id), viewer)

    async def open(self, request: web.Request, viewer: Viewer) -> web.Response:
        """The offered card, for everybody to see."""
        answer_id = _id(request)
        card = await self._service.open_offer(answer_id)
        answer = await self._store.answer(answer_id)
        if card is not None:
            await self._service.confirm(answer_id, posted_id(answer.message_id))
        return await self._changed(answer, viewer)

    async def show(self, request: web.Request, viewer: Viewer) -> web.Response:
        post = await find_post(self._service, _id(request))
        view = await view_post(self._service, post, viewer, full="full" in request.query)
        return web.Response(text=render_post(view, viewer), content_type="text/html")

    async def text(self, request: web.Request, _viewer: Viewer) -> web.Response:
        """A post's text as it was written (and redacted), for editing it."""
        post = await find_post(self._service, _id(request))
        return web.Response(text=post.text, content_type="text/plain")

    async def earlier(self, request: web.Request, viewer: Viewer) -> web.Response:
        before = (await find_post(self._service, clean(request.query.get("before", "")))).id
        timeline = await view_timeline(self._service, viewer, self._hub.last_id, before)
        return web.Response(text=render_posts(timeline, viewer), content_type="text/html")

    async def _tell(self, request: web.Request, message: Message, viewer: Viewer) -> web.Response:
        """What somebody wrote after `/errfix`. Only they see it and what it brings: neither becomes a post."""
        chosen = None if viewer.language == AUTO else viewer.language
        if chosen != await self._store.person_locale(PLACE, viewer.person.id):
            await self._desk.choose_language(PLACE, viewer.person, chosen)
        # There are no accounts here: whoever is let in manages the channel.
        told = await self._desk.handle(Request(message, manages_channel=True))
        view = await view_told(self._service, told, viewer)
        texts = [text for text in (told.warning, told.text) if text]
        said: dict[str, object] = {"whisper": render_whisper(told.locale, *texts, card=view, entries=told.entries)}
        chosen_now = await self._store.person_locale(PLACE, viewer.person.id)
        if chosen_now == chosen:
            return web.json_response(said)
        said["language"] = chosen_now or AUTO
        response = web.json_response(said)
        set_cookie(request, response, LANGUAGE_COOKIE, chosen_now or AUTO)
        return response

    async def _answered(self, message: Message, reply: Reply | None, viewer: Viewer) -> web.Response:
        texts = _said(reply)
        if reply and reply.card and reply.answer_id:
            await self._service.confirm(reply.answer_id, posted_id(message.id))
        self._hub.publish(Kind.POST, message.id)
        if reply and reply.answer_id is None and not reply.text:
            t = translator(viewer.locale)
            texts.append(t("errfix stays silent on this. Mention @errfix or write /errfix to ask anyway."))
        whisper = render_whisper(viewer.locale, *texts) if texts else None
        return web.json_response({"post": message.id, "whisper": whisper})

    async def _changed(self, answer: Answer, viewer: Viewer) -> web.Response:
        """News of a changed answer; one that was asked privately only goes back to the asker, as its new card."""
        if await self._store.post(PLACE, answer.message_id) is not None:
            self._hub.publish(Kind.POST, answer.message_id)
            return web.json_response({})
        view = await view_answer(self._service, answer, viewer, private=True)
        return web.json_response({"card": render_answer(view) if view and view.card else None})

    async def _own_post(self, request: web.Request, viewer: Viewer) -> Post:
        post = await find_post(self._service, _id(request))
        if post.author_id != viewer.person.id:
            msg = "only its author can change a message"
            raise NotAllowedError(msg)
        return post

    async def _redacted(self, text: str) -> str:
        # In a thread: a long log must not keep the others waiting.
        return await asyncio.to_thread(self._service.redact, text)


def _id(request: web.Request) -> str:
    return clean(request.match_info["id"])


def posted_id(message_id: str) -> str:
    """The id of the card's own message: there is one under each post."""
    return f"{message_id}.card"


def _said(reply: Reply | None) -> list[str]:
    return [text for text in (reply.warning, reply.text) if text] if reply else []
