"""What Slack knows of a person, kept for an hour: their language, and what they may decide."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.problems import is_dead_token
from adapters.slack.workspaces import Workspace

_KEPT_S = 3600.0
_KEPT_UNKNOWN_S = 60.0
_MOST = 20_000
_PATIENCE_S = 1.5


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as far as it matters; as it stands, somebody of whom nothing is known."""

    locale: str | None = None
    is_admin: bool = False
    is_bot: bool = False


class People:
    """Looks people up. Where Slack does not tell, errfix goes on without knowing."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], tuple[float, Profile]] = OrderedDict()

    async def profile(self, workspace: Workspace, person_id: str) -> Profile:
        key, now = (workspace.id, person_id), time.monotonic()
        kept = self._known.get(key)
        if kept is not None and kept[0] > now:
            return kept[1]
        profile = await self._ask(workspace, person_id)
        self._known[key] = now + (_KEPT_S if profile else _KEPT_UNKNOWN_S), profile or Profile()
        self._known.move_to_end(key)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return profile or Profile()

    async def may_manage(self, workspace: Workspace, channel: str, person_id: str) -> bool:
        """Whether the person administrates the workspace, or made the channel."""
        if (await self.profile(workspace, person_id)).is_admin:
            return True
        try:
            response = await workspace.client.conversations_info(channel=channel)
        except SlackApiError as error:
            if is_dead_token(error):
                raise
            return False
        except (ClientError, TimeoutError, OSError):
            return False
        return bool(person_id) and (response.get("channel") or {}).get("creator") == person_id

    async def _ask(self, workspace: Workspace, person_id: str) -> Profile | None:
        try:
            # Whoever clicked waits for a window, which Slack opens within three seconds only.
            async with asyncio.timeout(_PATIENCE_S):
                response = await workspace.client.users_info(user=person_id, include_locale=True)
        except SlackApiError as error:
            if is_dead_token(error):
                raise
            return None
        except (ClientError, TimeoutError, OSError):
            return None
        user = response.get("user") or {}
        return Profile(
            locale=user.get("locale") or None,
            is_admin=bool(user.get("is_admin") or user.get("is_owner")),
            is_bot=bool(user.get("is_bot")),
        )
