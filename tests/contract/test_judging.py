"""People say what helped, and what was not their error."""

from adapters.base.actions import Action
from tests.contract.conversation import Conversation
from tests.contract.features import Feature, needs
from tests.contract.samples import FIRST, PORT, PORT_ENTRY, SECOND, THIRD, WHAT_TO_DO
from tests.contract.values import ADA, BOB, CY, DOWN, UP, Shown, Written


async def card_of(chat: Conversation, written: Written) -> Shown:
    card = await chat.card_under(written)
    assert card, "there is no card"
    return card


async def asked(chat: Conversation) -> tuple[Written, Shown]:
    """Ada's question and its card."""
    written = await chat.post(ADA, PORT)
    return written, await card_of(chat, written)


async def test_a_vote_moves_the_rate_and_the_last_one_counts(chat: Conversation) -> None:
    written, card = await asked(chat)
    assert card.rate_of(FIRST).startswith("estimated")
    await chat.press(BOB, card, Action.WORKED)
    assert (await card_of(chat, written)).rate_of(FIRST) == "worked for 1 of 1"
    await chat.press(BOB, card, Action.FAILED)
    assert (await card_of(chat, written)).rate_of(FIRST) == "worked for 0 of 1"


async def test_the_same_vote_again_takes_it_back(chat: Conversation) -> None:
    written, card = await asked(chat)
    for _ in range(2):
        await chat.press(BOB, card, Action.WORKED, SECOND)
    assert (await card_of(chat, written)).rates == card.rates


async def test_everybody_has_a_vote(chat: Conversation) -> None:
    written, card = await asked(chat)
    await chat.press(ADA, card, Action.WORKED)
    await chat.press(BOB, card, Action.WORKED)
    await chat.press(CY, card, Action.FAILED)
    assert (await card_of(chat, written)).rate_of(FIRST) == "worked for 2 of 3"


async def test_a_vote_counts_for_the_next_card_of_the_error(chat: Conversation) -> None:
    _, card = await asked(chat)
    await chat.press(BOB, card, Action.WORKED, SECOND)
    _, another = await asked(chat)
    assert another.rate_of(SECOND) == "worked for 1 of 1"


async def test_a_fix_that_fails_comes_later_and_at_last_under_what_did_not_help(chat: Conversation) -> None:
    questions = [await chat.post(person, PORT) for person in (ADA, BOB, CY)]
    cards = [await card_of(chat, question) for question in questions]
    await chat.press(ADA, cards[0], Action.FAILED, FIRST)
    assert (await card_of(chat, questions[0])).in_order(SECOND.action, FIRST.action)
    await chat.press(BOB, cards[1], Action.FAILED, FIRST)
    await chat.press(CY, cards[2], Action.FAILED, FIRST)
    assert (await card_of(chat, questions[2])).in_order(SECOND.action, "Did not help here", FIRST.action)


async def test_a_thumb_counts_for_the_fix_that_the_card_names(chat: Conversation) -> None:
    written, card = await asked(chat)
    assert card.thumbs_for == 1
    await chat.react(BOB, UP, card)
    assert (await card_of(chat, written)).rate_of(FIRST) == "worked for 1 of 1"
    await chat.unreact(BOB, UP, card)
    assert (await card_of(chat, written)).rates == card.rates
    await chat.react(BOB, DOWN, card)
    assert (await card_of(chat, written)).rate_of(FIRST) == "worked for 0 of 1"


async def test_a_thumb_counts_as_the_card_says_also_when_another_fix_leads_by_now(chat: Conversation) -> None:
    written, card = await asked(chat)
    await chat.press(ADA, card, Action.FAILED)
    now = await card_of(chat, written)
    order = sorted(PORT_ENTRY.workarounds, key=lambda fix: now.text.index(fix.action))
    assert order[0] is not FIRST
    assert now.thumbs_for
    await chat.react(BOB, UP, now)
    after = await card_of(chat, written)
    assert [fix for fix in order if after.rate_of(fix) != now.rate_of(fix)] == [order[now.thumbs_for - 1]]


@needs(Feature.BOTS)
async def test_the_thumb_of_another_program_does_not_count(chat: Conversation) -> None:
    written, card = await asked(chat)
    await chat.react_as_program(UP, card)
    assert (await card_of(chat, written)).rates == card.rates


async def test_not_my_error_is_thanked_for_and_can_be_taken_back(chat: Conversation) -> None:
    _, card = await asked(chat)
    assert "Thank you" in (await chat.press(BOB, card, Action.WRONG)).text
    assert "1 “not my error”" in (await chat.command(ADA, "stats")).text
    assert "Thank you" not in (await chat.press(BOB, card, Action.WRONG)).text
    assert "not my error" not in (await chat.command(ADA, "stats")).text


async def test_an_answer_that_is_mostly_wrong_here_comes_no_more(chat: Conversation) -> None:
    for person in (ADA, BOB, CY):
        written = await chat.post(ADA, PORT)
        card = await chat.card_under(written)
        if card:
            await chat.press(person, card, Action.WRONG)
    assert not await chat.cards_under(await chat.post(ADA, PORT))


async def test_the_asker_sends_the_card_away_and_nobody_else_does(chat: Conversation) -> None:
    written, card = await asked(chat)
    assert "Only the person who" in (await chat.press(BOB, card, Action.DISMISS)).text
    await card_of(chat, written)
    await chat.press(ADA, card, Action.DISMISS)
    assert not await chat.cards_under(written)
    await chat.edit(written, f"{PORT} again")
    assert not await chat.cards_under(written)


@needs(Feature.MAINTAINERS)
async def test_a_maintainer_sends_any_card_away_and_is_only_offered_ones(chat: Conversation) -> None:
    written, card = await asked(chat)
    await chat.press(chat.maintainer(), card, Action.DISMISS)
    assert not await chat.cards_under(written)
    own = await chat.post(chat.maintainer(), PORT)
    assert await chat.has_offer(own)
    assert not await chat.cards_under(own)


async def test_a_vote_on_a_card_that_was_sent_away_is_refused_in_words(chat: Conversation) -> None:
    _, card = await asked(chat)
    await chat.press(ADA, card, Action.DISMISS)
    assert (await chat.press(BOB, card, Action.WORKED)).text


async def test_buttons_and_thumbs_work_after_a_restart(chat: Conversation) -> None:
    written, card = await asked(chat)
    await chat.restart()
    await chat.press(ADA, card, Action.WORKED)
    await chat.react(BOB, UP, card)
    assert (await card_of(chat, written)).rate_of(FIRST) == "worked for 2 of 2"
    await chat.press(ADA, card, Action.DISMISS)
    assert not await chat.cards_under(written)


async def test_an_offer_is_opened_after_a_restart(chat: Conversation, fairly_sure: str) -> None:
    written = await chat.post(ADA, fairly_sure)
    await chat.restart()
    await chat.open_offer(BOB, written)
    await card_of(chat, written)


@needs(Feature.MORE)
async def test_more_tells_all_and_takes_votes(chat: Conversation) -> None:
    written, card = await asked(chat)
    more = await chat.more(BOB, card)
    assert more.in_order(PORT_ENTRY.root_cause, *WHAT_TO_DO)
    assert Action.WORKED in more.actions
    await chat.press(BOB, more, Action.WORKED, THIRD)
    assert (await card_of(chat, written)).rate_of(THIRD) == "worked for 1 of 1"


@needs(Feature.MORE)
async def test_why_not_says_why(chat: Conversation) -> None:
    _, card = await asked(chat)
    reasons = await chat.why_not(BOB, card)
    for dead_end in PORT_ENTRY.dead_ends:
        assert reasons.in_order(dead_end.action, dead_end.why_fails)
