"""Settings, from the environment and `.env`."""

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.events import ChannelMode

PREFIX = "ERRFIX_"
TESTS = "ERRFIX_TEST_"
"""What the test suite reads; the bot passes over it."""
_PERSON = re.compile(r"(?:slack:[UW][A-Z0-9]+|discord:\d+)\Z")
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?\Z", re.ASCII)


class Settings(BaseSettings):
    """Every setting with its default; the field's description is what `.env.example` and docs/configuration.md say."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    database_url: str = Field(
        "sqlite+aiosqlite:///errfix.db",
        validation_alias="ERRFIX_DATABASE_URL",
        description="Where votes, answers and settings are kept: sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE.",
    )
    entries: Annotated[tuple[str, ...], NoDecode] = Field(
        ("bundled",),
        validation_alias="ERRFIX_ENTRIES",
        description="Folders or files with entries, separated by commas; bundled means those that come with errfix.",
    )
    locale: str = Field(
        "auto",
        validation_alias="ERRFIX_LOCALE",
        description="The workspace's language (en or zh); auto follows the asker's own words.",
    )
    channel_mode: ChannelMode = Field(
        ChannelMode.AUTO,
        validation_alias="ERRFIX_CHANNEL_MODE",
        description="How forward the bot is where nobody set anything: auto, offer, mention or off.",
    )
    web: Literal["auto", "on", "off"] = Field(
        "auto",
        validation_alias="ERRFIX_WEB",
        description="The local web channel: auto opens it when no chat platform is configured.",
    )
    web_host: str = Field(
        "127.0.0.1",
        validation_alias="ERRFIX_WEB_HOST",
        description="The address to listen on; the web channel needs ERRFIX_WEB_TOKEN on any but a loopback address.",
    )
    web_port: int = Field(
        8765,
        ge=0,
        le=65535,
        validation_alias="ERRFIX_WEB_PORT",
        description="The port to listen on, for the web channel, Slack's HTTP mode and /healthz.",
    )
    web_token: SecretStr | None = Field(
        None,
        validation_alias="ERRFIX_WEB_TOKEN",
        description="A password for the web channel, 16 characters or more.",
    )
    retention_days: int = Field(
        90,
        ge=1,
        le=36_500,
        validation_alias="ERRFIX_RETENTION_DAYS",
        description="After how many days the texts of questions are forgotten; votes stay.",
    )
    maintainers: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        validation_alias="ERRFIX_MAINTAINERS",
        description="Who may set up channels and dismiss any card: slack:USER or discord:USER ids, between commas.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", validation_alias="ERRFIX_LOG_LEVEL", description="How much the bot logs."
    )
    slack_bot_token: SecretStr | None = Field(
        None, validation_alias="SLACK_BOT_TOKEN", description="Slack bot token (xoxb-…)."
    )
    slack_app_token: SecretStr | None = Field(
        None, validation_alias="SLACK_APP_TOKEN", description="Slack app-level token (xapp-…), for Socket Mode."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, validation_alias="SLACK_SIGNING_SECRET", description="Slack signing secret, for HTTP mode."
    )
    slack_client_id: str | None = Field(
        None,
        validation_alias="SLACK_CLIENT_ID",
        description="Slack client id, for an app that many workspaces install (instead of SLACK_BOT_TOKEN).",
    )
    slack_client_secret: SecretStr | None = Field(
        None, validation_alias="SLACK_CLIENT_SECRET", description="Slack client secret, beside SLACK_CLIENT_ID."
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Where Slack's Web API is: GovSlack, a proxy or a test server.",
    )
    discord_token: SecretStr | None = Field(None, validation_alias="DISCORD_TOKEN", description="Discord bot token.")
    discord_message_content: Literal["auto", "on", "off"] = Field(
        "auto",
        validation_alias="DISCORD_MESSAGE_CONTENT",
        description="Whether errfix reads messages that do not mention it; auto: where Discord lets it, on: insist.",
    )
    discord_shards: int | None = Field(
        None,
        ge=1,
        le=100_000,
        validation_alias="DISCORD_SHARDS",
        description="Into how many shards the servers are divided; Discord says how many if this is left out.",
    )
    discord_shard_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        (),
        validation_alias="DISCORD_SHARD_IDS",
        description="Which of the shards this process has, as in 0-3,6; all if this is left out.",
    )
    discord_api_url: str = Field(
        "https://discord.com/api/v10",
        validation_alias="DISCORD_API_URL",
        description="Where Discord's REST API is: a proxy or a test server.",
    )
    discord_gateway_url: str | None = Field(
        None,
        validation_alias="DISCORD_GATEWAY_URL",
        description="Where Discord's gateway is, as in wss://proxy.example; Discord says where if this is left out.",
    )

    @field_validator("entries", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:  # noqa: ANN401 - the environment's text, or a tuple in code
        if isinstance(value, str):
            parts = tuple(part.strip() for part in value.split(",") if part.strip())
            if not parts:
                msg = "names no folder"
                raise ValueError(msg)
            return parts
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not _is_address(value, "http", "https"):
            msg = "is no web address like https://slack.com/api/"
            raise ValueError(msg)
        return value if value.endswith("/") else f"{value}/"

    @field_validator("discord_api_url")
    @classmethod
    def _discord_address(cls, value: str) -> str:
        if not _is_address(value, "http", "https"):
            msg = "is no web address like https://discord.com/api/v10"
            raise ValueError(msg)
        return value.rstrip("/")

    @field_validator("discord_gateway_url")
    @classmethod
    def _gateway_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_address(value, "ws", "wss"):
            msg = "is no address like wss://proxy.example"
            raise ValueError(msg)
        return value

    @field_validator("discord_shard_ids", mode="before")
    @classmethod
    def _shard_ids(cls, value: Any) -> Any:  # noqa: ANN401 - as above
        if not isinstance(value, str):
            return value
        ids: set[int] = set()
        for part in filter(None, (part.strip() for part in value.split(","))):
            found = _RANGE.match(part)
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
            if first > last:
                msg = f"{part!r} names no shards; write them as 0-3,6"
                raise ValueError(msg)
            ids.update(range(first, last + 1))
        return tuple(sorted(ids))

    @field_validator("maintainers", mode="before")
    @classmethod
    def _people(cls, value: Any) -> Any:  # noqa: ANN401 - as above
        people = tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
        for person in people:
            if not _PERSON.match(person):
                msg = f"{person!r} names nobody; write slack:U0123ABC or discord:123456789, separated by commas"
                raise ValueError(msg)
        return people

    @field_validator("web_token")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 16:  # noqa: PLR2004 - the description says it
            msg = "is too short; use 16 characters or more"
            raise ValueError(msg)
        return value

    def is_maintainer(self, platform: str, person_id: str) -> bool:
        """Whether the person was named as a maintainer."""
        return f"{platform}:{person_id}" in self.maintainers


def _is_address(value: str, *schemes: str) -> bool:
    url = urlsplit(value)
    return url.scheme in schemes and bool(url.hostname) and not url.query and not url.fragment


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of the environment and the file.

    Raises SettingsError for an unknown ERRFIX_ name or a value that cannot be used, naming the setting.
    """
    known = names()
    from_file = _names_in(env_file) if env_file and env_file.is_file() else []
    for name in sorted({*os.environ, *from_file}):
        if name.upper().startswith(PREFIX) and name.upper() not in known and not name.startswith(TESTS):
            near = difflib.get_close_matches(name.upper(), known, 1, cutoff=0.75)
            hint = f"; did you mean {near[0]}?" if near else "; docs/configuration.md lists the settings"
            msg = f"unknown setting {name}{hint}"
            raise SettingsError(msg)
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors()[0]
        msg = f"setting {first['loc'][0]}: {first['msg'].removeprefix('Value error, ')} (got {_shown(first)})"
        raise SettingsError(msg) from error


def _names_in(env_file: Path) -> list[str]:
    try:
        with env_file.open(encoding="utf-8") as lines:
            bindings = list(parse_stream(lines))
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read {env_file}: {error}"
        raise SettingsError(msg) from error
    for binding in bindings:
        if binding.error or (binding.key and binding.value is None):
            # The parser gives the blank lines before to the line that it could not read.
            blank = len(binding.original.string) - len(binding.original.string.lstrip("\n"))
            line = binding.original.line + blank
            msg = f"{env_file}, line {line}: write NAME=value, or # before a comment"
            raise SettingsError(msg)
    return [binding.key for binding in bindings if binding.key]


def names() -> list[str]:
    """The environment names of all settings."""
    return [str(field.validation_alias) for field in Settings.model_fields.values()]


def _shown(error: Any) -> str:  # noqa: ANN401 - pydantic's error details
    """The value that was refused, unless it may be a secret."""
    name = str(error["loc"][0])
    return "a secret" if "TOKEN" in name or "SECRET" in name or "DATABASE_URL" in name else repr(error["input"])
