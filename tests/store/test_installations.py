"""slack_sdk's stores on our database, SQLite and PostgreSQL alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore

from bot.store import Store


def installation(**changes: Any) -> Installation:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "app_id": "A1",
        "team_id": "T1",
        "bot_token": "xoxb-1",
        "bot_id": "B1",
        "bot_user_id": "U1",
        "user_id": "UADA",
        "bot_scopes": "commands,chat:write",
        "bot_token_expires_in": 3600,
    }
    return Installation(**{**fields, **changes})


async def test_an_installation_is_found_by_its_workspace_and_deleted(store: Store) -> None:
    kept = AsyncSQLAlchemyInstallationStore("1.2", store.engine)
    await kept.async_save(installation())
    await kept.async_save(
        installation(team_id=None, enterprise_id="E1", is_enterprise_install=True, bot_token="xoxb-9")
    )
    bot = await kept.async_find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert (bot.bot_token, bot.bot_user_id) == ("xoxb-1", "U1")
    organization = await kept.async_find_installation(enterprise_id="E1", team_id="T5", is_enterprise_install=True)
    assert organization is not None
    assert organization.bot_token == "xoxb-9"
    await kept.async_delete_all(enterprise_id=None, team_id="T1")
    assert await kept.async_find_bot(enterprise_id=None, team_id="T1") is None
    assert await kept.async_find_bot(enterprise_id="E1", team_id=None) is not None


async def test_a_new_installation_takes_the_place_of_the_old_one(store: Store) -> None:
    kept = AsyncSQLAlchemyInstallationStore("1.2", store.engine)
    await kept.async_save(installation())
    await kept.async_save(installation(bot_token="xoxb-2"))
    bot = await kept.async_find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert bot.bot_token == "xoxb-2"


async def test_a_state_is_good_once(store: Store) -> None:
    states = AsyncSQLAlchemyOAuthStateStore(600, store.engine)
    state = await states.async_issue()
    assert [await states.async_consume(state) for _ in range(2)] == [True, False]


async def test_old_states_are_forgotten(store: Store) -> None:
    states = AsyncSQLAlchemyOAuthStateStore(600, store.engine)
    await states.async_issue()
    assert await store.forget(datetime.now(UTC)) == 0
    assert await store.forget(datetime.now(UTC) + timedelta(hours=1)) == 1
