"""The app in many workspaces: who installed it, kept by slack_sdk's stores in our database, and how they do."""

from urllib.parse import urlsplit

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.setup import INSTALL_PATH, REDIRECT_PATH
from bot.settings import Settings
from bot.store import Store

_STATE_S = 600


def installation_store(settings: Settings, store: Store) -> AsyncSQLAlchemyInstallationStore:
    return AsyncSQLAlchemyInstallationStore(client_id=settings.slack_client_id or "", engine=store.engine)


def oauth_flow(
    settings: Settings, store: Store, installations: AsyncSQLAlchemyInstallationStore, client: AsyncWebClient
) -> AsyncOAuthFlow:
    """The pages on which a workspace installs the app."""
    secret = settings.slack_client_secret
    return AsyncOAuthFlow(
        client=client,
        settings=AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=secret.get_secret_value() if secret else "",
            scopes=list(BOT_SCOPES),
            user_scopes=[],
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=_authorization_url(settings.slack_api_url),
            installation_store=installations,
            state_store=AsyncSQLAlchemyOAuthStateStore(expiration_seconds=_STATE_S, engine=store.engine),
        ),
    )


def _authorization_url(api_url: str) -> str:
    """Where people agree; on the same server as the Web API."""
    split = urlsplit(api_url)
    return f"{split.scheme}://{split.netloc}/oauth/v2/authorize"
