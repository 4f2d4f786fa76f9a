import pytest

from bot.localization.languages import could_be, language_by_script, language_of_tag


@pytest.mark.parametrize(
    ("tag", "language"),
    (
        ("zh", "zh"),
        ("ZH", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh_CN.UTF-8", "zh"),
        ("en_US", "en"),
        ("de_DE@euro", "de"),
        ("ca_ES.UTF-8@valencia", "ca"),
        ("C", None),
        ("C.UTF-8", None),
        ("POSIX", None),
        ("", None),
        ("中文", None),
    ),
)
def test_a_tag_names_its_language(tag: str, language: str | None) -> None:
    assert language_of_tag(tag) == language


@pytest.mark.parametrize(
    ("text", "language"),
    (
        ("端口被占用", "zh"),
        ("ポートは使用中です", "ja"),
        ("포트가 사용 중입니다", "ko"),
        ("порт занят", "ru"),
        ("port in use", None),
        ("123 :-)", None),
    ),
)
def test_a_script_points_to_a_language(text: str, language: str | None) -> None:
    assert language_by_script(text) == language


def test_a_text_without_chinese_letters_is_not_chinese() -> None:
    assert (could_be("Set the dtype", "zh"), could_be("设置 dtype", "zh")) == (False, True)


def test_any_text_could_be_in_a_language_of_latin_script() -> None:
    assert could_be("端口", "fr")
