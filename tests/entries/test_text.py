import pytest

from bot.entries import Text
from bot.entries.text import pick
from tests.entries.samples import make_entry


def test_a_translation_is_shown_to_those_who_want_its_language() -> None:
    text = pick("Stop the server", "en", "停止服务器", "zh")

    assert text == Text("停止服务器", "zh", "zh")
    assert text.is_translated


@pytest.mark.parametrize(
    "translation",
    (
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param("  \n", id="blank"),
        pytest.param("Stop the server", id="the original again"),
        pytest.param("Stop it", id="another script"),
        pytest.param("停止\ud800", id="half a character"),
        pytest.param(["停止服务器"], id="no text"),
    ),
)
def test_what_is_no_translation_leaves_the_original_marked(translation: object) -> None:
    text = pick("Stop the server", "en", translation, "zh")

    assert text == Text("Stop the server", "en", "zh")
    assert not text.is_translated


def test_a_latin_language_has_no_script_of_its_own_to_check() -> None:
    assert pick("Stop the server", "en", "Server anhalten", "de").value == "Server anhalten"


def test_a_reader_of_the_entrys_own_language_gets_the_original() -> None:
    assert pick("停止服务器", "zh", "something else", "zh") == Text("停止服务器", "zh", "zh")


def test_an_empty_text_is_false() -> None:
    assert not Text("", "en", "en")
    assert Text("x", "en", "en")


def test_translations_stand_at_every_depth() -> None:
    entry = make_entry(
        signature_zh="端口被占用",
        workarounds=[{"action": "Stop it", "action_zh": "停止它", "how": "kill 1", "condition": "On Linux"}],
        dead_ends=[{"why_fails": "It stays", "why_fails_zh": "它还在", "action": "Wait", "action_zh": "等待"}],
    )

    assert entry.entry_text("signature", "zh").value == "端口被占用"
    assert entry.entry_text("root_cause", "zh").value == "另一个进程正在监听该端口。"
    assert entry.fix_text(entry.workarounds[0], "action", "zh").value == "停止它"
    assert entry.fix_text(entry.workarounds[0], "condition", "zh") == Text("On Linux", "en", "zh")
    assert entry.dead_end_text(entry.dead_ends[0], "why_fails", "zh").value == "它还在"
    assert entry.dead_end_text(entry.dead_ends[0], "action", "zh").value == "等待"


def test_a_list_of_translations_is_paired_by_position() -> None:
    entry = make_entry(
        workarounds=[{"action": "Stop it"}, {"action": "Move it", "tradeoff": "Slow"}, {"action": "Leave it"}],
        workarounds_zh=["停止它", {"action": "移动它", "tradeoff": "很慢"}],
        dead_ends_zh=["它还占用着端口"],
    )
    first, second, third = entry.workarounds

    assert entry.fix_text(first, "action", "zh").value == "停止它"
    assert entry.fix_text(second, "action", "zh").value == "移动它"
    assert entry.fix_text(second, "tradeoff", "zh").value == "很慢"
    assert entry.fix_text(third, "action", "zh") == Text("Leave it", "en", "zh")
    assert entry.dead_end_text(entry.dead_ends[0], "why_fails", "zh").value == "它还占用着端口"
    assert entry.dead_end_text(entry.dead_ends[0], "action", "zh") == Text("Run it again", "en", "zh")


def test_a_translation_beside_the_fix_goes_before_the_list() -> None:
    entry = make_entry(workarounds=[{"action": "Stop it", "action_zh": "停止它"}], workarounds_zh=["别的"])

    assert entry.fix_text(entry.workarounds[0], "action", "zh").value == "停止它"


@pytest.mark.parametrize("wrong", ("停止它", {"0": "停止它"}, 5, []))
def test_a_list_translation_of_another_kind_is_passed_over(wrong: object) -> None:
    entry = make_entry(workarounds_zh=wrong)

    assert entry.fix_text(entry.workarounds[0], "action", "zh").value == "Stop the other process"


def test_unknown_fields_are_those_that_translate_nothing() -> None:
    entry = make_entry(signature_zh="端口", rootcause="x", category_zh="错误", **{"$schema": "../schema.json"})

    assert entry.unknown_fields() == ["rootcause", "category_zh"]
    assert {key for key, *_ in entry.translations()} == {"signature_zh", "root_cause_zh"}
