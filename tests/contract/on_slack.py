"""The conversation in a Slack workspace: signed requests in, Web API calls out."""

import asyncio
import html
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from adapters.base.actions import Action
from adapters.slack.adapter import SlackAdapter
from bot.desk import Desk
from bot.entries import Fix
from tests.adapters.slack.conftest import CHANNEL, DIRECT, Team, settings_for
from tests.adapters.slack.fake_api import BOT_USER, FakeSlack, fake_slack
from tests.adapters.slack.limits import Block
from tests.contract.conversation import Conversation
from tests.contract.core import Core
from tests.contract.features import Platform
from tests.contract.reading_slack import Where, shown_in, walk
from tests.contract.values import ADA, MAINTAINER, MANAGER, UP, File, Shown, Written, joined


class OnSlack(Conversation):
    platform = Platform.SLACK

    def __init__(self, core: Core, slack: FakeSlack) -> None:
        self._core = core
        self._slack = slack
        self._team: Team | None = None
        slack.people[_id(MANAGER)] = {"is_admin": True, "locale": "en-US"}

    @property
    def team(self) -> Team:
        assert self._team is not None
        return self._team

    async def start(self) -> None:
        settings = settings_for(self._slack, maintainers=(f"slack:{_id(MAINTAINER)}",))
        service = await self._core.open(settings)
        adapter = SlackAdapter(service, Desk(service), settings)
        connected = await adapter.start()
        if self._team is None:
            self._team = Team(self._slack, adapter, service, connected)
        else:
            self._team = replace(self._team, adapter=adapter, service=service)  # time goes on

    async def close(self) -> None:
        await self.team.adapter.close()
        await self._core.close()

    async def restart(self) -> None:
        await self.close()
        await self.start()

    def speaks(self, person: str, locale: str) -> None:
        self._slack.people.setdefault(_id(person), {})["locale"] = locale

    async def post(self, person: str, text: str, files: Sequence[File] = (), *, deliveries: int = 1) -> Written:
        event = self.team.message_event(_typed(text), user=_id(person))
        if files:
            event |= {"subtype": "file_share", "files": [self._upload(file) for file in files]}
        return await self._write(person, *[event] * deliveries)

    async def mention(self, person: str, text: str) -> Written:
        event = self.team.message_event(_typed(text, mention=True), user=_id(person))
        return await self._write(person, event, event | {"type": "app_mention"})

    async def redeliver(self, written: Written) -> None:
        await self._write(written.author, written.native)

    async def edit(self, written: Written, text: str, *, mention: bool = False) -> Written:
        calls, user = len(self._slack.calls), _id(written.author)
        message = {"type": "message", "user": user, "text": _typed(text, mention=mention), "ts": written.id}
        edited = message | {"edited": {"user": user, "ts": self.team.now()}}
        await self.team.edit(written.id, "", "", message=edited, previous_message=written.native)
        return self._written(written.author, written.native | message, calls)

    async def delete(self, written: Written) -> None:
        await self.team.delete(written.id)

    async def cards_under(self, written: Written) -> list[Shown]:
        return [card for card in self._public() if self._slack.messages[card.native.ts].args["thread_ts"] == written.id]

    async def has_offer(self, written: Written) -> bool:
        return (written.id, "bulb") in self._slack.reactions

    async def open_offer(self, person: str, written: Written) -> None:
        await self.team.react("bulb", written.id, user=_id(person))

    async def press(self, person: str, shown: Shown, action: Action, fix: Fix | None = None) -> Shown:
        return await self._click(person, shown, shown.button(action, fix).native)

    async def react(self, person: str, thumb: str, card: Shown) -> None:
        await self.team.react("+1" if thumb == UP else "-1", card.native.ts, user=_id(person))

    async def unreact(self, person: str, thumb: str, card: Shown) -> None:
        await self.team.react("+1" if thumb == UP else "-1", card.native.ts, user=_id(person), removed=True)

    async def command(self, person: str, text: str) -> Shown:
        return self._answer(await self.team.command(_typed(text), user=_id(person)))

    async def show_entry(self, person: str, shown: Shown) -> Shown:
        return await self.press(person, shown, Action.SHOW)

    async def alarms(self) -> list[str]:
        said = [call.args for call in self._slack.calls if "blocks" in call.args]
        parts = [part for args in said for part in walk(args["blocks"])]
        texts = [args["text"] for args in said] + [part["text"] for part in parts if part.get("type") == "mrkdwn"]
        named = [str(part) for part in parts if part.get("type") in {"user", "usergroup", "broadcast"}]
        return [text for text in texts if re.search("<[!@#]", text)] + named

    async def direct(self, person: str, text: str) -> Shown:
        before = set(self._slack.messages)
        event = {"user": _id(person), "channel": DIRECT, "channel_type": "im"}
        await self.team.message(_typed(text), **event)
        new = [(ts, call) for ts, call in self._slack.messages.items() if ts not in before]
        assert {call.args["channel"] for _, call in new} <= {DIRECT}
        return joined(shown_in(call.args["blocks"], Where(ts)) for ts, call in new)

    async def reply(self, person: str, root: Written, text: str, *, mention: bool = False) -> Written:
        said = _typed(text, mention=mention)
        return await self._write(person, self.team.message_event(said, user=_id(person), thread_ts=root.id))

    async def find_a_fix(self, person: str, written: Written) -> Shown:
        return self._answer(await self.team.shortcut(written.native, user=_id(person)))

    async def publish(self, person: str, shown: Shown) -> Shown | None:
        before = set(self._slack.messages)
        await self.press(person, shown, Action.PUBLISH)
        new = [card for card in self._public() if card.native.ts not in before]
        assert len(new) <= 1
        return new[0] if new else None

    async def now(self, shown: Shown) -> Shown | None:
        return next((card for card in self._public() if card.native.ts == shown.native.ts), None)

    async def more(self, person: str, card: Shown) -> Shown:
        return await self.press(person, card, Action.MORE)

    async def why_not(self, person: str, card: Shown) -> Shown:
        return await self.press(person, card, Action.DEAD_ENDS)

    async def home(self, person: str) -> Shown:
        opened = {"type": "app_home_opened", "user": _id(person), "channel": DIRECT, "tab": "home"}
        await self.team.event(opened | {"event_ts": self.team.now()})
        await self.team.settle()
        return self._home()

    async def choose_language(self, person: str, locale: str) -> Shown:
        menu = (await self.home(person)).button(Action.LANGUAGE).native
        option = next(option for option in menu["options"] if option["value"] == locale)
        chosen = {"type": menu["type"], "action_id": menu["action_id"], "selected_option": option}
        await self.team.click(chosen, user=_id(person), view={"id": "V1", "type": "home"})
        return self._home()

    def stranger(self) -> str:
        return ADA

    def maintainer(self) -> str:
        return MAINTAINER

    async def post_as_program(self, text: str) -> Written:
        changes = {"subtype": "bot_message", "bot_id": "B0000000CI", "user": ..., "client_msg_id": ...}
        return await self._write("", self.team.message_event(_typed(text), **changes))

    async def react_as_program(self, thumb: str, card: Shown) -> None:
        self._slack.people[_id("robot")] = {"is_bot": True}
        await self.react("robot", thumb, card)

    async def remove_errfix(self) -> None:
        await self.team.event({"type": "app_uninstalled", "event_ts": self.team.now()})
        await self.team.settle()

    async def _write(self, person: str, *events: dict[str, Any]) -> Written:
        calls = len(self._slack.calls)
        acks = await asyncio.gather(*(self.team.event(event) for event in events))
        assert {ack.status for ack in acks} == {200}
        await self.team.settle()
        return self._written(person, events[0], calls)

    def _written(self, person: str, event: dict[str, Any], calls: int) -> Written:
        """The message with all the words since so many calls."""
        new = self._slack.calls[calls:]
        whispered = [call.args for call in new if call.method == "chat.postEphemeral"]
        assert {args["user"] for args in whispered} <= {_id(person)}
        replied = [call.args for call in new if call.method == "chat.postMessage"]
        words = (shown for args in replied if not (shown := shown_in(args["blocks"], Where())).buttons)
        said = joined(shown_in(args["blocks"], Where()) for args in whispered)
        return Written(str(event["ts"]), person, event, said, joined(words))

    async def _click(self, person: str, shown: Shown, button: Block) -> Shown:
        where, views = shown.native, len(self._views())
        click = {name: button[name] for name in ("type", "action_id", "value")}
        user, about = _id(person), {"ts": where.ts, "private": where.private, "view": where.view}
        name = await self.team.click(click, user=user, **about)
        windows = [shown_in(view["blocks"], Where(view=view | {"id": "V2"})) for view in self._views()[views:]]
        return joined([*self._answers(name), *windows])

    def _views(self) -> list[dict[str, Any]]:
        methods = {"views.open", "views.push", "views.update"}
        return [call.args["view"] for call in self._slack.calls if call.method in methods]

    def _home(self) -> Shown:
        return shown_in(self._slack.of("views.publish")[-1].args["view"]["blocks"], Where())

    def _answer(self, name: str) -> Shown:
        (said,) = self._answers(name)
        return said

    def _answers(self, name: str) -> list[Shown]:
        said = self.team.responses(name)
        assert {args["response_type"] for args in said} <= {"ephemeral"}
        return [shown_in(args["blocks"], Where("private", private=True)) for args in said]

    def _public(self) -> list[Shown]:
        """The cards in the channel and its threads."""
        there = [(ts, call) for ts, call in self._slack.messages.items() if call.args["channel"] == CHANNEL]
        shown = (shown_in(call.args["blocks"], Where(ts)) for ts, call in there)
        return [card for card in shown if card.buttons]

    def _upload(self, file: File) -> dict[str, Any]:
        self._slack.files[file.name] = (file.text.encode(), "text/plain")
        return {
            "id": f"F{file.name}",
            "name": file.name,
            "mimetype": "text/plain",
            "filetype": "text",
            "mode": "snippet",
            "size": len(file.text.encode()),
            "url_private_download": f"{self._slack.origin}/files/{file.name}",
        }


@asynccontextmanager
async def on_slack(core: Core) -> AsyncIterator[Conversation]:
    async with fake_slack() as slack:
        chat = OnSlack(core, slack)
        await chat.start()
        try:
            yield chat
        finally:
            await chat.close()


def _id(person: str) -> str:
    return f"U{person.upper():0>11}"


def _typed(text: str, *, mention: bool = False) -> str:
    """A text as Slack hands on what somebody typed."""
    return f"<@{BOT_USER}> {_typed(text)}" if mention else html.escape(text, quote=False)
