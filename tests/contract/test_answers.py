"""Somebody writes, and errfix answers, offers or keeps silent."""

from tests.contract.conversation import Conversation
from tests.contract.features import Feature, needs
from tests.contract.samples import (
    IN_CHINESE,
    MERGE,
    NOTHING_FITS,
    PORT,
    PORT_ENTRY,
    PORT_IN_CHINESE,
    SECRET,
    TALK,
    UNKNOWN,
    WHAT_TO_DO,
)
from tests.contract.values import ADA, BOB, File


async def test_an_error_gets_a_card_with_its_fixes_in_order(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT)
    card = await chat.card_under(written)
    assert card
    assert card.in_order("EADDRINUSE", PORT_ENTRY.root_cause, *WHAT_TO_DO)
    assert len(card.rates) == len(PORT_ENTRY.workarounds)
    assert card.rates == sorted(card.rates, reverse=True)
    assert not written.said


async def test_small_talk_is_left_alone(chat: Conversation) -> None:
    written = await chat.post(ADA, TALK)
    assert not await chat.cards_under(written)
    assert not await chat.has_offer(written)
    assert not written.replied.text


async def test_an_error_that_nobody_knows_is_left_alone(chat: Conversation) -> None:
    written = await chat.post(ADA, UNKNOWN)
    assert not await chat.cards_under(written)
    assert not await chat.has_offer(written)
    assert not written.replied.text


async def test_what_is_fairly_sure_is_offered_and_anybody_opens_it(chat: Conversation, fairly_sure: str) -> None:
    written = await chat.post(ADA, fairly_sure)
    assert await chat.has_offer(written)
    assert not await chat.cards_under(written)
    for _ in range(2):
        await chat.open_offer(BOB, written)
        assert await chat.card_under(written)


async def test_whoever_mentions_errfix_gets_even_what_is_fairly_sure(chat: Conversation, fairly_sure: str) -> None:
    written = await chat.mention(ADA, fairly_sure)
    assert await chat.card_under(written)
    assert not await chat.has_offer(written)


async def test_a_mention_that_fits_nothing_is_answered_so(chat: Conversation) -> None:
    written = await chat.mention(ADA, UNKNOWN)
    assert NOTHING_FITS in written.said
    assert not await chat.cards_under(written)


async def test_a_chinese_question_gets_a_chinese_card(chat: Conversation) -> None:
    card = await chat.card_under(await chat.post(ADA, PORT_IN_CHINESE))
    assert card
    assert IN_CHINESE in card.text
    assert "Another process" not in card.text


async def test_a_log_that_is_attached_is_read(chat: Conversation) -> None:
    log = "\n".join(["INFO all is well"] * 50 + [PORT])
    card = await chat.card_under(await chat.post(ADA, "the build is red, see here", [File("build.log", log)]))
    assert card
    assert "EADDRINUSE" in card.text


async def test_a_log_without_a_word_is_read(chat: Conversation) -> None:
    card = await chat.card_under(await chat.post(ADA, "", [File("build.log", PORT)]))
    assert card
    assert "EADDRINUSE" in card.text


async def test_several_errors_of_one_paste_are_all_named(chat: Conversation) -> None:
    card = await chat.card_under(await chat.post(ADA, f"{PORT}\n\nlater on:\n\n{MERGE}"))
    assert card
    assert "Also in this paste" in card.text
    assert "EADDRINUSE" in card.text
    assert "unrelated histories" in card.text


async def test_a_secret_is_told_to_its_author_alone_and_never_shown(chat: Conversation) -> None:
    written = await chat.post(ADA, f"{PORT}\nwith GITHUB_TOKEN={SECRET}")
    assert "Revoke it" in written.whispered.text
    assert "Revoke it" not in written.replied.text
    card = await chat.card_under(written)
    assert card
    assert SECRET not in card.text + written.said


async def test_what_was_pasted_is_shown_as_it_was_pasted(chat: Conversation) -> None:
    pasted = f"{PORT} <anonymous> && *exit* &lt; 1"
    card = await chat.card_under(await chat.post(ADA, pasted))
    assert card
    assert card.in_order(pasted)
    assert (await chat.command(ADA, pasted)).in_order(pasted)


async def test_nothing_is_smuggled_through_errfix(chat: Conversation) -> None:
    smuggled = "<!channel> @everyone <@U00000000BOB> <@900000000000000002> <img src=x onerror=alert(1)>"
    card = await chat.card_under(await chat.post(ADA, f"Error: Cannot find module '{smuggled}'\n{PORT} {smuggled}"))
    assert card
    assert (await chat.command(BOB, f"search {smuggled}")).text
    assert (await chat.command(BOB, f"show {smuggled.replace(' ', '')}")).text
    assert (await chat.command(BOB, f"{PORT} {smuggled}")).text
    assert await chat.alarms() == []


async def test_what_the_platform_delivers_several_times_gets_one_card(chat: Conversation) -> None:
    written = await chat.post(ADA, PORT, deliveries=3)
    await chat.redeliver(written)
    assert len(await chat.cards_under(written)) == 1
    await chat.restart()
    await chat.redeliver(written)
    assert len(await chat.cards_under(written)) == 1


async def test_the_same_error_of_somebody_else_gets_a_card_too(chat: Conversation) -> None:
    for person in (ADA, BOB):
        assert await chat.card_under(await chat.post(person, PORT))


@needs(Feature.DIRECT)
async def test_whoever_writes_to_errfix_alone_is_answered_alone(chat: Conversation) -> None:
    said = await chat.direct(ADA, PORT)
    assert said.in_order("EADDRINUSE", *WHAT_TO_DO)
    assert NOTHING_FITS in (await chat.direct(ADA, UNKNOWN)).text
    assert "/errfix search" in (await chat.direct(ADA, "help")).text


@needs(Feature.THREADS)
async def test_a_reply_in_others_threads_is_left_alone_unless_errfix_is_asked(chat: Conversation) -> None:
    root = await chat.post(ADA, TALK)
    await chat.reply(BOB, root, PORT)
    assert not await chat.cards_under(root)
    await chat.reply(BOB, root, PORT, mention=True)
    assert await chat.card_under(root)


@needs(Feature.THREADS)
async def test_the_next_error_in_errfixs_own_thread_is_answered_there(chat: Conversation) -> None:
    root = await chat.post(ADA, PORT)
    await chat.reply(ADA, root, MERGE)
    cards = await chat.cards_under(root)
    assert ["unrelated histories" in card.text for card in cards] == [False, True]


@needs(Feature.BOTS)
async def test_what_another_program_says_is_left_alone(chat: Conversation) -> None:
    written = await chat.post_as_program(PORT)
    assert not await chat.cards_under(written)
    assert not await chat.has_offer(written)
    assert not written.said


@needs(Feature.FORUMS)
async def test_a_post_in_a_forum_is_a_question_with_its_title(chat: Conversation) -> None:
    card = await chat.card_under(await chat.post_in_forum(ADA, PORT, "what can I do?"))
    assert card
    assert "EADDRINUSE" in card.text
