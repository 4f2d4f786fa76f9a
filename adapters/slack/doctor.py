"""Looks at Slack from outside: the tokens, what they permit, where the bot is, how Slack reaches it."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from aiohttp import ClientError
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.finding import Finding, broken, good, note, warning
from adapters.http import is_loopback
from adapters.slack import setup
from adapters.slack.problems import code_of
from adapters.slack.scopes import BOT_SCOPES
from bot.errors import SettingsError
from bot.settings import Settings

_PATIENCE_S = 15
_PAGE = 200
_SHOWN = 8
"""Channels named in full; the others are counted."""
_APPS = "https://api.slack.com/apps"
_BOT_TOKEN = f"copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions on {_APPS}"
_APP_TOKEN = f"make an app-level token with connections:write under Basic Information on {_APPS}"

_REASONS = {
    "invalid_auth": "does not know this token",
    "not_authed": "got no token",
    "token_revoked": "says the token was revoked",
    "token_expired": "says the token has expired",
    "account_inactive": "says the app was removed from the workspace, or the workspace was closed",
    "not_allowed_token_type": "does not take this kind of token",
    "missing_scope": "says the token lacks a permission",
    "team_access_not_granted": "says the app was not let into this workspace",
    "org_login_required": "is moving this workspace; try again later",
    "ratelimited": "has had too many questions; try again in a minute",
}


async def check(settings: Settings) -> AsyncIterator[Finding]:
    """The findings, one after the other as they come in."""
    if not setup.is_configured(settings):
        yield note("Slack is not set up", "docs/slack.md leads through it in five minutes")
        return
    try:
        setup.check(settings)
    except SettingsError as error:
        problem, _, advice = str(error).partition("; ")
        yield broken(problem, advice or "docs/slack.md says where to find each of them")
    bot, app, secret = settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret
    if bot and _begins(bot, "xoxb-", "xoxe.xoxb-"):
        async for finding in _check_bot(_client(settings, bot), app):
            yield finding
    if setup.is_for_many(settings):
        yield note(f"Workspaces install errfix themselves, on {setup.INSTALL_PATH}; their tokens are not looked at")
    if app and _begins(app, "xapp-"):
        yield await _check_socket(_client(settings, app))
    elif secret:
        yield _check_http(settings)


def _begins(secret: SecretStr, *prefixes: str) -> bool:
    return secret.get_secret_value().startswith(prefixes)


def _client(settings: Settings, token: SecretStr) -> AsyncWebClient:
    client = AsyncWebClient(
        token.get_secret_value(), base_url=settings.slack_api_url, timeout=_PATIENCE_S, trust_env_in_session=True
    )
    client.proxy = None  # the session goes by the environment, and knows NO_PROXY as well
    return client


async def _check_bot(client: AsyncWebClient, app: SecretStr | None) -> AsyncIterator[Finding]:
    try:
        who = await client.auth_test()
    except _FAILURES as error:
        yield _failed("The bot token does not work", client, error, _BOT_TOKEN)
        return
    yield good(f"The bot token works: @{who['user']} in {who['team']} ({who['url']})")
    scopes = _scopes(who)
    for finding in _judge_scopes(scopes):
        yield finding
    if app is not None and (stranger := await _other_app(client, str(who.get("bot_id")), app)):
        yield stranger
    # Without these two it can be told nothing about its channels; that they are missing is said above.
    if scopes is None or {"channels:read", "groups:read"} <= scopes:
        yield await _channels(client, str(who["user"]))


def _scopes(response: AsyncSlackResponse) -> set[str] | None:
    """What the token may do, which Slack says with every response; None where it does not."""
    text = next((value for name, value in response.headers.items() if name.lower() == "x-oauth-scopes"), None)
    return None if text is None else {scope.strip() for scope in text.split(",") if scope.strip()}


def _judge_scopes(scopes: set[str] | None) -> list[Finding]:
    if scopes is None:
        return [note("Which permissions the bot has, this server does not say")]
    advice = f"paste slack-manifest.yaml under App Manifest on {_APPS}, save, and reinstall the app"
    missing = [
        broken(f"The permission {scope} is missing: without it errfix cannot {purpose}", advice)
        for scope, purpose in BOT_SCOPES.items()
        if scope not in scopes
    ]
    findings = missing or [good(f"The bot has all {len(BOT_SCOPES)} permissions it needs")]
    if more := sorted(scopes - set(BOT_SCOPES)):
        text = f"The bot has permissions that errfix does not need: {', '.join(more)}"
        findings.append(warning(text, f"remove them under OAuth & Permissions on {_APPS}"))
    return findings


async def _other_app(client: AsyncWebClient, bot_id: str, app: SecretStr) -> Finding | None:
    """A finding if the two tokens are of different apps; an app-level token names its own, as in `xapp-1-A012345-…`."""
    own = next((part for part in app.get_secret_value().split("-") if part.startswith("A")), None)
    try:
        bot = await client.bots_info(bot=bot_id)
    except _FAILURES:
        return None  # nothing to compare with; what else is wrong, the other checks say
    theirs = (bot.get("bot") or {}).get("app_id")
    if own is None or theirs is None or own == theirs:
        return None
    text = f"SLACK_APP_TOKEN is of another app ({own}) than SLACK_BOT_TOKEN ({theirs})"
    return broken(text, f"open the app {theirs} on {_APPS}, and {_APP_TOKEN.removesuffix(f' on {_APPS}')}")


async def _channels(client: AsyncWebClient, name: str) -> Finding:
    names: list[str] = []
    cursor = ""
    try:
        while True:
            page = await client.users_conversations(
                types="public_channel,private_channel", exclude_archived=True, limit=_PAGE, cursor=cursor
            )
            names += [str(channel["name"]) for channel in page["channels"]]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
    except _FAILURES as error:
        return warning(
            f"In which channels it is, {_reason(client, error)}", "errfix runs without knowing; try again later"
        )
    if not names:
        return warning("errfix is in no channel yet", f"write /invite @{name} in a channel where people ask for help")
    return good(f"In {_listed(sorted(names))}")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"#{name}" for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return f"{len(names):,} {'channel' if len(names) == 1 else 'channels'}: {shown}{more}"


async def _check_socket(client: AsyncWebClient) -> Finding:
    try:
        await client.apps_connections_open(app_token=str(client.token))
    except _FAILURES as error:
        advice = f"{_APP_TOKEN}, and see that Socket Mode is on there"
        return _failed("Socket Mode cannot be opened", client, error, advice)
    return good("The app-level token works: Socket Mode opens")


def _check_http(settings: Settings) -> Finding:
    where = f"{settings.web_host} port {settings.web_port}"
    path = setup.EVENTS_PATH
    if is_loopback(settings.web_host):
        text = f"HTTP mode: Slack has to reach {path} on {where}, where only this machine can"
        return warning(text, f"let a reverse proxy with TLS pass https://your.address{path} on to it")
    return note(f"HTTP mode: Slack has to reach {path} on {where}; its app page says whether it does")


_FAILURES = (SlackApiError, ClientError, asyncio.TimeoutError, OSError)


def _failed(text: str, client: AsyncWebClient, error: Exception, advice: str) -> Finding:
    if not isinstance(error, SlackApiError):
        advice = "see that this machine reaches Slack: SLACK_API_URL, HTTPS_PROXY, firewall"
    return broken(f"{text}: {_reason(client, error)}", advice)


def _reason(client: AsyncWebClient, error: Exception) -> str:
    if isinstance(error, SlackApiError):
        code = code_of(error)
        return f"Slack {_REASONS.get(code, 'refuses')} ({code})"
    cause = str(error) or type(error).__name__
    return f"{client.base_url} cannot be reached ({cause})"
