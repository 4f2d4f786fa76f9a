from adapters.base.actions import Action
from adapters.discord.actions import from_custom_id
from adapters.discord.render import render_text, render_thanks, render_told
from bot.desk import EntryLine, Told
from tests.adapters.cards import ANSWER, answered
from tests.adapters.discord.limits import buttons_of, texts_of, visible
from tests.cards.samples import make_card


def test_the_asker_gets_a_warning_before_anything_else() -> None:
    view = render_told(Told("en", text="No known error fits this.", warning="Your message showed a secret."))
    assert texts_of(view) == ["**⚠️ Your message showed a secret.**", "No known error fits this."]


def test_an_entry_in_a_list_can_be_shown() -> None:
    told = Told("en", text="2 entries", entries=(EntryLine("a/b", "First *", "a"), EntryLine("c/d", "Second", "c")))
    view = render_told(told)
    shows = [from_custom_id(button["custom_id"], ()) for button in buttons_of(view)]
    assert [(click.action, click.entry_id) for click in shows] == [(Action.SHOW, "a/b"), (Action.SHOW, "c/d")]
    assert texts_of(view) == ["2 entries", "**First \\***\n-# a/b", "**Second**\n-# c/d"]


def test_of_many_entries_as_many_are_listed_as_a_message_holds() -> None:
    entries = tuple(EntryLine(f"a/{number}", f"Entry {number}", "a") for number in range(30))
    assert len(buttons_of(render_told(Told("en", text="30 entries", entries=entries)))) == 10
    beside_a_card = render_told(Told("en", card=answered(), answer_id=ANSWER, entries=entries))
    assert 0 < visible(beside_a_card).count("Entry") < 10


def test_a_card_that_is_told_can_be_posted_to_the_channel_but_not_dismissed() -> None:
    view = render_told(Told("en", card=answered(), answer_id=ANSWER))
    actions = [from_custom_id(button["custom_id"], ()).action for button in buttons_of(view)]
    assert (Action.PUBLISH in actions, Action.DISMISS in actions) == (True, False)


def test_a_card_that_answers_no_question_takes_no_votes() -> None:
    view = render_told(Told("en", card=make_card()))
    clicks = [from_custom_id(button["custom_id"], ()) for button in buttons_of(view)]
    assert [(click.action, click.entry_id) for click in clicks] == [(Action.MORE, "node/port-in-use")]


def test_a_command_in_a_help_text_is_set_as_code() -> None:
    assert texts_of(render_text("/errfix show a/b: shows it_\nIt is off; /errfix works.")) == [
        "`/errfix show a/b`: shows it\\_\nIt is off; /errfix works."
    ]


def test_thanks_are_said_in_the_readers_language() -> None:
    assert (visible(render_thanks("en")).strip(), visible(render_thanks("zh"))[:2]) == (
        "Thank you. errfix will be more careful with this answer here.",
        "谢谢",
    )
