"""Whether Slack is set up, and how; a set-up that cannot work is refused before anything is opened."""

from pydantic import SecretStr

from bot.errors import SettingsError
from bot.settings import Settings

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_SEE = "docs/slack.md leads through it"


def is_configured(settings: Settings) -> bool:
    """Whether any of Slack's tokens and secrets is set."""
    return any(
        (
            settings.slack_bot_token,
            settings.slack_app_token,
            settings.slack_signing_secret,
            settings.slack_client_id,
            settings.slack_client_secret,
        )
    )


def is_for_many(settings: Settings) -> bool:
    """Whether workspaces install the app themselves."""
    return settings.slack_client_id is not None


def check(settings: Settings) -> None:
    """Raise SettingsError, in one sentence, for a set-up that cannot work."""
    problem = _problem(settings)
    if problem:
        raise SettingsError(problem)


def _problem(settings: Settings) -> str:  # noqa: PLR0911 - a list of what can be wrong
    bot, app = (_value(token) for token in (settings.slack_bot_token, settings.slack_app_token))
    secret, client_secret = settings.slack_signing_secret, settings.slack_client_secret
    if (settings.slack_client_id is None) != (client_secret is None):
        missing = "SLACK_CLIENT_SECRET" if client_secret is None else "SLACK_CLIENT_ID"
        return f"{missing} is not set, but its other half is; set both, or neither for a single workspace; {_SEE}"
    if bot and settings.slack_client_id:
        return (
            "SLACK_BOT_TOKEN is for a single workspace and SLACK_CLIENT_ID for many; "
            f"leave out the one or the other; {_SEE}"
        )
    if bot.startswith("xapp-") or app.startswith("xoxb-"):
        return (
            "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped, or one stands in both places: "
            "the bot token begins with xoxb-, the app-level token with xapp-"
        )
    if bot and not bot.startswith(("xoxb-", "xoxe.xoxb-")):
        return "SLACK_BOT_TOKEN does not begin with xoxb-; copy the Bot User OAuth Token from OAuth & Permissions"
    if app and not app.startswith("xapp-"):
        return "SLACK_APP_TOKEN does not begin with xapp-; copy the app-level token from Basic Information"
    if not bot and not settings.slack_client_id:
        return f"SLACK_BOT_TOKEN is not set, but other settings of Slack are; {_SEE}"
    if not app and not secret:
        return (
            "errfix cannot hear Slack: set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode; "
            f"{_SEE}"
        )
    return ""


def _value(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
