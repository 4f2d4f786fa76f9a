"""Many workspaces: installing, uninstalling, tokens that end; and one workspace's end is nobody else's."""

import logging
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore

from adapters.slack import workspaces
from adapters.slack.scopes import BOT_SCOPES
from bot.events import Place
from bot.store import Store
from bot.store.installations import bots, installations, oauth_states
from tests.adapters.slack.conftest import ADA, CHANNEL, PASTE, NewTeam, Team
from tests.adapters.slack.fake_api import BOT_TOKEN

CLIENT = "111.222"
OTHER = "T0000000002"
TOKENS = {OTHER: "xoxb-2-two", "T0000000003": "xoxb-3-three"}


@pytest.fixture
async def team(new_team: NewTeam, monkeypatch: pytest.MonkeyPatch) -> Team:
    """An app for many workspaces, which nobody has installed yet."""
    monkeypatch.setattr(workspaces, "KEPT_S", 3600.0)
    team = await new_team(slack_bot_token=None, slack_client_id=CLIENT, slack_client_secret=SecretStr("client secret"))
    for team_id, token in TOKENS.items():
        team.slack.bots[token] = ("U0000000BOT", "B0000000BOT", team_id)
    return team


@pytest.fixture
def kept(store: Store) -> AsyncSQLAlchemyInstallationStore:
    return AsyncSQLAlchemyInstallationStore(CLIENT, store.engine)


async def install(kept: AsyncSQLAlchemyInstallationStore, team_id: str, **changes: Any) -> None:  # noqa: ANN401 - any field
    fields = {
        "app_id": "A1",
        "team_id": team_id or None,
        "bot_token": TOKENS.get(team_id, "xoxb-9-org"),
        "bot_id": "B0000000BOT",
        "bot_user_id": "U0000000BOT",
        "user_id": ADA,
    }
    await kept.async_save(Installation(**{**fields, **changes}))


async def paste(team: Team, team_id: str, **changes: Any) -> str:  # noqa: ANN401 - as in JSON
    event = team.message_event(PASTE, **changes)
    authorization = {
        "enterprise_id": None,
        "team_id": team_id,
        "user_id": "U0000000BOT",
        "is_enterprise_install": False,
    }
    response = await team.event(event, team_id=team_id, authorizations=[authorization])
    assert response.status == 200
    await team.settle()
    return str(event["ts"])


async def test_each_workspace_is_answered_with_its_own_token(
    team: Team, kept: AsyncSQLAlchemyInstallationStore
) -> None:
    for team_id in TOKENS:
        await install(kept, team_id)
        await paste(team, team_id)
    assert [call.token for call in team.slack.posted] == list(TOKENS.values())


async def test_the_same_ids_in_two_workspaces_are_two_messages(
    team: Team, kept: AsyncSQLAlchemyInstallationStore
) -> None:
    for team_id in TOKENS:
        await install(kept, team_id)
        await paste(team, team_id, ts="1780000001.000100")
    assert len(team.slack.posted) == 2


async def test_where_it_is_not_installed_nothing_happens_and_the_log_says_so_once(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    await paste(team, OTHER)
    await paste(team, OTHER)
    assert not team.slack.calls
    assert [record.message for record in caplog.records] == [
        f"workspace {OTHER} sends events, but errfix is not installed there"
    ]


async def test_a_command_from_where_it_is_not_installed_is_told(team: Team) -> None:
    body = {"command": "/errfix", "text": "help", "team_id": OTHER, "channel_id": CHANNEL, "user_id": ADA}
    response = await team.dispatch({**body, "trigger_id": "1.2.3"}, form=True)
    assert response.status == 200
    assert "Please install it again" in response.body


async def test_an_organization_is_one_workspace_with_one_token(
    team: Team, kept: AsyncSQLAlchemyInstallationStore
) -> None:
    await install(kept, "", enterprise_id="E1", is_enterprise_install=True)
    event = team.message_event(PASTE)
    authorization = {"enterprise_id": "E1", "team_id": OTHER, "user_id": "U0000000BOT", "is_enterprise_install": True}
    await team.event(event, team_id=OTHER, enterprise_id="E1", authorizations=[authorization])
    await team.settle()
    assert [call.token for call in team.slack.posted] == ["xoxb-9-org"]
    assert await team.service.store.answer_to(Place("slack", "E1", CHANNEL), event["ts"]) is not None


async def test_a_dead_token_stops_its_workspace_alone(
    team: Team, kept: AsyncSQLAlchemyInstallationStore, caplog: pytest.LogCaptureFixture
) -> None:
    for team_id in TOKENS:
        await install(kept, team_id)
    team.slack.dead_tokens.add(TOKENS[OTHER])
    for _ in range(3):
        await paste(team, OTHER)
    assert len(team.slack.posted) == 1  # the one that showed it
    lines = [record.message for record in caplog.records if record.levelno >= logging.ERROR]
    (line,) = lines
    assert line.startswith(f"Slack refuses the token of workspace {OTHER} (token_revoked): errfix stops there;")
    assert "other workspaces are not affected" in line
    await paste(team, "T0000000003")
    assert team.slack.posted[-1].token == TOKENS["T0000000003"]


async def test_uninstalling_forgets_the_workspace(team: Team, kept: AsyncSQLAlchemyInstallationStore) -> None:
    for team_id in TOKENS:
        await install(kept, team_id)
    gone, stays = await paste(team, OTHER), await paste(team, "T0000000003")
    assert (await team.event({"type": "app_uninstalled"}, team_id=OTHER, authorizations=[])).status == 200
    await team.settle()
    assert await kept.async_find_bot(enterprise_id=None, team_id=OTHER) is None
    assert await kept.async_find_installation(enterprise_id=None, team_id=OTHER) is None
    assert await team.service.store.answer_to(Place("slack", OTHER, CHANNEL), gone) is None
    assert await team.service.store.answer_to(Place("slack", "T0000000003", CHANNEL), stays) is not None
    await paste(team, OTHER)
    assert len(team.slack.posted) == 2


async def test_a_revoked_token_is_deleted_and_what_was_said_stays(
    team: Team, kept: AsyncSQLAlchemyInstallationStore
) -> None:
    await install(kept, OTHER)
    ts = await paste(team, OTHER)
    for tokens, left in (({"oauth": [ADA], "bot": []}, True), ({"oauth": [], "bot": ["U0000000BOT"]}, False)):
        event = {"type": "tokens_revoked", "tokens": tokens}
        assert (await team.event(event, team_id=OTHER, authorizations=[])).status == 200
        await team.settle()
        assert (await kept.async_find_bot(enterprise_id=None, team_id=OTHER) is not None) is left
    assert await team.service.store.answer_to(Place("slack", OTHER, CHANNEL), ts) is not None


@pytest.fixture
async def pages(team: Team) -> AsyncIterator[ClientSession]:
    app = web.Application()
    team.adapter.mount(app)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession(str(server.make_url("/"))) as session:
        yield session


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk still uses it
async def test_a_workspace_installs_the_app_and_is_answered(
    team: Team, pages: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await paste(team, OTHER)
    assert not team.slack.posted
    async with pages.get("/slack/install") as response:
        page = await response.text()
        cookie: SimpleCookie = response.cookies
    assert f"{team.slack.origin}/oauth/v2/authorize" in page
    link = page[page.index(f"{team.slack.origin}/oauth") :].partition('"')[0].replace("&amp;", "&")
    asked = parse_qs(urlsplit(link).query)
    assert set(asked["scope"][0].split(",")) == set(BOT_SCOPES)

    answer = team.slack._answer  # noqa: SLF001 - the fake's answers, plus one

    def with_oauth(method: str, args: dict[str, Any], token: str) -> dict[str, Any]:
        if method != "oauth.v2.access":
            return answer(method, args, token)
        return {
            "app_id": "A1",
            "access_token": TOKENS[OTHER],
            "bot_user_id": "U0000000BOT",
            "scope": ",".join(BOT_SCOPES),
            "team": {"id": OTHER, "name": "Two"},
            "enterprise": None,
            "authed_user": {"id": ADA},
            "token_type": "bot",
        }

    monkeypatch.setattr(team.slack, "_answer", with_oauth)
    query = {"code": "c0de", "state": asked["state"][0]}
    own = {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in cookie.items())}
    async with pages.get("/slack/oauth_redirect", params=query, headers=own) as response:
        assert response.status == 200
    await paste(team, OTHER)
    assert [call.token for call in team.slack.posted] == [TOKENS[OTHER]]
    async with pages.get("/slack/oauth_redirect", params=query, headers=own) as response:
        assert response.status == 401  # a state is good once


async def test_an_installation_without_its_state_is_refused(pages: ClientSession) -> None:
    async with pages.get("/slack/oauth_redirect", params={"code": "c0de", "state": "forged"}) as response:
        assert response.status == 400
    async with pages.get("/slack/oauth_redirect", params={"error": "access_denied"}) as response:
        assert response.status == 200


async def test_a_single_workspace_has_no_pages_to_install(new_team: NewTeam) -> None:
    app = web.Application()
    (await new_team()).adapter.mount(app)
    paths = {resource.canonical for resource in app.router.resources()}
    assert paths == {"/slack/events"}


async def test_a_single_workspace_whose_token_dies_is_told_to_correct_it(
    new_team: NewTeam, caplog: pytest.LogCaptureFixture
) -> None:
    team = await new_team()
    team.slack.dead_tokens.add(BOT_TOKEN)
    await team.message(PASTE)
    await team.message(PASTE)
    assert len(team.slack.posted) == 1
    assert "correct SLACK_BOT_TOKEN and restart errfix" in caplog.text


def test_our_tables_are_those_of_slack_sdk(store: Store) -> None:
    theirs = AsyncSQLAlchemyInstallationStore(CLIENT, store.engine)
    states = AsyncSQLAlchemyOAuthStateStore(600, store.engine)
    for table, own in ((theirs.bots, bots), (theirs.installations, installations), (states.oauth_states, oauth_states)):
        assert table.name == own.name
        assert [(column.name, str(column.type), column.nullable) for column in table.columns] == [
            (column.name, str(column.type), column.nullable) for column in own.columns
        ]
