"""What a button or a menu of ours says when somebody uses it."""

from typing import Any

from adapters.base.actions import Action, ParsedAction
from bot.errors import InputError

AUTO = "auto"
"""The value of the language menu for "no language chosen"."""


def to_action_id(action: Action, number: int) -> str:
    """An `action_id`; the number makes it unique within a message."""
    return f"{action}:{number}"


def to_value(answer_id: str, fix_id: str | None = None) -> str:
    """The value of a button that belongs to an answer, or to one of its fixes."""
    return f"{answer_id} {fix_id}" if fix_id else answer_id


def from_action(action: dict[str, Any]) -> ParsedAction:
    """An element of a `block_actions` payload. Raise InputError for one that is not ours."""
    name, _, _ = str(action.get("action_id", "")).partition(":")
    if name not in set(Action):
        msg = f"there is no action {name!r}"
        raise InputError(msg)
    chosen = action.get("selected_option") or action
    value = chosen.get("value") if isinstance(chosen, dict) else None
    if not isinstance(value, str) or not value.strip():
        msg = f"the action {name!r} comes without a value"
        raise InputError(msg)
    if name == Action.LANGUAGE:
        return ParsedAction(Action.LANGUAGE, locale=None if value == AUTO else value)
    # An entry's id always has a slash, an answer's never.
    if "/" in value:
        return ParsedAction(Action(name), entry_id=value)
    answer_id, _, fix_id = value.partition(" ")
    return ParsedAction(Action(name), answer_id=answer_id, fix_id=fix_id or None)
