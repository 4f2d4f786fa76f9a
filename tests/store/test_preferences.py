import pytest

from bot.events import ChannelMode, Place
from bot.store import ChannelSettings, Store
from tests.store.conftest import PLACE

ELSEWHERE = Place("slack", "T1", "C2")


async def test_a_channel_has_no_settings_at_first(store: Store) -> None:
    assert await store.channel(PLACE) == ChannelSettings(mode=None, locale=None)


@pytest.mark.parametrize("mode", ChannelMode)
async def test_every_mode_is_kept_for_its_channel(store: Store, mode: ChannelMode) -> None:
    assert await store.set_channel(PLACE, mode=mode) == ChannelSettings(mode, None)
    assert await store.channel(PLACE) == ChannelSettings(mode, None)
    assert await store.channel(ELSEWHERE) == ChannelSettings()


async def test_what_is_left_out_stays_and_none_goes_back_to_the_default(store: Store) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFFER)
    assert await store.set_channel(PLACE, locale="zh") == ChannelSettings(ChannelMode.OFFER, "zh")
    assert await store.set_channel(PLACE, mode=None) == ChannelSettings(None, "zh")
    assert await store.set_channel(PLACE) == ChannelSettings(None, "zh")
    assert await store.channel(PLACE) == ChannelSettings(None, "zh")


async def test_a_persons_language_holds_in_the_whole_workspace_and_nowhere_else(store: Store) -> None:
    await store.set_person_locale(PLACE, "U1", "en")
    await store.set_person_locale(PLACE, "U1", "zh")
    assert await store.person_locale(ELSEWHERE, "U1") == "zh"
    assert await store.person_locale(PLACE, "U2") is None
    assert await store.person_locale(Place("slack", "T2", "C1"), "U1") is None
    assert await store.person_locale(Place("discord", "T1", "C1"), "U1") is None


async def test_a_persons_language_can_be_forgotten(store: Store) -> None:
    await store.set_person_locale(PLACE, "U1", "zh")
    await store.set_person_locale(PLACE, "U1", None)
    assert await store.person_locale(PLACE, "U1") is None
