import pytest

from bot.errors import SettingsError
from bot.localization import language_of_system, parse_locale, private_locale, public_locale


@pytest.mark.parametrize(
    ("value", "locale"), (("en", "en"), ("zh-CN", "zh"), ("en_US.UTF-8", "en"), (" ZH ", "zh"), ("zh-Hant-TW", "zh"))
)
def test_a_locale_may_be_written_in_many_ways(value: str, locale: str) -> None:
    assert parse_locale(value) == locale


@pytest.mark.parametrize("value", ("fr", "C", "", "klingon"))
def test_an_unsupported_locale_is_refused_with_the_supported_ones(value: str) -> None:
    with pytest.raises(SettingsError, match=f"no language '{value}'; choose one of en, zh"):
        parse_locale(value)


def test_a_channels_setting_decides_over_the_askers_words() -> None:
    assert public_locale(channel="en", text="这个怎么解决", workspace="zh") == "en"


def test_the_askers_words_decide_where_the_channel_has_no_setting() -> None:
    assert public_locale(channel=None, text="这个怎么解决", workspace="en") == "zh"


def test_the_workspace_decides_where_the_words_are_in_a_script_of_many_languages() -> None:
    assert public_locale(channel=None, text="ValueError: boom", workspace="zh") == "zh"


def test_english_is_the_last_resort() -> None:
    assert public_locale(channel=None, text="ValueError: boom", workspace=None) == "en"


@pytest.mark.parametrize(
    ("channel", "text", "workspace"),
    (("fr", "", "zh"), (None, "ビルドが失敗します", "zh"), ("not a tag", "这个怎么解决", "fr")),
)
def test_a_language_without_catalogue_leaves_it_to_the_next_rule(channel: str, text: str, workspace: str) -> None:
    assert public_locale(channel=channel, text=text, workspace=workspace) == "zh"


@pytest.mark.parametrize(
    ("person", "platform", "locale"),
    (("en", "zh-CN", "en"), (None, "en-GB", "en"), (None, "fr", "zh"), (None, None, "zh")),
)
def test_a_private_answer_follows_the_person_then_the_platform_then_the_channel(
    person: str | None, platform: str | None, locale: str
) -> None:
    assert private_locale(person=person, platform=platform, channel="zh", text="help", workspace=None) == locale


@pytest.mark.parametrize(
    ("environment", "language"),
    (
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "C.UTF-8"}, None),
        ({}, None),
    ),
)
def test_the_system_language_follows_the_environment(environment: dict[str, str], language: str | None) -> None:
    assert language_of_system(environment) == language
