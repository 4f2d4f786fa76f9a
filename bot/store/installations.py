"""Where slack_sdk keeps who installed the Slack app; its own stores read and write these tables."""

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, String, Table
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import Database
from bot.store.tables import metadata

# The columns are slack_sdk's, names and lengths alike; times are in UTC without saying so.


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _string(name: str, length: int, *, optional: bool = True) -> Column[str]:
    return Column(name, String(length), nullable=optional)


bots = Table(
    "slack_bots",
    metadata,
    _id(),
    _string("client_id", 32, optional=False),
    _string("app_id", 32, optional=False),
    _string("enterprise_id", 32),
    _string("enterprise_name", 200),
    _string("team_id", 32),
    _string("team_name", 200),
    _string("bot_token", 200),
    _string("bot_id", 32),
    _string("bot_user_id", 32),
    _string("bot_scopes", 1000),
    _string("bot_refresh_token", 200),
    Column("bot_token_expires_at", DateTime),
    Column("is_enterprise_install", Boolean, nullable=False),
    Column("installed_at", DateTime, nullable=False),
    Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),
)

installations = Table(
    "slack_installations",
    metadata,
    _id(),
    _string("client_id", 32, optional=False),
    _string("app_id", 32, optional=False),
    _string("enterprise_id", 32),
    _string("enterprise_name", 200),
    _string("enterprise_url", 200),
    _string("team_id", 32),
    _string("team_name", 200),
    _string("bot_token", 200),
    _string("bot_id", 32),
    _string("bot_user_id", 32),
    _string("bot_scopes", 1000),
    _string("bot_refresh_token", 200),
    Column("bot_token_expires_at", DateTime),
    _string("user_id", 32, optional=False),
    _string("user_token", 200),
    _string("user_scopes", 1000),
    _string("user_refresh_token", 200),
    Column("user_token_expires_at", DateTime),
    _string("incoming_webhook_url", 200),
    _string("incoming_webhook_channel", 200),
    _string("incoming_webhook_channel_id", 200),
    _string("incoming_webhook_configuration_url", 200),
    Column("is_enterprise_install", Boolean, nullable=False),
    _string("token_type", 32),
    Column("installed_at", DateTime, nullable=False),
    Index("slack_installations_idx", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
)

oauth_states = Table(
    "slack_oauth_states",
    metadata,
    _id(),
    _string("state", 200, optional=False),
    Column("expire_at", DateTime, nullable=False),
)


class Installations(Database):
    """The part of the store that belongs to slack_sdk."""

    @property
    def engine(self) -> AsyncEngine:
        """For slack_sdk's installation and state stores."""
        return self._transactional
