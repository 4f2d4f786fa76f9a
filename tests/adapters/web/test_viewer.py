import pytest

from adapters.web.viewer import accepted_locale, name_cookie, to_viewer


@pytest.mark.parametrize(
    ("header", "locale"),
    (
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr;q=0.9, en;q=0.2, zh;q=0.5", "zh"),
        ("fr, de", "en"),
        ("en;q=nonsense, zh;q=0.1", "zh"),
        ("*", "en"),
    ),
)
def test_the_page_speaks_the_first_language_of_the_browser_that_it_knows(header: str, locale: str) -> None:
    assert accepted_locale(header) == locale


def test_a_chosen_language_is_the_page_s_and_the_cards() -> None:
    viewer = to_viewer("p", {"errfix_language": "zh"}, "en")
    assert (viewer.language, viewer.locale, viewer.card_locale) == ("zh", "zh", "zh")


def test_without_a_choice_a_browser_in_another_language_than_english_gets_cards_in_it() -> None:
    viewer = to_viewer("p", {"errfix_language": "klingon"}, "zh")
    assert (viewer.language, viewer.locale, viewer.card_locale) == ("auto", "zh", "zh")


def test_without_a_choice_an_english_browser_gets_each_card_in_the_language_it_was_answered_in() -> None:
    viewer = to_viewer("p", {}, "en-GB")
    assert (viewer.language, viewer.locale, viewer.card_locale) == ("auto", "en", None)


def test_a_name_of_any_script_survives_the_cookie() -> None:
    assert to_viewer("p", {"errfix_name": name_cookie("小李; Ann")}, "").name == "小李; Ann"


def test_a_guest_is_always_called_the_same_and_the_name_says_nothing_of_the_id() -> None:
    name = to_viewer("secret-person-id", {}, "").name
    assert name == to_viewer("secret-person-id", {}, "").name
    assert name.startswith("Guest ")
    assert name.removeprefix("Guest ") not in "secret-person-id"
