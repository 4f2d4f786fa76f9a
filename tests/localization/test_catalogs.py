from datetime import UTC, date, datetime, timedelta

from bot.localization import LOCALES, translator

en, zh = translator("en"), translator("zh")


def test_english_and_chinese_are_supported_english_first() -> None:
    assert LOCALES == ("en", "zh")


def test_english_is_what_the_code_says() -> None:
    assert en("Root cause") == "Root cause"


def test_chinese_comes_from_its_catalogue() -> None:
    assert zh("Root cause") == "根本原因"


def test_a_message_without_translation_stays_english() -> None:
    assert zh("nobody translates this {word}", word="here") == "nobody translates this here"


def test_values_are_taken_as_they_are() -> None:
    assert en("{up} of {votes}", up="{votes}", votes="<b>") == "{votes} of <b>"


def test_a_placeholder_without_value_stays() -> None:
    assert en("errfix answered: {title}") == "errfix answered: {title}"


def test_english_has_a_singular_and_a_plural() -> None:
    assert [en.plural("{count} more fix", "{count} more fixes", count) for count in (0, 1, 2)] == [
        "0 more fixes",
        "1 more fix",
        "2 more fixes",
    ]


def test_chinese_has_one_form() -> None:
    assert [zh.plural("{count} more fix", "{count} more fixes", count) for count in (1, 2)] == [
        "还有 1 个方法",
        "还有 2 个方法",
    ]


def test_counts_are_grouped_as_the_language_does() -> None:
    assert en.plural("{count} more line", "{count} more lines", 12_345) == "12,345 more lines"


def test_shares_are_shown_in_whole_percent() -> None:
    assert (en.percent(0.954), zh.percent(1)) == ("95%", "100%")


def test_dates_are_written_as_the_language_does() -> None:
    day = date(2024, 6, 1)
    assert (en.date(day), zh.date(day)) == ("Jun 1, 2024", "2024年6月1日")


def test_moments_are_told_relative_to_now() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    moment = now - timedelta(hours=3)
    assert (en.ago(moment, now), zh.ago(moment, now)) == ("3 hours ago", "3小时前")


def test_languages_are_named_in_the_readers_language() -> None:
    assert (en.language_name("zh"), zh.language_name("en"), zh.language_name("xx")) == ("Chinese", "英语", "xx")


def test_a_translator_is_made_once() -> None:
    assert translator("zh") is zh
