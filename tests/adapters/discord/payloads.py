"""What Discord sends, as JSON; without anything of a test's."""

from typing import Any

import discord as library

APPLICATION = "700000000000000001"
BOT_USER = "700000000000000001"
BOT_ROLE = "700000000000000002"
GUILD, OTHER_GUILD = "800000000000000000", str(800000000000000000 + (1 << 22))
CHANNEL, FORUM, READ_ONLY, VOICE = (
    "810000000000000001",
    "810000000000000002",
    "810000000000000003",
    "810000000000000004",
)
NO_THREADS = "810000000000000005"
DIRECT = "820000000000000001"
ADA, BOB, ROBOT = "900000000000000001", "900000000000000002", "900000000000000003"
ALL = library.Permissions.all().value


def user(user_id: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    return {"id": user_id, "username": f"u{user_id[-1]}", "discriminator": "0", "avatar": None, **changes}


def member(user_id: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    whole: dict[str, Any] = {
        "user": user(user_id, bot=user_id in {ROBOT, BOT_USER}),
        "roles": [],
        "joined_at": "2026-01-01T12:00:00.000000+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
        "avatar": None,
    }
    return {**whole, **changes}


def channel(channel_id: str, kind: int, denied: int = 0, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    overwrites = [{"id": GUILD, "type": 0, "allow": "0", "deny": str(denied)}] if denied else []
    return {
        "id": channel_id,
        "type": kind,
        "name": f"c{channel_id[-1]}",
        "position": 0,
        "nsfw": False,
        "permission_overwrites": overwrites,
        "parent_id": None,
        **changes,
    }


def role(role_id: str, permissions: int = ALL, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    return {
        "id": role_id,
        "name": "role",
        "permissions": str(permissions & ~library.Permissions(administrator=True).value),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
        **changes,
    }


def guild(guild_id: str = GUILD, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    no_sending = library.Permissions(send_messages=True, send_messages_in_threads=True).value
    no_threads = library.Permissions(create_public_threads=True).value
    own = (
        []
        if guild_id != GUILD
        else [
            channel(CHANNEL, 0, name="support"),
            channel(FORUM, 15, name="questions", available_tags=[]),
            channel(READ_ONLY, 0, no_sending),
            channel(VOICE, 2, bitrate=64000, user_limit=0),
            channel(NO_THREADS, 0, no_threads),
        ]
    )
    return {
        "id": guild_id,
        "name": "Acme",
        "owner_id": "900000000000000009",
        "member_count": 4,
        "preferred_locale": "en-US",
        "features": [],
        "roles": [role(guild_id), role(BOT_ROLE, managed=True, tags={"bot_id": BOT_USER})],
        "emojis": [],
        "stickers": [],
        "members": [member(BOT_USER, roles=[BOT_ROLE])],
        "channels": own,
        "threads": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_flags": 0,
        "afk_timeout": 300,
        **changes,
    }


def direct_channel(person_id: str) -> str:
    """The channel in which the bot writes to a person."""
    return f"82{person_id[2:]}"


def message(message_id: str, channel: str, author: dict[str, Any], text: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    whole: dict[str, Any] = {
        "id": message_id,
        "channel_id": channel,
        "author": author,
        "content": text,
        "timestamp": "2026-01-01T12:00:00.000000+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "components": [],
    }
    return {**whole, **changes}


def thread(thread_id: str, parent: str, name: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    whole: dict[str, Any] = {
        "id": thread_id,
        "guild_id": GUILD,
        "parent_id": parent,
        "owner_id": BOT_USER,
        "type": 11,
        "name": name,
        "last_message_id": None,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T12:00:00.000000+00:00",
            "locked": False,
        },
    }
    return {**whole, **changes}


def application(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in JSON
    whole: dict[str, Any] = {
        "id": APPLICATION,
        "name": "errfix",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": {"id": "700000000000000009", "username": "ada", "discriminator": "0", "avatar": None},
        "flags": 1 << 19,
        "team": None,
    }
    return {**whole, **changes}
