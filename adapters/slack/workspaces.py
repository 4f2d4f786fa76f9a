"""The workspaces errfix is in: each one's token and client, and which of them do not let it in any more."""

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.events import Origin
from adapters.slack.problems import code_of
from bot.errors import ChannelError
from bot.settings import Settings

log = logging.getLogger(__name__)

KEPT_S = 60.0
"""So long an installation is believed before it is looked up again."""
_MOST = 10_000
_PATIENCE_S = 30
_RATE_LIMIT_RETRIES = 5
CONTEXT_KEY = "errfix_workspace"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace, or an organization that installed the app as a whole, and the way to it."""

    id: str
    token: str
    client: AsyncWebClient
    origin: Origin


class Workspaces:
    """Finds the workspace of an event. `open` it first."""

    def __init__(self, settings: Settings, installations: AsyncInstallationStore | None) -> None:
        self._settings = settings
        self._installations = installations
        self._session: ClientSession | None = None
        self._me: dict[str, str] | None = None
        self.client = self._new_client(None)
        """Without a token; for what is asked in nobody's name."""
        self._known: OrderedDict[str, tuple[float, Workspace | None]] = OrderedDict()
        self._dead: set[str] = set()
        self._lookup = asyncio.Lock()

    @property
    def session(self) -> ClientSession:
        if self._session is None:
            msg = "the connection to Slack is not open"
            raise ChannelError(msg)
        return self._session

    async def open(self) -> None:
        # The environment's proxy settings hold, NO_PROXY included.
        self._session = ClientSession(timeout=ClientTimeout(total=_PATIENCE_S), trust_env=True)
        self.client.session = self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def find(self, context: AsyncBoltContext) -> Workspace | None:
        workspace_id = id_of(context)
        if workspace_id is None:
            return None
        kept = self._known.get(workspace_id)
        if kept is None or kept[0] <= time.monotonic():
            async with self._lookup:  # many events of one workspace at once are one look-up
                kept = self._known.get(workspace_id)
                if kept is None or kept[0] <= time.monotonic():
                    kept = time.monotonic() + KEPT_S, await self._look_up(workspace_id, context)
                    self._known[workspace_id] = kept
                    self._known.move_to_end(workspace_id)
                    if len(self._known) > _MOST:
                        self._known.popitem(last=False)
        return kept[1]

    def refused(self, workspace: Workspace, error: SlackApiError) -> None:
        """Slack does not take the workspace's token any more: stop there, and only there."""
        if workspace.token in self._dead:
            return
        self._dead.add(workspace.token)
        self.forget(workspace.id)
        then = (
            "install the app there again; other workspaces are not affected"
            if self._installations
            else "correct SLACK_BOT_TOKEN and restart errfix"
        )
        log.error(
            "Slack refuses the token of workspace %s (%s): errfix stops there; %s", workspace.id, code_of(error), then
        )

    def forget(self, workspace_id: str) -> None:
        """Look the workspace up anew when it is next heard of."""
        self._known.pop(workspace_id, None)

    def forget_unknown(self) -> None:
        """Somebody has just installed the app: workspaces where it was missing may have it now."""
        for workspace_id, (_, workspace) in list(self._known.items()):
            if workspace is None:
                del self._known[workspace_id]

    async def who_am_i(self) -> dict[str, str]:
        """What auth.test says of SLACK_BOT_TOKEN. Raise ChannelError where it does not work."""
        if self._me is not None:
            return self._me
        try:
            response = await self._new_client(self._bot_token).auth_test()
        except SlackApiError as error:
            msg = f"Slack refuses SLACK_BOT_TOKEN ({code_of(error)}); `errfix doctor` says more"
            raise ChannelError(msg) from error
        except (ClientError, TimeoutError, OSError) as error:
            raise unreachable(self._settings, error) from error
        self._me = {name: str(response.get(name) or "") for name in ("user_id", "bot_id", "user", "team")}
        return self._me

    async def _look_up(self, workspace_id: str, context: AsyncBoltContext) -> Workspace | None:
        if self._installations is None:
            who = await self.who_am_i()
            token, bot_user_id, bot_id = self._bot_token, who["user_id"], who["bot_id"]
        else:
            bot = await self._installations.async_find_bot(
                enterprise_id=context.enterprise_id,
                team_id=context.team_id,
                is_enterprise_install=context.is_enterprise_install,
            )
            if bot is None:
                log.warning("workspace %s sends events, but errfix is not installed there", workspace_id)
                return None
            token, bot_user_id, bot_id = bot.bot_token, bot.bot_user_id or "", bot.bot_id or ""
        if token in self._dead:
            return None
        origin = Origin(workspace_id, bot_user_id, bot_id, lambda person: self._settings.is_maintainer("slack", person))
        return Workspace(workspace_id, token, self._new_client(token), origin)

    @property
    def _bot_token(self) -> str:
        token = self._settings.slack_bot_token
        return token.get_secret_value() if token else ""

    def _new_client(self, token: str | None) -> AsyncWebClient:
        client = AsyncWebClient(
            token,
            base_url=self._settings.slack_api_url,
            timeout=_PATIENCE_S,
            session=self._session,
            logger=logging.getLogger("slack_sdk.web"),
            retry_handlers=retry_handlers(),
        )
        client.proxy = None  # the session goes by the environment, and knows NO_PROXY as well
        return client


class Authorize(AsyncAuthorize):
    """For Bolt: whose event this is; nobody's where errfix is not installed (any more)."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(self, *, context: AsyncBoltContext, **_ids: str | None) -> AuthorizeResult | None:
        workspace = await self._workspaces.find(context)
        if workspace is None:
            return None
        context[CONTEXT_KEY] = workspace
        return AuthorizeResult(
            enterprise_id=context.enterprise_id,
            team_id=context.team_id,
            bot_token=workspace.token,
            bot_user_id=workspace.origin.bot_user_id,
            bot_id=workspace.origin.bot_id,
        )


def id_of(context: AsyncBoltContext) -> str | None:
    """What tells workspaces apart: an organization that installed the app as a whole is one."""
    if context.is_enterprise_install and context.enterprise_id:
        return context.enterprise_id
    return context.team_id


def retry_handlers() -> list[AsyncRetryHandler]:
    """When a call is made again, where Slack cannot be reached or takes no more for now."""
    return [
        AsyncConnectionErrorRetryHandler(),
        AsyncRateLimitErrorRetryHandler(max_retry_count=_RATE_LIMIT_RETRIES),
        AsyncServerErrorRetryHandler(),
    ]


def unreachable(settings: Settings, error: BaseException) -> ChannelError:
    reason = str(error) or type(error).__name__
    return ChannelError(
        f"cannot reach Slack at {settings.slack_api_url} ({reason}); check SLACK_API_URL, HTTPS_PROXY and the network"
    )
