"""Set-ups of Slack that cannot work are refused in one sentence."""

from typing import Any

import pytest
from pydantic import SecretStr

from adapters.slack.setup import check, is_configured
from bot.errors import SettingsError
from bot.settings import Settings

BOT, APP = SecretStr("xoxb-1-2-abc"), SecretStr("xapp-1-A1-2-def")
SECRET = SecretStr("8f742231b10e8888abcd99yyyzzz85a5")
NOTHING = {
    "slack_bot_token": None,
    "slack_app_token": None,
    "slack_signing_secret": None,
    "slack_client_id": None,
    "slack_client_secret": None,
}


def settings(**given: Any) -> Settings:  # noqa: ANN401 - any of Slack's settings
    return Settings(_env_file=None).model_copy(
        update={**NOTHING, **{f"slack_{name}": value for name, value in given.items()}}
    )


@pytest.mark.parametrize(
    "given",
    (
        {"bot_token": BOT, "app_token": APP},
        {"bot_token": BOT, "signing_secret": SECRET},
        {"bot_token": SecretStr("xoxe.xoxb-1-2"), "signing_secret": SECRET},
        {"client_id": "1.2", "client_secret": SECRET, "signing_secret": SECRET},
        {"client_id": "1.2", "client_secret": SECRET, "app_token": APP},
    ),
    ids=str,
)
def test_what_can_work_is_let_through(given: dict[str, Any]) -> None:
    assert is_configured(settings(**given))
    check(settings(**given))


@pytest.mark.parametrize(
    ("given", "part"),
    (
        ({"bot_token": BOT}, "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode"),
        ({"app_token": APP}, "SLACK_BOT_TOKEN is not set"),
        ({"signing_secret": SECRET}, "SLACK_BOT_TOKEN is not set"),
        ({"bot_token": SecretStr(APP.get_secret_value()), "app_token": SecretStr(BOT.get_secret_value())}, "swapped"),
        ({"bot_token": APP, "app_token": APP}, "swapped, or one stands in both places"),
        ({"bot_token": SecretStr("xoxp-1"), "app_token": APP}, "SLACK_BOT_TOKEN does not begin with xoxb-"),
        ({"bot_token": BOT, "app_token": SecretStr("abc")}, "SLACK_APP_TOKEN does not begin with xapp-"),
        ({"client_id": "1.2", "signing_secret": SECRET}, "SLACK_CLIENT_SECRET is not set"),
        ({"client_secret": SECRET, "signing_secret": SECRET}, "SLACK_CLIENT_ID is not set"),
        (
            {"bot_token": BOT, "client_id": "1.2", "client_secret": SECRET, "signing_secret": SECRET},
            "leave out the one or the other",
        ),
        ({"client_id": "1.2", "client_secret": SECRET}, "errfix cannot hear Slack"),
    ),
    ids=str,
)
def test_what_cannot_work_is_refused_without_showing_a_secret(given: dict[str, Any], part: str) -> None:
    with pytest.raises(SettingsError) as refused:
        check(settings(**given))
    assert part in str(refused.value)
    assert "\n" not in str(refused.value)
    assert all(
        value.get_secret_value() not in str(refused.value) for value in given.values() if isinstance(value, SecretStr)
    )


def test_without_any_of_them_slack_is_not_set_up() -> None:
    assert not is_configured(settings())
