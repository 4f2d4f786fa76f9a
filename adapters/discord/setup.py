"""Whether Discord is set up, and how; a set-up that cannot work is refused before anything is opened."""

import re

from bot.errors import SettingsError
from bot.settings import Settings

_SEE = "docs/discord.md leads through it"
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+\Z", re.ASCII)


def is_configured(settings: Settings) -> bool:
    return settings.discord_token is not None


def check(settings: Settings) -> None:
    """Raise SettingsError, in one sentence, for a set-up that cannot work."""
    problem = _problem(settings)
    if problem:
        raise SettingsError(problem)


def _problem(settings: Settings) -> str:
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    if not token:
        return f"DISCORD_TOKEN is not set; {_SEE}"
    if not _TOKEN.match(token):
        return "DISCORD_TOKEN is no bot token; copy it from the page Bot of the application, where Reset Token shows it"
    shards, ids = settings.discord_shards, settings.discord_shard_ids
    if ids and shards is None:
        return "DISCORD_SHARD_IDS is set, but DISCORD_SHARDS is not; say into how many shards the servers are divided"
    if shards is not None and ids and ids[-1] >= shards:
        return f"DISCORD_SHARD_IDS names shard {ids[-1]}, but of {shards} shards the last is {shards - 1}"
    return ""
