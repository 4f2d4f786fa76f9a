"""A click on something of ours, and the ways to react to it: a word to the clicker, the same message anew, a window."""

import logging
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.base.actions import ParsedAction
from adapters.slack.actions import from_action
from adapters.slack.render import Rendered
from adapters.slack.workspaces import Workspace, retry_handlers
from bot.errors import ChannelError
from bot.events import Person, Place

_OK = 200
_log = logging.getLogger("slack_sdk.web")


@dataclass(frozen=True, slots=True)
class Click:
    """Who clicked on what, and where."""

    action: ParsedAction
    place: Place
    person: Person
    trigger_id: str
    response_url: str
    message_ts: str
    is_private: bool
    """The message is one that only the clicker sees."""
    window_id: str
    """The window in which the click happened; empty for a message or the app home."""


def to_click(body: dict[str, Any], workspace: Workspace) -> Click:
    """A `block_actions` payload. Raise InputError for a click on nothing of ours."""
    actions, container = body.get("actions"), _dict(body.get("container"))
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}
    view = _dict(body.get("view"))
    channel = str(
        _dict(body.get("channel")).get("id") or container.get("channel_id") or view.get("private_metadata") or ""
    )
    return Click(
        from_action(action),
        workspace.origin.place(channel),
        workspace.origin.person(str(_dict(body.get("user")).get("id") or "")),
        str(body.get("trigger_id") or ""),
        str(body.get("response_url") or ""),
        str(container.get("message_ts") or ""),
        bool(container.get("is_ephemeral")),
        str(view.get("id") or "") if view.get("type") == "modal" else "",
    )


async def respond(session: ClientSession, response_url: str, said: Rendered, *, replace: bool = False) -> None:
    """Answer privately through the address that came with a click or a command.

    Raise ChannelError where Slack does not take it: the address holds for 30 minutes and five answers.
    """
    body = {
        "response_type": "ephemeral",
        "replace_original": replace,
        "text": said.text,
        "blocks": said.blocks,
        "unfurl_links": False,
    }
    client = AsyncWebhookClient(response_url, session=session, logger=_log, retry_handlers=retry_handlers())
    client.proxy = None  # the session goes by the environment, and knows NO_PROXY as well
    response = await client.send_dict(body)
    if response.status_code != _OK:
        msg = f"Slack took no answer at its response_url (HTTP status {response.status_code})"
        raise ChannelError(msg)


def _dict(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a payload's field, whatever came
    return value if isinstance(value, dict) else {}
