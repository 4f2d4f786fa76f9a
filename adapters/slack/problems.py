"""What Slack's refusals mean: one sentence with what, where and what to do."""

from slack_sdk.errors import SlackApiError

_DEAD_TOKEN = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "team_access_not_granted",
}
_TOO_LATE = "expired_trigger_id"
_MEANINGS = {
    "not_in_channel": "errfix is not in the channel; /invite it there",
    "channel_not_found": "errfix does not see the channel; /invite it there",
    "is_archived": "the channel is archived",
    "message_not_found": "the message is not there any more",
    "cant_update_message": "the message is not errfix's own",
    "cant_delete_message": "the message is not errfix's own",
    "thread_not_found": "the thread is not there any more",
    "cannot_reply_to_message": "this message cannot have replies",
    "restricted_action": "only some people may post there; let errfix be one of them",
    "restricted_action_thread_only_channel": "this channel takes replies only",
    "restricted_action_read_only_channel": "this channel can only be read",
    "ratelimited": "Slack takes no more for now",
    "rate_limited": "Slack takes no more for now",
    _TOO_LATE: "more than three seconds had passed since the click",
}
_NOWHERE = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action"}
_DONE_ALREADY = {"message_not_found", "no_reaction", "already_reacted", "thread_not_found"}


def code_of(error: SlackApiError) -> str:
    """Slack's name for the refusal."""
    response = error.response
    data = getattr(response, "data", response)  # a text where it is not Slack that answered
    code = data.get("error") if isinstance(data, dict) else None
    return str(code or f"HTTP status {getattr(response, 'status_code', '?')}")


def is_dead_token(error: SlackApiError) -> bool:
    """Whether nothing else will work with this token either."""
    return code_of(error) in _DEAD_TOKEN


def cannot_post_there(error: SlackApiError) -> bool:
    return code_of(error) in _NOWHERE or code_of(error).startswith("restricted_action")


def is_too_late(error: SlackApiError) -> bool:
    """Whether a window cannot be opened any more for the click."""
    return code_of(error) == _TOO_LATE


def is_settled(error: SlackApiError) -> bool:
    """Whether what was wanted is so already: the message is gone, the reaction is there."""
    return code_of(error) in _DONE_ALREADY


def explain(error: SlackApiError) -> str:
    code = code_of(error)
    if code == "missing_scope":
        needed = error.response.get("needed") or "a permission"
        return f"errfix lacks {needed} (missing_scope); paste slack-manifest.yaml again and reinstall the app"
    return f"{_MEANINGS[code]} ({code})" if code in _MEANINGS else f"Slack refused: {code}"
