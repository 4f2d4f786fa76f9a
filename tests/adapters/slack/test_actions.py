from typing import Any

import pytest

from adapters.base.actions import Action, ParsedAction
from adapters.slack.actions import from_action, to_action_id, to_value
from bot.errors import InputError


def click(action_id: str, value: Any = "A1") -> dict[str, Any]:  # noqa: ANN401 - whatever comes in
    return {"type": "button", "action_id": action_id, "block_id": "x", "action_ts": "1.2", "value": value}


@pytest.mark.parametrize("action", (Action.WORKED, Action.FAILED))
def test_a_vote_names_its_answer_and_its_fix(action: Action) -> None:
    sent = click(to_action_id(action, 3), to_value("A1", "stop-it"))
    assert from_action(sent) == ParsedAction(action, answer_id="A1", fix_id="stop-it")


@pytest.mark.parametrize("action", (Action.WRONG, Action.DISMISS, Action.MORE, Action.PUBLISH, Action.DEAD_ENDS))
def test_the_cards_own_buttons_name_the_answer(action: Action) -> None:
    assert from_action(click(to_action_id(action, 1), to_value("A-1_x"))) == ParsedAction(action, answer_id="A-1_x")


@pytest.mark.parametrize("action", (Action.SHOW, Action.MORE, Action.DEAD_ENDS))
def test_where_nobody_was_answered_a_button_names_the_entry(action: Action) -> None:
    assert from_action(click(to_action_id(action, 1), "node/eaddrinuse")) == ParsedAction(
        action, entry_id="node/eaddrinuse"
    )


@pytest.mark.parametrize(("value", "locale"), (("zh", "zh"), ("auto", None)))
def test_the_language_menu_says_which_language(value: str, locale: str | None) -> None:
    sent = {
        "type": "static_select",
        "action_id": to_action_id(Action.LANGUAGE, 1),
        "selected_option": {"text": {"type": "plain_text", "text": "…"}, "value": value},
    }
    assert from_action(sent) == ParsedAction(Action.LANGUAGE, locale=locale)


@pytest.mark.parametrize(
    "sent",
    (
        {},
        click("other:1"),
        click(""),
        click("worked:1", None),
        click("worked:1", " "),
        click("worked:1", 7),
        {"action_id": "language:1", "selected_option": "zh"},
        {"action_id": 5, "value": "x"},
    ),
)
def test_what_is_not_ours_is_refused_in_words(sent: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="action"):
        from_action(sent)
