"""Reads components as a person with eyes would."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from adapters.discord.actions import from_custom_id
from tests.adapters.discord.limits import walk
from tests.adapters.discord.payloads import CHANNEL
from tests.contract.values import Button, Shown

_MARKUP = re.compile(r"\\([^0-9A-Za-z\s])|\*\*|(?m:^)(?:### |-# )")


@dataclass(frozen=True)
class Where:
    """What Discord shows, as it comes back with a click on it; a card in a thread is in a channel of its own."""

    message: dict[str, Any]
    channel_id: str = CHANNEL


def shown_in(message: dict[str, Any], entry_ids: Iterable[str]) -> Shown:
    """The message; `entry_ids` are those of the catalog."""
    known = list(entry_ids)
    buttons = (_button(custom_id, known) for custom_id in custom_ids_in(message))
    return Shown(text_in(message), tuple(buttons), Where(message, message["channel_id"]))


def text_in(shown: dict[str, Any]) -> str:
    said = "\n".join(str(part["content"]) for part in walk(shown["components"]) if "content" in part)
    return _MARKUP.sub(r"\1", said)


def custom_ids_in(shown: dict[str, Any]) -> list[str]:
    return [part["custom_id"] for part in walk(shown["components"]) if "custom_id" in part]


def _button(custom_id: str, entry_ids: list[str]) -> Button:
    meant = from_custom_id(custom_id, entry_ids)
    return Button(meant.action, meant.fix_id or "", meant.entry_id or "", custom_id)
