"""What becomes of a failure while an event is handled: a clear line in the log, and never a crash."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.base.outbox import DroppedError
from adapters.slack.problems import explain, is_dead_token
from adapters.slack.workspaces import Workspace, Workspaces
from bot.errors import ErrfixError

log = logging.getLogger(__name__)


async def guarded(
    workspaces: Workspaces,
    workspace: Workspace,
    what: str,
    work: Awaitable[None],
    apologize: Callable[[], Awaitable[None]],
) -> None:
    """Do the work. A dead token stops the workspace; everything else is logged, and a failure of ours told."""
    try:
        await work
    except DroppedError:
        pass  # counted and logged by the outbox
    except SlackApiError as error:
        if is_dead_token(error):
            workspaces.refused(workspace, error)
        else:
            log.warning("%s in workspace %s failed: %s", what, workspace.id, explain(error))
    except (ClientError, TimeoutError, OSError) as error:
        log.warning("%s in workspace %s failed: Slack cannot be reached (%s)", what, workspace.id, error)
    except ErrfixError as error:
        log.error("%s in workspace %s failed: %s", what, workspace.id, error)  # noqa: TRY400 - its text says it all
        await _tell(apologize)
    except Exception:
        log.exception("%s in workspace %s failed", what, workspace.id)
        await _tell(apologize)


async def _tell(apologize: Callable[[], Awaitable[None]]) -> None:
    # What failed is in the log already; that this could not be told either adds nothing.
    with suppress(ErrfixError, ClientError, TimeoutError, OSError):
        await apologize()
