"""What errfix asks a server for, and what for."""

import discord

PERMISSIONS = {
    "view_channel": "see messages",
    "send_messages": "post cards where there are no threads",
    "create_public_threads": "answer in a thread made from the message",
    "send_messages_in_threads": "answer in threads and forum posts",
    "read_message_history": "reply to a message and react to it",
    "add_reactions": "put 💡 under a message it has an offer for",
}
"""Permission of the bot's role: what errfix can do with it."""
NEEDED = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))

NAMES = {
    "view_channel": "View Channels",
    "send_messages": "Send Messages",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
    "add_reactions": "Add Reactions",
}
"""As Discord's pages call them."""


def invite_url(application_id: int) -> str:
    """Where somebody lets the bot into a server, with no more permissions than it needs."""
    return discord.utils.oauth_url(application_id, permissions=NEEDED, scopes=("bot", "applications.commands"))
