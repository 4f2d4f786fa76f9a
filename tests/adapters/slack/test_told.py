from typing import Any

from adapters.base.actions import Action
from adapters.slack.actions import from_action
from adapters.slack.render import render_home, render_notice, render_text, render_told
from bot.desk import EntryLine, Home, Told
from bot.localization import translator
from tests.adapters.cards import ANSWER, answered
from tests.adapters.slack.limits import buttons_of, problems_of_view, spans, visible


def test_the_asker_gets_a_warning_before_anything_else() -> None:
    rendered = render_told(Told("en", text="No known error fits this.", warning="Your message showed a secret."))
    assert rendered.text == "⚠️ Your message showed a secret.\n\nNo known error fits this."
    assert visible(rendered.blocks).splitlines() == ["⚠️ Your message showed a secret.", "No known error fits this."]


def test_an_entry_in_a_list_can_be_shown() -> None:
    told = Told("en", text="2 entries", entries=(EntryLine("a/b", "First", "a"), EntryLine("c/d", "Second", "c")))
    rendered = render_told(told)
    assert [from_action(button).entry_id for button in buttons_of(rendered.blocks)] == ["a/b", "c/d"]
    assert rendered.text == "2 entries\n\n• First\n\n• Second"


def test_a_card_that_is_told_can_be_posted_to_the_channel() -> None:
    rendered = render_told(Told("en", card=answered(), answer_id=ANSWER))
    assert Action.PUBLISH in [from_action(button).action for button in buttons_of(rendered.blocks)]
    assert rendered.text.startswith("Error: listen EADDRINUSE")


def test_a_command_in_a_help_text_is_set_as_code() -> None:
    text = (
        "Write an error after /errfix: /errfix Permission denied\n/errfix show a/b: shows it\nIt is off; /errfix works."
    )
    blocks = render_text(text).blocks
    code = [span["text"] for span in spans(blocks[0]) if span.get("style", {}).get("code")]
    assert code == ["/errfix Permission denied", "/errfix show a/b"]


def test_a_notice_is_a_window_in_the_readers_language() -> None:
    notice = render_notice("没有了 <!channel>", translator("zh"))
    assert problems_of_view(notice) == []
    assert (notice["close"]["text"], visible(notice["blocks"])) == ("关闭", "没有了 <!channel>")


# App home


def make_home(**changes: Any) -> Home:  # noqa: ANN401 - whatever a home takes
    whole: dict[str, Any] = {
        "locale": "en",
        "chosen": None,
        "languages": (("en", "English"), ("zh", "中文")),
        "top": ((EntryLine("node/eaddrinuse", "Error: EADDRINUSE", "node"), 14),),
        "help": "/errfix search docker: finds entries",
    }
    return Home(**{**whole, **changes})


def menu_of(home: Home) -> dict[str, Any]:
    rows = [block for block in render_home(home)["blocks"] if block["type"] == "actions"]
    menu: dict[str, Any] = rows[0]["elements"][0]
    return menu


def test_the_home_shows_the_language_that_was_chosen() -> None:
    chosen = [menu_of(make_home(chosen=code))["initial_option"]["text"]["text"] for code in ("zh", None, "gone")]
    assert chosen == ["中文", "Automatic", "Automatic"]


def test_a_language_can_be_chosen_at_home() -> None:
    menu = menu_of(make_home())
    clicks = [from_action({"action_id": menu["action_id"], "selected_option": option}) for option in menu["options"]]
    assert [(click.action, click.locale) for click in clicks] == [
        (Action.LANGUAGE, None),
        (Action.LANGUAGE, "en"),
        (Action.LANGUAGE, "zh"),
    ]


def test_the_home_shows_the_weeks_most_frequent_errors() -> None:
    blocks = render_home(make_home())["blocks"]
    assert "Error: EADDRINUSE\n14 times" in visible(blocks)
    assert [from_action(button).entry_id for button in buttons_of(blocks)] == ["node/eaddrinuse"]


def test_a_quiet_week_is_called_one() -> None:
    assert "No errors yet this week." in visible(render_home(make_home(top=()))["blocks"])
