"""The custom_ids of our buttons. They say all there is to know of a click, so that no message need be remembered."""

import re
from collections.abc import Iterable
from hashlib import sha256

from adapters.base.actions import Action, ParsedAction
from bot.errors import InputError

TEMPLATE = re.compile(r"errfix:(?P<action>\w+):(?P<answer_id>[\w-]*):(?P<subject>[^:]*)(?::\d+)?")
"""The subject is a fix where there is an answer, else an entry. A number sets a second button for the same apart."""

# With the longest action and a number, a custom_id stays within 100 characters.
_LONGEST_ENTRY_ID = 70
_HASHED = "#"


def to_custom_id(action: Action, *, answer_id: str = "", fix_id: str = "", entry_id: str = "") -> str:
    """What a button carries: an answer, perhaps with one of its fixes, or else an entry."""
    return f"errfix:{action}:{answer_id}:{fix_id if answer_id else _entry_key(entry_id)}"


def from_custom_id(custom_id: str, entry_ids: Iterable[str]) -> ParsedAction:
    """What a click on such a button wants. Raise InputError for one that is not ours, or names an entry that is gone.

    `entry_ids` are those of the catalog: an id that is too long for a button is looked up there.
    """
    found = TEMPLATE.fullmatch(custom_id)
    if not found or found["action"] not in set(Action):
        msg = f"there is no button {custom_id!r}"
        raise InputError(msg)
    action, answer_id, subject = Action(found["action"]), found["answer_id"], found["subject"]
    if answer_id:
        return ParsedAction(action, answer_id=answer_id, fix_id=subject or None)
    if not subject:
        msg = f"the button {custom_id!r} names no answer and no entry"
        raise InputError(msg)
    return ParsedAction(action, entry_id=_entry_id(subject, entry_ids))


def _entry_key(entry_id: str) -> str:
    if len(entry_id) <= _LONGEST_ENTRY_ID:
        return entry_id
    return _HASHED + sha256(entry_id.encode()).hexdigest()[:32]


def _entry_id(key: str, entry_ids: Iterable[str]) -> str:
    if not key.startswith(_HASHED):
        return key
    found = next((entry_id for entry_id in entry_ids if _entry_key(entry_id) == key), None)
    if found is None:
        msg = "the entry of this button is not in the knowledge base any more"
        raise InputError(msg)
    return found
