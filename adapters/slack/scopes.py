"""What errfix asks a workspace for, and what for; slack-manifest.yaml asks for the same."""

BOT_SCOPES = {
    "app_mentions:read": "hear @errfix",
    "channels:history": "read errors in public channels",
    "channels:read": "see which public channels it is in and who made them",
    "chat:write": "post, update and delete cards",
    "commands": "take /errfix and the message menu",
    "files:read": "read snippets and text files",
    "groups:history": "read errors in private channels",
    "groups:read": "see which private channels it is in and who made them",
    "im:history": "read direct messages to it",
    "im:read": "know a direct message from a channel",
    "mpim:history": "read group messages",
    "mpim:read": "know a group message from a channel",
    "reactions:read": "count 👍 and 👎, and open offers",
    "reactions:write": "put 💡 under a message it has an offer for",
    "users:read": "know a person's language and whether they administrate the workspace",
}
"""Scope of the bot token: what errfix can do with it."""
