"""Starting: what is connected, and what Slack refuses."""

import pytest
from pydantic import SecretStr

from bot.errors import ChannelError, SettingsError
from tests.adapters.slack.conftest import NewTeam
from tests.adapters.slack.fake_api import APP_TOKEN, FakeSlack


async def test_starting_in_http_mode_says_who_it_is_where(new_team: NewTeam) -> None:
    team = await new_team()
    assert team.connected == "Slack workspace Acme as @errfix, by HTTP at /slack/events"


async def test_a_wrong_bot_token_is_refused_in_one_sentence(new_team: NewTeam, slack: FakeSlack) -> None:
    slack.fail("auth.test", "invalid_auth")
    with pytest.raises(ChannelError) as refused:
        await new_team()
    assert str(refused.value) == "Slack refuses SLACK_BOT_TOKEN (invalid_auth); `errfix doctor` says more"


async def test_a_wrong_app_token_is_refused_in_one_sentence(new_team: NewTeam, slack: FakeSlack) -> None:
    slack.fail("apps.connections.open", "not_allowed_token_type")
    with pytest.raises(ChannelError) as refused:
        await new_team(slack_app_token=SecretStr(APP_TOKEN), slack_signing_secret=None)
    assert "SLACK_APP_TOKEN (not_allowed_token_type); it needs the scope connections:write" in str(refused.value)


async def test_a_server_that_is_not_there_is_named(new_team: NewTeam) -> None:
    with pytest.raises(ChannelError) as refused:
        await new_team(slack_api_url="http://127.0.0.1:1/api/")
    assert "cannot reach Slack at http://127.0.0.1:1/api/" in str(refused.value)
    assert "check SLACK_API_URL" in str(refused.value)


async def test_settings_that_cannot_work_are_refused_before_anything_is_opened(
    new_team: NewTeam, slack: FakeSlack
) -> None:
    with pytest.raises(SettingsError):
        await new_team(slack_signing_secret=None)
    assert not slack.calls


async def test_closing_twice_or_before_the_start_does_nothing(new_team: NewTeam) -> None:
    team = await new_team()
    await team.adapter.close()
    await team.adapter.close()
