"""The conversation in the local web channel: people with browsers."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, CookieJar

from adapters.base.actions import Action
from adapters.http import Health, HttpServer
from adapters.web.adapter import WebAdapter
from bot.entries import Fix
from bot.settings import Settings
from tests.adapters.web.conftest import Browser
from tests.contract.conversation import Conversation
from tests.contract.core import Core
from tests.contract.features import Platform
from tests.contract.reading_web import Region, read
from tests.contract.values import ADA, NOTHING, UP, Button, File, Shown, Written

_SETTINGS = {"web_port": 0, "web_token": None, "web_host": "127.0.0.1"}
_THUMB = "thumb-"


class OnWeb(Conversation):
    platform = Platform.WEB
    manager = ADA

    def __init__(self, core: Core) -> None:
        self._core = core
        self._settings = Settings(_env_file=None).model_copy(update=_SETTINGS)
        self._cookies: dict[str, CookieJar] = {}
        self._browsers: dict[str, Browser] = {}
        self._locales: dict[str, str] = {}
        self._number = 0
        self._whispers: list[str] = []

    async def start(self) -> None:
        service = await self._core.open(self._settings)
        self._server = HttpServer(self._settings, Health(service.store.ping, lambda: len(service.catalog)))
        WebAdapter(service, self._settings).mount(self._server.app)
        await self._server.start()

    async def close(self) -> None:
        for browser in self._browsers.values():
            await browser.session.close()
        self._browsers.clear()
        await self._server.close()
        await self._core.close()

    async def restart(self) -> None:
        await self.close()
        await self.start()

    def speaks(self, person: str, locale: str) -> None:
        assert person not in self._browsers
        self._locales[person] = locale

    async def post(self, person: str, text: str, files: Sequence[File] = (), *, deliveries: int = 1) -> Written:
        self._number += 1
        post_id = f"post-{self._number:04}"
        payload = {
            "id": post_id,
            "text": text,
            "files": [{"name": file.name, "text": file.text} for file in files],
        }
        browser = await self._browser(person)
        answers = await asyncio.gather(*(browser.send("POST", "/posts", payload) for _ in range(deliveries)))
        assert {status for status, _ in answers} == {200}
        return Written(post_id, person, payload, self._whisper(answers[0][1]))

    async def mention(self, person: str, text: str) -> Written:
        return await self.post(person, _addressed(text))

    async def redeliver(self, written: Written) -> None:
        status, _ = await (await self._browser(written.author)).send("POST", "/posts", written.native)
        assert status == 200

    async def edit(self, written: Written, text: str, *, mention: bool = False) -> Written:
        browser, payload = await self._browser(written.author), {"text": _addressed(text) if mention else text}
        status, said = await browser.send("PATCH", f"/posts/{written.id}", payload)
        assert status == 200
        return Written(written.id, written.author, written.native, self._whisper(said))

    async def delete(self, written: Written) -> None:
        status, _ = await (await self._browser(written.author)).send("DELETE", f"/posts/{written.id}", {})
        assert status == 200

    async def cards_under(self, written: Written) -> list[Shown]:
        card = await self._card(written.author, written.id)
        return [card] if card else []

    async def has_offer(self, written: Written) -> bool:
        return await self._offer(written) is not None

    async def open_offer(self, person: str, written: Written) -> None:
        button = await self._offer(written)
        if button is not None:
            await (await self._browser(person)).send("POST", f"/answers/{button['data-answer']}/open", {})

    async def press(self, person: str, shown: Shown, action: Action, fix: Fix | None = None) -> Shown:
        browser, post_id = await self._browser(person), shown.native
        own = (await self._card(person, post_id) if post_id else None) or shown
        offered = own if action in own.actions else shown  # dismissing is offered to its asker alone
        attributes = offered.button(action, fix).native
        pressed = attributes.get("aria-pressed") == "true"
        match action:
            case Action.WORKED | Action.FAILED:
                value = 0 if pressed else int(attributes["data-value"])
                path, payload = "votes", {"fix_id": attributes["data-fix"], "value": value}
            case Action.WRONG:
                path, payload = "wrong", {"withdrawn": pressed}
            case _:
                path, payload = str(action), {}
        status, said = await browser.send("POST", f"/answers/{attributes['data-answer']}/{path}", payload)
        if status != 200:
            return Shown(said["error"])
        if said.get("card"):
            return _shown(read(said["card"], "card")["card"])
        after = await browser.get(f"/posts/{post_id}") if post_id else ""
        return Shown(read(after, "thanks")["thanks"].text)

    async def react(self, person: str, thumb: str, card: Shown) -> None:
        await self._thumb(person, thumb, card)

    async def unreact(self, person: str, thumb: str, card: Shown) -> None:
        await self._thumb(person, thumb, card, removed=True)

    async def command(self, person: str, text: str) -> Shown:
        return (await self.post(person, f"/errfix {text}")).whispered

    async def show_entry(self, person: str, shown: Shown) -> Shown:
        return await self.command(person, f"show {shown.entries[0]}")

    async def alarms(self) -> list[str]:
        page = await (await self._browser("a reader")).get("/")
        return re.findall("<(?:img|iframe).*", "\n".join([page, *self._whispers]))  # the pages have none of their own

    async def _browser(self, person: str) -> Browser:
        """The person's, with the page open; their cookies outlive the server."""
        if person not in self._browsers:
            jar = self._cookies.setdefault(person, CookieJar(unsafe=True))
            headers = {"Accept-Language": self._locales.get(person, "en")}
            self._browsers[person] = Browser(ClientSession(self._server.url, cookie_jar=jar, headers=headers))
            await self._browsers[person].open()
        return self._browsers[person]

    async def _card(self, person: str, post_id: str) -> Shown | None:
        """A post's card as the person sees it."""
        region = read(await (await self._browser(person)).get(f"/posts/{post_id}"), "card")["card"]
        return _shown(region, post_id) if region.words else None

    async def _offer(self, written: Written) -> dict[str, str] | None:
        html = await (await self._browser(written.author)).get(f"/posts/{written.id}")
        return next(iter(read(html, "offer")["offer"].buttons), None)

    async def _thumb(self, person: str, thumb: str, card: Shown, *, removed: bool = False) -> None:
        key = _THUMB + ("up" if thumb == UP else "down")
        html = await (await self._browser(person)).get(f"/posts/{card.native}")
        button = next(button for button in read(html, "card")["card"].buttons if button.get("data-key") == key)
        assert (button["aria-pressed"] == "true") is removed
        payload = {"fix_id": button["data-fix"], "value": 0 if removed else int(button["data-value"])}
        path = f"/answers/{button['data-answer']}/votes"
        assert (await (await self._browser(person)).send("POST", path, payload))[0] == 200

    def _whisper(self, said: dict[str, Any]) -> Shown:
        if not said.get("whisper"):
            return NOTHING
        self._whispers.append(said["whisper"])
        return _shown(read(said["whisper"], "whisper")["whisper"])


@asynccontextmanager
async def on_web(core: Core) -> AsyncIterator[Conversation]:
    chat = OnWeb(core)
    await chat.start()
    try:
        yield chat
    finally:
        await chat.close()


def _addressed(text: str) -> str:
    return f"@errfix {text}"


def _shown(region: Region, post_id: str = "") -> Shown:
    made = (_button(attributes) for attributes in region.buttons)
    return Shown(region.text, tuple(button for button in made if button), post_id)


def _button(attributes: dict[str, str]) -> Button | None:
    match attributes.get("data-action"):
        case "vote" if not attributes["data-key"].startswith(_THUMB):
            action = Action.WORKED if attributes["data-value"] == "1" else Action.FAILED
            return Button(action, attributes["data-fix"], native=attributes)
        case "wrong":
            return Button(Action.WRONG, native=attributes)
        case "dismiss":
            return Button(Action.DISMISS, native=attributes)
        case "show-entry":
            return Button(Action.SHOW, entry_id=attributes["data-show"], native=attributes)
        case _:
            return None
