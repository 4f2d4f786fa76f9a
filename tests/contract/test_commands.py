"""`/errfix`, the menu of a message and the bot's own page: answers for one person."""

from typing import get_args

from adapters.base.actions import Action
from bot.commands import Ask, Command, Help, Here, Language, Search, Show, Stats
from tests.contract.conversation import Conversation
from tests.contract.features import Feature, needs
from tests.contract.samples import (
    FIRST,
    IN_CHINESE,
    MERGE,
    NOTHING_FITS,
    PORT,
    PORT_ENTRY,
    SECOND,
    TALK,
    UNKNOWN,
    WHAT_TO_DO,
)
from tests.contract.values import ADA, BOB, CY, UP

ANSWERS = {
    Ask: (PORT, "EADDRINUSE"),
    Search: ("search address already in use", "for “address already in use”"),
    Show: ("show node/eaddrinuse", "EADDRINUSE"),
    Language: ("language", "Choose one of these"),
    Here: ("here", "auto: errfix answers an error here when it is sure"),
    Stats: ("stats", "Last 7 days"),
    Help: ("help", "/errfix search"),
}


async def test_every_command_is_answered_to_the_asker(chat: Conversation) -> None:
    for command in get_args(Command):
        text, said = ANSWERS[command]
        assert said in (await chat.command(ADA, text)).text, text


async def test_a_private_answer_has_all_of_a_card_and_takes_votes(chat: Conversation) -> None:
    said = await chat.command(ADA, PORT)
    assert said.in_order("EADDRINUSE", PORT_ENTRY.root_cause, *WHAT_TO_DO)
    assert said.thumbs_for in {None, 1}
    voted = await chat.press(ADA, said, Action.WORKED)
    assert voted.rate_of(FIRST) == "worked for 1 of 1"


async def test_an_error_that_nobody_knows_is_said_to_be_unknown(chat: Conversation) -> None:
    assert NOTHING_FITS in (await chat.command(ADA, UNKNOWN)).text


async def test_words_that_are_no_command_get_help(chat: Conversation) -> None:
    said = (await chat.command(ADA, "lunch?")).text
    assert "errfix knows no command “lunch?”" in said
    assert "/errfix search" in said


async def test_a_listed_entry_opens_and_answers_nobody(chat: Conversation) -> None:
    found = await chat.command(ADA, "search EADDRINUSE")
    assert found.entries[0] == "node/eaddrinuse"
    entry = await chat.show_entry(ADA, found)
    assert entry.in_order("EADDRINUSE", PORT_ENTRY.root_cause, FIRST.action, SECOND.action)
    assert not {Action.WORKED, Action.WRONG, Action.PUBLISH} & entry.actions
    assert "In total: 0 cards" in (await chat.command(ADA, "stats")).text


async def test_an_entry_that_is_not_there_is_looked_for_nearby(chat: Conversation) -> None:
    said = await chat.command(ADA, "show node/eaddrinus")
    assert "Did you mean one of these?" in said.text
    assert "node/eaddrinuse" in said.entries


async def test_the_statistics_count_what_happened_here(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    card = await chat.card_under(written)
    assert card
    await chat.press(BOB, card, Action.WORKED)
    await chat.post(ADA, UNKNOWN)
    said = await chat.command(ADA, "stats")
    assert "Last 7 days: 1 card" in said.text
    assert "1 vote that a fix worked" in said.text
    assert said.entries == ["node/eaddrinuse"]


async def test_private_answers_are_in_the_language_that_a_person_chose(chat: Conversation) -> None:
    assert "中文" in (await chat.command(ADA, "language zh")).text
    assert IN_CHINESE in (await chat.command(ADA, PORT)).text
    assert "Another process" in (await chat.command(BOB, PORT)).text
    await chat.command(ADA, "language auto")
    assert "no commit in common" in (await chat.command(ADA, MERGE)).text


async def test_private_answers_are_in_the_language_that_the_platform_knows_of(chat: Conversation) -> None:
    chat.speaks(BOB, "zh-CN")
    assert IN_CHINESE in (await chat.command(BOB, PORT)).text
    assert "语言" in (await chat.command(BOB, "help")).text


async def test_a_chosen_language_holds_after_a_restart(chat: Conversation) -> None:
    await chat.command(ADA, "language zh")
    await chat.restart()
    assert IN_CHINESE in (await chat.command(ADA, PORT)).text


async def test_in_the_mode_offer_a_sure_error_is_offered(chat: Conversation) -> None:
    await chat.mode("offer")
    written = await chat.post(BOB, PORT)
    assert await chat.has_offer(written)
    assert not await chat.cards_under(written)
    await chat.open_offer(CY, written)
    assert await chat.card_under(written)


async def test_in_the_mode_mention_only_a_mention_is_answered(chat: Conversation) -> None:
    await chat.mode("mention")
    unasked = await chat.post(BOB, PORT)
    assert not await chat.cards_under(unasked)
    assert not await chat.has_offer(unasked)
    assert await chat.card_under(await chat.mention(BOB, PORT))


async def test_in_the_mode_off_only_commands_are_answered(chat: Conversation) -> None:
    await chat.mode("off")
    for written in (await chat.post(BOB, PORT), await chat.mention(BOB, PORT)):
        assert not await chat.cards_under(written)
        assert not await chat.has_offer(written)
        assert not written.replied.text
    assert "EADDRINUSE" in (await chat.command(BOB, PORT)).text
    await chat.mode("auto")
    assert await chat.card_under(await chat.post(BOB, PORT))


@needs(Feature.MANAGERS)
async def test_who_does_not_manage_the_channel_cannot_change_what_happens_there(chat: Conversation) -> None:
    said = await chat.command(chat.stranger(), "here off")
    assert "Only a maintainer of errfix, or whoever manages this channel" in said.text
    assert await chat.card_under(await chat.post(BOB, PORT))


@needs(Feature.MANAGERS, Feature.MAINTAINERS)
async def test_a_maintainer_may_change_what_happens_in_any_channel(chat: Conversation) -> None:
    await chat.command(chat.maintainer(), "here off")
    assert not await chat.cards_under(await chat.post(BOB, PORT))


@needs(Feature.PUBLISH)
async def test_a_private_answer_is_posted_to_the_channel_once_and_takes_thumbs(chat: Conversation) -> None:
    said = await chat.command(ADA, PORT)
    card = await chat.publish(ADA, said)
    assert card
    assert card.in_order("EADDRINUSE", *WHAT_TO_DO)
    assert await chat.publish(ADA, said) is None
    await chat.react(BOB, UP, card)
    now = await chat.now(card)
    assert now
    assert now.rate_of(FIRST) == "worked for 1 of 1"


@needs(Feature.PUBLISH)
async def test_a_private_answer_can_be_posted_after_a_restart(chat: Conversation) -> None:
    said = await chat.command(ADA, PORT)
    await chat.restart()
    assert await chat.publish(ADA, said)


@needs(Feature.MENU, Feature.PUBLISH)
async def test_the_menu_finds_a_fix_for_anybodys_message_and_posts_it_beneath(chat: Conversation) -> None:
    await chat.mode("off")
    written = await chat.post(ADA, PORT)
    said = await chat.find_a_fix(BOB, written)
    assert "EADDRINUSE" in said.text
    assert not await chat.cards_under(written)
    assert await chat.publish(BOB, said)
    assert await chat.card_under(written)


@needs(Feature.MENU, Feature.BOTS)
async def test_the_menu_reads_what_another_program_said(chat: Conversation) -> None:
    assert "EADDRINUSE" in (await chat.find_a_fix(BOB, await chat.post_as_program(PORT))).text


@needs(Feature.MENU)
async def test_the_menu_on_small_talk_says_that_nothing_fits(chat: Conversation) -> None:
    written = await chat.post(ADA, TALK)
    assert NOTHING_FITS in (await chat.find_a_fix(BOB, written)).text


@needs(Feature.HOME)
async def test_the_bots_page_tells_the_weeks_errors_and_changes_the_language(chat: Conversation) -> None:
    await chat.post(ADA, PORT)
    page = await chat.home(BOB)
    assert "/errfix search" in page.text
    assert page.entries == ["node/eaddrinuse"]
    assert page.actions == {Action.SHOW, Action.LANGUAGE}
    assert "语言" in (await chat.choose_language(BOB, "zh")).text
    assert IN_CHINESE in (await chat.command(BOB, PORT)).text


@needs(Feature.COMPLETION)
async def test_the_first_letters_of_an_id_find_it(chat: Conversation) -> None:
    assert (await chat.complete(ADA, "node/eaddr"))[0] == "node/eaddrinuse"
    assert (await chat.complete(ADA, "eaddr"))[0] == "node/eaddrinuse"


@needs(Feature.REMOVAL)
async def test_who_throws_errfix_out_is_forgotten(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    await chat.remove_errfix()
    await chat.restart()
    assert "In total: 0 cards" in (await chat.command(ADA, "stats")).text
    assert await chat.card_under(written)  # what is in the chat belongs to the workspace
