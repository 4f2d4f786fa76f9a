"""A message as Slack sends it, and the workspace it comes from."""

from typing import Any

from adapters.slack.events import Origin
from bot.events import Place

BOT = "U0000000BOT"
ORIGIN = Origin("T1", BOT, "B0000000BOT", lambda person: person == "UMAINTAINER")
PLACE = Place("slack", "T1", "C1")
TS, LATER = "1780000001.000100", "1780000009.000200"


def message(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    event = {
        "type": "message",
        "channel": "C1",
        "channel_type": "channel",
        "user": "UADA",
        "text": "make: *** [all] Error 2",
        "ts": TS,
        "event_ts": TS,
        "team": "T1",
    }
    return {name: value for name, value in {**event, **changes}.items() if value is not ...}
