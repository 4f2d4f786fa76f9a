"""The service as a whole."""

from datetime import UTC, datetime, timedelta

from bot.privacy import redact
from bot.service.judging import Judging
from bot.service.messages import Messages


class Service(Messages, Judging):
    """Handles messages, judgements and questions about them; each part is a class of its own in this folder."""

    async def forget(self) -> int:
        """Forget texts older than the retention setting; how many rows that touched."""
        return await self.store.forget(datetime.now(UTC) - timedelta(days=self._settings.retention_days))

    @staticmethod
    def redact(text: str) -> str:
        """The text with secrets replaced, as it may be kept and shown."""
        return redact(text).text
