import asyncio
from typing import Any

import discord
import pytest

from adapters.discord.buttons import ActionButton
from adapters.discord.render import render_card
from tests.adapters.cards import answered
from tests.adapters.discord.limits import COMPONENTS_V2, buttons_of, components_of


class Listening(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.none())
        self.clicks: asyncio.Queue[str] = asyncio.Queue()

    async def on_card_click(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        assert interaction.message is not None
        await self.clicks.put(f"{interaction.message.id} {custom_id}")


@pytest.fixture
async def client() -> Listening:
    made = Listening()
    await made._async_setup_hook()  # noqa: SLF001 - what login does before it turns to the network
    return made


def person() -> dict[str, Any]:
    return {"id": "7", "username": "mara", "discriminator": "0", "avatar": None}


def click(custom_id: str) -> dict[str, Any]:
    """The event for a click on a card that was posted long ago."""
    message = {
        "id": "11",
        "channel_id": "12",
        "author": person(),
        "content": "",
        "components": components_of(render_card(answered())),
        "flags": COMPONENTS_V2,
        "timestamp": "2026-11-24T10:42:00+00:00",
        "edited_timestamp": None,
        "type": 0,
        **{name: [] for name in ("attachments", "embeds", "mentions", "mention_roles")},
        **dict.fromkeys(("pinned", "mention_everyone", "tts"), False),
    }
    return {
        "id": "13",
        "application_id": "14",
        "type": 3,
        "token": "x",
        "version": 1,
        "channel_id": "12",
        "channel": {"id": "12", "type": 1, "recipients": [person()]},
        "user": person(),
        "locale": "en-US",
        "message": message,
        "data": {"component_type": 2, "custom_id": custom_id},
        **{name: [] for name in ("entitlements", "entitlement_sku_ids")},
        "authorizing_integration_owners": {},
        "attachment_size_limit": 0,
    }


async def test_a_click_on_a_card_of_another_process_reaches_the_client(client: Listening) -> None:
    client.add_dynamic_items(ActionButton)
    for button in buttons_of(render_card(answered())):
        client._connection.parse_interaction_create(click(button["custom_id"]))  # type: ignore[arg-type]  # noqa: SLF001
        assert await client.clicks.get() == f"11 {button['custom_id']}"


async def test_nothing_of_a_card_is_kept_in_memory(client: Listening) -> None:
    client.add_view(render_card(answered()), message_id=11)
    assert list(client.persistent_views) == []
