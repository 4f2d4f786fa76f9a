"""What one platform has, the others have too, or there is a reason."""

import importlib
import pkgutil

import pytest

import tests.contract
from adapters.base.actions import Action
from tests.contract.conftest import DRIVERS
from tests.contract.conversation import Conversation
from tests.contract.features import LACKS, Feature, Platform
from tests.contract.samples import PORT
from tests.contract.values import ADA

CARD = {Action.WORKED, Action.FAILED, Action.WRONG, Action.DISMISS, Action.MORE, Action.DEAD_ENDS}
PRIVATE_CARD = CARD - {Action.DISMISS} | {Action.PUBLISH}
LIST, PAGE = {Action.SHOW}, {Action.SHOW, Action.LANGUAGE}
# Buttons that a platform has only with a feature.
OF_A_FEATURE = {Action.MORE: Feature.MORE, Action.DEAD_ENDS: Feature.MORE, Action.PUBLISH: Feature.PUBLISH}


def without_what_it_lacks(chat: Conversation, actions: set[Action]) -> set[Action]:
    return {action for action in actions if OF_A_FEATURE.get(action) not in LACKS[chat.platform]}


@pytest.mark.parametrize("platform", Platform)
def test_a_platform_has_every_feature_or_a_reason(platform: Platform) -> None:
    assert DRIVERS[platform].lacks() == set(LACKS[platform])
    assert all(LACKS[platform].values())


@pytest.mark.parametrize("feature", Feature)
def test_a_feature_is_some_platforms_and_has_a_conversation(feature: Feature) -> None:
    assert any(feature not in LACKS[platform] for platform in Platform)
    names = [f"tests.contract.{found.name}" for found in pkgutil.iter_modules(tests.contract.__path__)]
    stories = [
        story
        for name in names
        if ".test_" in name
        for story in vars(importlib.import_module(name)).values()
        if any(feature in mark.args for mark in getattr(story, "pytestmark", ()) if mark.name == "needs")
    ]
    assert stories


def test_every_action_is_looked_for_somewhere() -> None:
    assert set(Action) == CARD | PRIVATE_CARD | LIST | PAGE


async def test_a_card_has_the_same_buttons_everywhere(chat: Conversation) -> None:
    card = await chat.card_under(await chat.post(ADA, PORT))
    assert card
    assert card.actions == without_what_it_lacks(chat, CARD)
    assert card.thumbs_for == 1


async def test_a_private_card_has_the_same_buttons_everywhere(chat: Conversation) -> None:
    assert (await chat.command(ADA, PORT)).actions == without_what_it_lacks(chat, PRIVATE_CARD)


async def test_a_list_has_the_same_buttons_everywhere(chat: Conversation) -> None:
    assert (await chat.command(ADA, "search EADDRINUSE")).actions == LIST
