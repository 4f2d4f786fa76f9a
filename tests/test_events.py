import pytest

from bot.events import File, Message, Person, Place, Reaction, Vote


def test_the_full_text_of_a_message_has_its_files_behind_it() -> None:
    message = Message(Place("web", "w", "c"), "1", Person("p"), "look", (File("a.log", "boom"), File("b.log", "bang")))

    assert message.full_text == "look\n\nboom\n\nbang"


def test_a_vote_is_up_down_or_taken_back() -> None:
    with pytest.raises(ValueError, match="a vote is -1, 0 or 1, not 2"):
        Vote("answer", "fix", Person("p"), 2)


def test_a_reaction_is_up_or_down() -> None:
    with pytest.raises(ValueError, match="a reaction is -1 or 1, not 0"):
        Reaction(Place("web", "w", "c"), "posted", Person("p"), 0)
