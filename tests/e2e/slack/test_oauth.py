"""A workspace installs errfix by itself, uses it, and removes it again."""

import html
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, DummyCookieJar
from slack_sdk.web.async_client import AsyncWebClient

from tests.e2e.slack.conftest import TEAM, Errfix, Workspace, emulator, eventually, free_port

pytestmark = pytest.mark.e2e
PASTE = "```fatal: refusing to merge unrelated histories```"
# Where the emulated app says that people may be sent back to; the test goes to the bot's own port instead.
REGISTERED = "http://127.0.0.1:3000/slack/oauth_redirect"


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    """A workspace in which errfix is not installed yet."""
    port = free_port()
    async with emulator(f"http://127.0.0.1:{port}/slack/events") as front:
        errfix = Errfix(
            tmp_path,
            port,
            SLACK_CLIENT_ID="1.2",
            SLACK_CLIENT_SECRET="test-client-secret",
            SLACK_API_URL=f"{front.url}/api/",
        )
        await errfix.start()
        try:
            channels = await AsyncWebClient("xoxp-test-alice", base_url=f"{front.url}/api/").conversations_list()
            channel = next(one["id"] for one in channels["channels"] if one["name"] == "support")
            yield Workspace(front, errfix, channel)
        finally:
            await errfix.stop()


async def install(workspace: Workspace) -> str:
    """What alice does in her browser, from the button to the last page."""
    async with ClientSession(cookie_jar=DummyCookieJar()) as browser:
        async with browser.get(f"{workspace.errfix.url}/slack/install") as response:
            page = await response.text()
            cookie = response.headers["Set-Cookie"].partition(";")[0]
        button = re.search(r'href="([^"]+/oauth/v2/authorize[^"]+)"', page)
        assert button is not None, page
        asked = parse_qs(urlsplit(html.unescape(button[1])).query)
        users = (await workspace.alice.client.users_list())["members"]
        agreed = {
            "user_id": next(user["id"] for user in users if user["name"] == "alice"),
            "redirect_uri": REGISTERED,
            **{name: asked[name][0] for name in ("scope", "state", "client_id")},
        }
        callback = f"{workspace.front.url}/oauth/v2/authorize/callback"
        async with browser.post(callback, data=agreed, allow_redirects=False) as response:
            back = response.headers["Location"]
        assert back.startswith(f"{REGISTERED}?")
        own = f"{workspace.errfix.url}/slack/oauth_redirect?{urlsplit(back).query}"
        async with browser.get(own, headers={"Cookie": cookie}) as response:
            assert response.status == 200, await response.text()
            return await response.text()


def event(kind: str, **more: object) -> bytes:
    return json.dumps(
        {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": f"Ev{kind}", "event_time": 1}
        | {"event": {"type": kind, **more}}
    ).encode()


async def test_a_workspace_that_installs_errfix_gets_answers_and_one_that_removes_it_gets_none(
    workspace: Workspace,
) -> None:
    before = await workspace.alice.write(PASTE)
    page = await install(workspace)
    answered = await workspace.alice.write(PASTE)
    card = await workspace.card(answered)
    token = next(call.token for call in workspace.front.called("chat.postMessage") if call.arguments["text"] != PASTE)
    await workspace.errfix.hear(event("app_uninstalled"), "application/json")

    async def unknown() -> bool:
        # Whether it is still installed shows in what becomes of the next message.
        await workspace.alice.write(PASTE)
        return (
            f"{TEAM} sends events, but errfix is not installed there" in workspace.errfix.log.split("uninstalled")[-1]
        )

    assert "slack://" in page or "Thank you" in page
    assert card["thread_ts"] == answered
    assert token.startswith("xoxb-")
    assert await workspace.replies(before) == []
    assert await eventually(unknown, "errfix forgetting the workspace")
