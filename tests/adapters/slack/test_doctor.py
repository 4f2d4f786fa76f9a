"""What the doctor says of Slack, against a Web API on loopback."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.finding import Finding, Verdict
from adapters.slack.doctor import check
from adapters.slack.scopes import BOT_SCOPES
from bot.settings import load_settings

BOT, APP, SECRET = "xoxb-1-2-abc", "xapp-1-A0123456789-42-abc", "8f742231b10e8888abcd99yyyzzz85a5"
WORKSPACE = {"ok": True, "user": "errfix", "team": "Acme", "url": "https://acme.slack.com/", "bot_id": "B1"}


@dataclass
class Slack:
    """Answers as told, and notes which token asked."""

    url: str = ""
    scopes: str | None = ",".join(BOT_SCOPES)
    answers: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.tokens[method] = request.headers.get("Authorization", "")
        assert "token" not in {**request.query, **await request.post()}  # refused by the real one since 2026
        headers = {} if self.scopes is None else {"x-oauth-scopes": self.scopes}
        answer = self.answers[method]
        return web.json_response(answer(request) if callable(answer) else answer, headers=headers)


async def _page(_request: web.Request) -> web.Response:
    return web.Response(text="<h1>Welcome</h1>", content_type="text/html")


def channels(*names: str, cursor: str = "") -> dict[str, Any]:
    return {"ok": True, "channels": [{"name": name} for name in names], "response_metadata": {"next_cursor": cursor}}


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    slack = Slack(
        answers={
            "auth.test": WORKSPACE,
            "bots.info": {"ok": True, "bot": {"app_id": "A0123456789"}},
            "users.conversations": channels("support", "dev"),
            "apps.connections.open": {"ok": True, "url": "wss://127.0.0.1/link"},
        }
    )
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    app.router.add_route("*", "/html/{method}", _page)
    async with TestServer(app, host="127.0.0.1") as server:
        slack.url = str(server.make_url("/api/"))
        yield slack


Look = Callable[..., Any]


@pytest.fixture
def look(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> Look:
    """The doctor's findings with these settings."""

    async def _look(**settings: str) -> list[Finding]:
        for name, value in {"SLACK_API_URL": slack.url, **settings}.items():
            monkeypatch.setenv(name, value)
        return [finding async for finding in check(load_settings(None))]

    return _look


def broken(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict is Verdict.BROKEN]


def texts(findings: list[Finding]) -> str:
    return "\n".join(f"{finding.text} -> {finding.advice}" for finding in findings)


async def test_nothing_is_wrong_with_a_complete_set_up_for_socket_mode(slack: Slack, look: Look) -> None:
    findings = await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)

    assert {finding.verdict for finding in findings} == {Verdict.GOOD}
    assert [finding.text for finding in findings] == [
        "The bot token works: @errfix in Acme (https://acme.slack.com/)",
        f"The bot has all {len(BOT_SCOPES)} permissions it needs",
        "In 2 channels: #dev, #support",
        "The app-level token works: Socket Mode opens",
    ]
    assert slack.tokens["auth.test"] == f"Bearer {BOT}"
    assert slack.tokens["apps.connections.open"] == f"Bearer {APP}"


async def test_without_any_setting_it_says_where_to_begin(look: Look) -> None:
    (finding,) = await look()

    assert finding.verdict is Verdict.NOTE
    assert "docs/slack.md" in finding.advice


@pytest.mark.parametrize(
    ("settings", "text"),
    (
        ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT}, "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped"),
        ({"SLACK_BOT_TOKEN": "xoxp-1", "SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN does not begin with xoxb-"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": "xoxp-1"}, "SLACK_APP_TOKEN does not begin with xapp-"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": BOT}, "errfix cannot hear Slack"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_SIGNING_SECRET": SECRET}, "SLACK_CLIENT_SECRET is not set"),
    ),
)
async def test_a_set_up_that_errfix_does_not_start_with_is_one_finding_that_shows_no_token(
    look: Look, settings: dict[str, str], text: str
) -> None:
    findings = await look(**settings)

    (wrong,) = broken(findings)
    assert text in wrong.text
    assert wrong.advice
    assert all(secret not in texts(findings) for secret in (BOT, APP, SECRET))


async def test_the_tokens_of_workspaces_that_install_it_themselves_are_not_looked_at(look: Look) -> None:
    findings = await look(SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="x", SLACK_SIGNING_SECRET=SECRET)

    assert broken(findings) == []
    assert "/slack/install" in findings[0].text


@pytest.mark.parametrize("error", ("invalid_auth", "token_revoked", "account_inactive", "a_new_one"))
async def test_a_bot_token_that_slack_refuses_is_said_with_its_reason(slack: Slack, look: Look, error: str) -> None:
    slack.answers["auth.test"] = {"ok": False, "error": error}

    (wrong,) = broken(await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP))

    assert wrong.text.startswith("The bot token does not work: Slack ")
    assert wrong.text.endswith(f"({error})")


async def test_each_missing_permission_is_named_with_what_it_is_for(slack: Slack, look: Look) -> None:
    slack.scopes = ", ".join(scope for scope in BOT_SCOPES if scope not in {"reactions:write", "files:read"})

    findings = broken(await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP))

    assert [finding.text for finding in findings] == [
        f"The permission {scope} is missing: without it errfix cannot {BOT_SCOPES[scope]}"
        for scope in ("files:read", "reactions:write")
    ]
    assert "slack-manifest.yaml" in findings[0].advice


async def test_a_permission_too_many_is_a_warning(slack: Slack, look: Look) -> None:
    slack.scopes = ",".join([*BOT_SCOPES, "channels:manage"])

    findings = await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)

    (finding,) = [finding for finding in findings if finding.verdict is Verdict.WARNING]
    assert "channels:manage" in finding.text


async def test_a_server_that_does_not_tell_the_permissions_is_no_error(slack: Slack, look: Look) -> None:
    slack.scopes = None

    findings = await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)

    assert broken(findings) == []
    assert "#support" in texts(findings)


async def test_without_the_permission_to_list_channels_they_are_not_asked_for(slack: Slack, look: Look) -> None:
    slack.scopes = ",".join(scope for scope in BOT_SCOPES if scope != "groups:read")

    await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)

    assert "users.conversations" not in slack.tokens


async def test_tokens_of_two_apps_are_noticed(slack: Slack, look: Look) -> None:
    slack.answers["bots.info"] = {"ok": True, "bot": {"app_id": "A9999999999"}}

    (wrong,) = broken(await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP))

    assert wrong.text == "SLACK_APP_TOKEN is of another app (A0123456789) than SLACK_BOT_TOKEN (A9999999999)"


async def test_a_bot_in_no_channel_is_told_how_it_is_invited(slack: Slack, look: Look) -> None:
    slack.answers["users.conversations"] = channels()

    findings = await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP)

    (finding,) = [finding for finding in findings if finding.verdict is Verdict.WARNING]
    assert "/invite @errfix" in finding.advice


async def test_many_channels_are_read_page_by_page_and_counted(slack: Slack, look: Look) -> None:
    def page(request: web.Request) -> dict[str, Any]:
        if request.query.get("cursor") == "next":
            return channels("zoo")
        return channels(*(f"team-{number:02}" for number in range(10)), cursor="next")

    slack.answers["users.conversations"] = page

    found = texts(await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP))

    assert "In 11 channels: #team-00, " in found
    assert "#team-07 and 3 more" in found


async def test_an_app_token_without_the_permission_for_socket_mode_is_named(slack: Slack, look: Look) -> None:
    slack.answers["apps.connections.open"] = {"ok": False, "error": "missing_scope"}

    (wrong,) = broken(await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP))

    assert wrong.text == "Socket Mode cannot be opened: Slack says the token lacks a permission (missing_scope)"
    assert "connections:write" in wrong.advice


async def test_http_mode_says_what_slack_has_to_reach(look: Look) -> None:
    findings = await look(SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SECRET)

    assert broken(findings) == []
    assert findings[-1].verdict is Verdict.WARNING
    assert "/slack/events on 127.0.0.1 port 8765" in findings[-1].text
    assert "reverse proxy" in findings[-1].advice


async def test_a_slack_that_cannot_be_reached_is_no_traceback(look: Look) -> None:
    findings = broken(await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_API_URL="http://127.0.0.1:1/api/"))

    assert len(findings) == 2
    assert "http://127.0.0.1:1/api/ cannot be reached" in findings[0].text
    assert "SLACK_API_URL" in findings[0].advice


@pytest.mark.parametrize(("page", "status"), (("/other/", 404), ("/html/", 200)))
async def test_a_page_that_is_no_slack_is_no_traceback(slack: Slack, look: Look, page: str, status: int) -> None:
    url = slack.url.replace("/api/", page)

    findings = broken(await look(SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_API_URL=url))

    assert [str(status) in finding.text for finding in findings] == [True, True]
