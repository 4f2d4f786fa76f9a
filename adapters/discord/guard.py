"""What becomes of a failure while an event is handled: a clear line in the log, and never a crash."""

import logging
from collections.abc import Awaitable, Callable

from adapters.base.outbox import DroppedError
from adapters.discord.problems import FAILURES, NoAccessError, explain, is_dead_token
from bot.errors import ErrfixError

log = logging.getLogger(__name__)


async def guarded(what: str, where: int | None, work: Awaitable[None], refused: Callable[[], None]) -> None:
    """Do the work, in a channel or a server if `where` says so. A dead token tells `refused`; all else is logged."""
    what = f"{what} in {where}" if where is not None else what
    try:
        await work
    except DroppedError:
        pass  # counted and logged by the outbox
    except (NoAccessError, *FAILURES) as error:
        if is_dead_token(error):
            refused()
        else:
            log.warning("%s failed: %s", what, explain(error))
    except ErrfixError as error:
        log.error("%s failed: %s", what, error)  # noqa: TRY400 - its text says it all
    except Exception:
        log.exception("%s failed", what)
