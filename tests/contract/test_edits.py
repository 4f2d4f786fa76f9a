"""Questions that change or go away, and what becomes of their cards."""

from adapters.base.actions import Action
from tests.contract.conversation import Conversation
from tests.contract.samples import FIRST, MERGE, NOTHING_FITS, PORT, SECRET, TALK, UNKNOWN
from tests.contract.values import ADA, BOB, UP


async def test_an_edit_changes_the_card(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    await chat.edit(written, MERGE)
    card = await chat.card_under(written)
    assert card
    assert "unrelated histories" in card.text
    assert "EADDRINUSE" not in card.text


async def test_an_edit_keeps_the_votes_on_what_stays(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    card = await chat.card_under(written)
    assert card
    await chat.react(BOB, UP, card)
    await chat.edit(written, f"{PORT}\n(on the new laptop)")
    card = await chat.card_under(written)
    assert card
    assert card.rate_of(FIRST) == "worked for 1 of 1"


async def test_an_edit_into_small_talk_takes_the_card_away_and_says_so(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    edited = await chat.edit(written, TALK)
    assert not await chat.cards_under(written)
    assert "has taken its card away" in edited.whispered.text


async def test_an_edit_back_into_an_error_brings_a_card_again(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    written = await chat.edit(written, TALK)
    await chat.edit(written, PORT)
    card = await chat.card_under(written)
    assert card
    assert "EADDRINUSE" in card.text


async def test_an_edit_that_adds_the_error_brings_the_card(chat: Conversation) -> None:
    written = await chat.post(ADA, TALK)
    await chat.edit(written, PORT)
    assert await chat.card_under(written)


async def test_an_edit_takes_an_offer_back(chat: Conversation, fairly_sure: str) -> None:
    written = await chat.post(ADA, fairly_sure)
    await chat.edit(written, TALK)
    assert not await chat.has_offer(written)
    await chat.open_offer(BOB, written)
    assert not await chat.cards_under(written)


async def test_an_edit_of_a_question_into_what_nobody_knows_is_answered_so(chat: Conversation) -> None:
    written = await chat.mention(ADA, PORT)
    edited = await chat.edit(written, UNKNOWN, mention=True)
    assert not await chat.cards_under(written)
    assert NOTHING_FITS in edited.said


async def test_an_edit_that_addresses_errfix_asks_it(chat: Conversation) -> None:
    written = await chat.post(ADA, UNKNOWN)
    assert NOTHING_FITS in (await chat.edit(written, UNKNOWN, mention=True)).said


async def test_a_secret_that_an_edit_adds_is_told_to_its_author(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    edited = await chat.edit(written, f"{PORT}\nGITHUB_TOKEN={SECRET}")
    assert "Revoke it" in edited.whispered.text
    card = await chat.card_under(written)
    assert card
    assert SECRET not in card.text


async def test_a_question_that_is_deleted_takes_its_card_along(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    card = await chat.card_under(written)
    assert card
    await chat.delete(written)
    assert not await chat.cards_under(written)
    assert (await chat.press(BOB, card, Action.WORKED)).text  # a click that was on its way is told why it is in vain
    assert "vote" not in (await chat.command(ADA, "stats")).text


async def test_an_offer_for_a_question_that_is_deleted_brings_no_card(chat: Conversation, fairly_sure: str) -> None:
    written = await chat.post(ADA, fairly_sure)
    await chat.delete(written)
    await chat.open_offer(BOB, written)
    assert not await chat.cards_under(written)
