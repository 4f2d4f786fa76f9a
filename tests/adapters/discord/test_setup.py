import pytest
from pydantic import SecretStr

from adapters.discord.setup import check, is_configured
from bot.errors import SettingsError
from bot.settings import Settings, load_settings
from tests.adapters.discord.gateway_fake import TOKEN


def settings(**changes: object) -> Settings:
    own = {"discord_token": SecretStr(TOKEN), "discord_shards": None, "discord_shard_ids": ()}
    return Settings(_env_file=None).model_copy(update={**own, **changes})


def test_a_token_is_all_it_takes() -> None:
    check(settings())
    assert is_configured(settings())
    assert not is_configured(settings(discord_token=None))


@pytest.mark.parametrize(
    ("changes", "text"),
    (
        ({"discord_token": None}, "DISCORD_TOKEN is not set"),
        ({"discord_token": SecretStr(f"Bot {TOKEN}")}, "is no bot token"),
        ({"discord_token": SecretStr("0123456789abcdef")}, "is no bot token"),
        ({"discord_shard_ids": (0, 1)}, "DISCORD_SHARDS is not"),
        ({"discord_shard_ids": (0, 4), "discord_shards": 4}, "of 4 shards the last is 3"),
    ),
)
def test_what_cannot_work_is_one_sentence_without_the_token(changes: dict[str, object], text: str) -> None:
    with pytest.raises(SettingsError, match=text) as caught:
        check(settings(**changes))
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "ids"), (("0-3,6", (0, 1, 2, 3, 6)), ("5", (5,)), (" 2 , 0-1 ", (0, 1, 2)), ("1-1", (1,)))
)
def test_shards_are_named_by_number_and_range(
    monkeypatch: pytest.MonkeyPatch, value: str, ids: tuple[int, ...]
) -> None:
    monkeypatch.setenv("DISCORD_SHARD_IDS", value)
    assert load_settings(None).discord_shard_ids == ids


@pytest.mark.parametrize(
    ("name", "value"),
    (
        ("DISCORD_SHARD_IDS", "3-1"),
        ("DISCORD_SHARD_IDS", "all"),
        ("DISCORD_SHARD_IDS", "-1"),
        ("DISCORD_SHARDS", "0"),
        ("DISCORD_API_URL", "discord.com"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg"),
        ("DISCORD_MESSAGE_CONTENT", "yes"),
    ),
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"setting {name}"):
        load_settings(None)


def test_an_address_needs_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_API_URL", "https://proxy.example/api/v10/")
    assert load_settings(None).discord_api_url == "https://proxy.example/api/v10"
