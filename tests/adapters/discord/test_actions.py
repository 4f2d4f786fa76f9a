import pytest

from adapters.base.actions import Action, ParsedAction
from adapters.discord.actions import from_custom_id, to_custom_id
from bot.errors import InputError

LONG = "a/" + "b" * 198


@pytest.mark.parametrize("action", (Action.WORKED, Action.FAILED))
def test_a_vote_names_its_answer_and_its_fix(action: Action) -> None:
    sent = to_custom_id(action, answer_id="A-1_x", fix_id="stop-it")
    assert sent == f"errfix:{action}:A-1_x:stop-it"
    assert from_custom_id(sent, ()) == ParsedAction(action, answer_id="A-1_x", fix_id="stop-it")


@pytest.mark.parametrize("action", (Action.WRONG, Action.DISMISS, Action.MORE, Action.PUBLISH, Action.DEAD_ENDS))
def test_the_cards_own_buttons_name_the_answer(action: Action) -> None:
    sent = to_custom_id(action, answer_id="A1", entry_id="node/eaddrinuse")
    assert from_custom_id(sent, ()) == ParsedAction(action, answer_id="A1")


@pytest.mark.parametrize("action", (Action.SHOW, Action.MORE, Action.DEAD_ENDS))
@pytest.mark.parametrize("entry_id", ("node/eaddrinuse", "c++/a.b_c/d-e", LONG))
def test_where_nobody_was_answered_a_button_names_the_entry(action: Action, entry_id: str) -> None:
    sent = to_custom_id(action, entry_id=entry_id)
    assert len(sent) <= 90
    assert from_custom_id(sent, ["other/entry", entry_id]) == ParsedAction(action, entry_id=entry_id)


def test_a_second_button_for_the_same_wants_the_same() -> None:
    sent = to_custom_id(Action.SHOW, entry_id="node/eaddrinuse")
    assert from_custom_id(f"{sent}:2", ()) == from_custom_id(sent, ())


def test_a_button_of_an_entry_that_is_gone_says_so() -> None:
    with pytest.raises(InputError, match="not in the knowledge base any more"):
        from_custom_id(to_custom_id(Action.SHOW, entry_id=LONG), ["node/eaddrinuse"])


@pytest.mark.parametrize(
    "custom_id",
    (
        "",
        "other",
        "errfix",
        "errfix:other:A1:",
        "errfix:more::",
        "errfix:more:A1",
        "errfix:more:A1:x:y",
        "xerrfix:more:A1:",
    ),
)
def test_what_is_not_ours_is_refused_in_words(custom_id: str) -> None:
    with pytest.raises(InputError, match="button"):
        from_custom_id(custom_id, ())
