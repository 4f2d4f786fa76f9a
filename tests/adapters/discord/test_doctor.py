"""What the doctor says of Discord, against an API on loopback."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import discord as library
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.discord.doctor import check
from adapters.discord.permissions import NAMES, NEEDED, PERMISSIONS
from adapters.finding import Finding, Verdict
from bot.settings import load_settings
from tests.adapters.discord.gateway_fake import TOKEN
from tests.adapters.discord.payloads import APPLICATION, application


def server(name: str, without: str = "", number: int = 1) -> dict[str, Any]:
    permissions = library.Permissions(NEEDED.value)
    permissions.update(**({without: False} if without else {}))
    return {"id": str(number), "name": name, "permissions": str(permissions.value)}


@dataclass
class Discord:
    """Answers as told."""

    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    async def answer(self, request: web.Request) -> web.Response:
        self.tokens.add(request.headers.get("Authorization", ""))
        answer = self.answers[request.match_info["path"]]
        found = answer(request) if callable(answer) else answer
        return found if isinstance(found, web.Response) else web.json_response(found)


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    limit = {"total": 1000, "remaining": 900, "reset_after": 3_600_000, "max_concurrency": 1}
    discord = Discord(
        answers={
            "users/@me": {"id": APPLICATION, "username": "errfix"},
            "applications/@me": application(),
            "gateway/bot": {"url": "wss://x", "shards": 1, "session_start_limit": limit},
            "users/@me/guilds": [server("Acme")],
        }
    )
    app = web.Application()
    app.router.add_get("/api/v10/{path:.*}", discord.answer)
    async with TestServer(app, host="127.0.0.1") as stand_in:
        discord.url = str(stand_in.make_url("/api/v10"))
        yield discord


Look = Callable[..., Any]


@pytest.fixture
def look(discord: Discord, monkeypatch: pytest.MonkeyPatch) -> Look:
    """The doctor's findings with these settings."""

    async def _look(**settings: str) -> list[Finding]:
        for name, value in {"DISCORD_API_URL": discord.url, "DISCORD_TOKEN": TOKEN, **settings}.items():
            monkeypatch.setenv(name, value)
        return [finding async for finding in check(load_settings(None))]

    return _look


def of(findings: list[Finding], verdict: Verdict) -> list[Finding]:
    return [finding for finding in findings if finding.verdict is verdict]


async def test_nothing_is_wrong_with_a_complete_set_up(discord: Discord, look: Look) -> None:
    findings = await look()
    assert [finding.text for finding in of(findings, Verdict.GOOD)] == [
        "The bot token works: @errfix of the application errfix",
        "It may read messages (Message Content Intent)",
        "The gateway answers; this process has 1 of 1 shard",
        "In 1 server: Acme",
    ]
    assert of(findings, Verdict.BROKEN) == of(findings, Verdict.WARNING) == []
    assert discord.tokens == {f"Bot {TOKEN}"}


async def test_the_address_that_lets_it_in_asks_for_what_it_needs_and_no_more(look: Look) -> None:
    (invite,) = of(await look(), Verdict.NOTE)
    assert f"client_id={APPLICATION}&scope=bot+applications.commands&permissions={NEEDED.value}" in invite.text
    assert NAMES.keys() == PERMISSIONS.keys()


async def test_without_a_token_it_says_where_to_begin(look: Look) -> None:
    (finding,) = await look(DISCORD_TOKEN="")
    assert finding.verdict is Verdict.NOTE
    assert "docs/discord.md" in finding.advice


@pytest.mark.parametrize(
    ("settings", "text"),
    (
        ({"DISCORD_TOKEN": "not a token"}, "DISCORD_TOKEN is no bot token"),
        ({"DISCORD_SHARD_IDS": "0-3"}, "DISCORD_SHARDS is not"),
        ({"DISCORD_SHARD_IDS": "0-3", "DISCORD_SHARDS": "2"}, "names shard 3"),
    ),
)
async def test_a_set_up_that_errfix_does_not_start_with_is_one_finding(
    look: Look, settings: dict[str, str], text: str
) -> None:
    (finding,) = await look(**settings)
    assert finding.verdict is Verdict.BROKEN
    assert text in finding.text
    assert finding.advice


async def test_a_token_that_discord_refuses_is_said(discord: Discord, look: Look) -> None:
    discord.answers["users/@me"] = lambda _: web.json_response({"message": "401: Unauthorized"}, status=401)
    (finding,) = await look()
    assert finding.text == "Discord does not know this token (401)"
    assert "Reset Token" in finding.advice
    assert TOKEN not in finding.text


@pytest.mark.parametrize(
    ("mode", "verdict"), (("auto", Verdict.WARNING), ("on", Verdict.BROKEN), ("off", Verdict.NOTE))
)
async def test_without_the_message_content_intent_it_says_what_works(
    discord: Discord, look: Look, mode: str, verdict: Verdict
) -> None:
    discord.answers["applications/@me"] = application(flags=0)
    findings = await look(DISCORD_MESSAGE_CONTENT=mode)
    assert findings[1].verdict is verdict
    assert "Intent" in findings[1].advice or mode == "off"


async def test_a_missing_permission_is_named_with_what_it_is_for(discord: Discord, look: Look) -> None:
    discord.answers["users/@me/guilds"] = [server("Acme", "add_reactions"), server("Zoo", number=2)]
    (finding,) = of(await look(), Verdict.WARNING)
    assert finding.text.startswith("In Acme, Add Reactions is missing: without it errfix cannot put 💡")


async def test_a_bot_in_no_server_is_a_warning(discord: Discord, look: Look) -> None:
    discord.answers["users/@me/guilds"] = []
    (finding,) = of(await look(), Verdict.WARNING)
    assert finding.text == "errfix is in no server yet"


async def test_many_servers_are_read_page_by_page_and_counted(discord: Discord, look: Look) -> None:
    def page(request: web.Request) -> list[dict[str, Any]]:
        first = int(request.query["after"]) + 1
        return [server(f"s{number:03}", number=number) for number in range(first, min(first + 200, 251))]

    discord.answers["users/@me/guilds"] = page
    texts = [finding.text for finding in await look()]
    assert any(text.startswith("In 250 servers: s001, ") and text.endswith("s008 and 242 more") for text in texts)


async def test_commands_that_go_elsewhere_are_noticed(discord: Discord, look: Look) -> None:
    discord.answers["applications/@me"] = application(interactions_endpoint_url="https://example.org")
    (finding,) = of(await look(), Verdict.BROKEN)
    assert "Interactions Endpoint URL" in finding.advice


async def test_too_few_shards_and_too_many_starts_are_warned_of(discord: Discord, look: Look) -> None:
    discord.answers["gateway/bot"]["shards"] = 4
    (finding,) = of(await look(DISCORD_SHARDS="2"), Verdict.WARNING)
    assert "fewer than the 4 shards" in finding.text
    discord.answers["gateway/bot"]["session_start_limit"]["remaining"] = 3
    (finding,) = of(await look(DISCORD_SHARDS="4"), Verdict.WARNING)
    assert "Only 3 of today's starts are left" in finding.text


async def test_a_discord_that_cannot_be_reached_is_no_traceback(look: Look) -> None:
    (finding,) = await look(DISCORD_API_URL="http://127.0.0.1:1/api/v10")
    assert "cannot be reached" in finding.text
    assert "DISCORD_API_URL" in finding.advice


async def test_a_page_that_is_no_discord_is_no_traceback(discord: Discord, look: Look) -> None:
    discord.answers["users/@me"] = lambda _: web.Response(text="<h1>Welcome</h1>", content_type="text/html")
    (finding,) = await look()
    assert "answers, but not as Discord does" in finding.text
