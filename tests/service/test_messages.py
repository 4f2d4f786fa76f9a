"""Conversations with the core: what somebody pastes, what they get, and what becomes of it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.decision import Decision
from bot.entries import Catalog
from bot.events import Asked, ChannelMode, File, Vote
from bot.matching import Matcher, MatchResult
from bot.service import Reply, Service
from bot.settings import Settings
from bot.store import AnswerState, Store
from tests.service.samples import (
    ANN,
    BEN,
    ENTRIES,
    OTHER_PASTE,
    PASTE,
    PLACE,
    UNKNOWN,
    ask,
    card_for,
    matcher,
    message,
)


async def test_a_known_error_is_answered_with_the_pasted_name_in_the_command(service: Service) -> None:
    card = await card_for(service, PASTE)

    assert (card.entry_id, card.fixes[0].command) == ("python/module-not-found", "python -m pip install yaml")


async def test_chatter_gets_silence(service: Service) -> None:
    reply = await ask(service, "lunch at noon?")

    assert reply == Reply(Decision.SILENT, "en")


async def test_a_redelivered_message_is_nobody_s_a_second_time(service: Service) -> None:
    first = await service.handle_message(message(PASTE, id="m"))
    second = await service.handle_message(message(PASTE, id="m"))

    assert (first is not None, second) == (True, None)


async def test_of_many_deliveries_at_once_exactly_one_is_handled(service: Service) -> None:
    replies = await asyncio.gather(*(service.handle_message(message(PASTE, id="m")) for _ in range(20)))

    assert sum(reply is not None for reply in replies) == 1


async def test_a_message_whose_handling_failed_is_free_for_the_next_delivery(store: Store, service: Service) -> None:
    class Broken(Matcher):
        def match(self, text: str) -> object:  # type: ignore[override]
            raise RuntimeError(text)

    broken = Service(store, Broken(ENTRIES), Settings(_env_file=None))
    with pytest.raises(RuntimeError):
        await broken.handle_message(message(PASTE, id="m"))

    assert await service.handle_message(message(PASTE, id="m")) is not None


async def test_an_unknown_error_is_a_gap_counted_by_its_masked_line(service: Service, store: Store) -> None:
    await ask(service, UNKNOWN)
    await ask(service, UNKNOWN.replace("/srv/x", "/var/y"), BEN)

    gaps = await store.gaps()

    assert [(gap.key, gap.count) for gap in gaps] == [("FrobnicateError: the frobnicator at <path> lost its flux", 2)]


@pytest.mark.parametrize("mode", (ChannelMode.MENTION, ChannelMode.OFF))
async def test_an_error_that_only_the_channel_s_mode_is_silent_about_is_no_gap(
    service: Service, store: Store, mode: ChannelMode
) -> None:
    await store.set_channel(PLACE, mode=mode)

    await ask(service, PASTE)
    await ask(service, UNKNOWN)

    assert [gap.line for gap in await store.gaps()] == [UNKNOWN]


@pytest.mark.parametrize("text", (PASTE, UNKNOWN))
async def test_a_channel_that_is_off_says_nothing_to_a_mention(service: Service, store: Store, text: str) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFF)

    assert (await ask(service, text, asked=Asked.MENTION)).text == ""


async def test_who_asks_about_an_unknown_error_is_told_so(service: Service) -> None:
    reply = await ask(service, UNKNOWN, asked=Asked.MENTION)

    assert (reply.decision, reply.text) == (Decision.SILENT, "No known error fits this.")


async def test_an_offer_shows_no_card_until_somebody_opens_it(service: Service, store: Store) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFFER)
    reply = await ask(service, PASTE)

    card = await service.open_offer(reply.answer_id or "")

    assert card is not None
    assert (reply.decision, reply.card, card.entry_id) == (Decision.OFFER, None, "python/module-not-found")
    assert (await store.answer(reply.answer_id or "")).state is AnswerState.ANSWERED


async def test_of_many_who_open_an_offer_at_once_one_posts_the_card(service: Service, store: Store) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFFER)
    answer_id = (await ask(service, PASTE)).answer_id or ""

    cards = await asyncio.gather(*(service.open_offer(answer_id) for _ in range(10)))

    assert sum(card is not None for card in cards) == 1


async def test_an_offer_whose_question_is_gone_cannot_be_opened(service: Service, store: Store) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFFER)
    reply = await ask(service, PASTE, id="m")
    await service.handle_delete(PLACE, "m")

    assert await service.open_offer(reply.answer_id or "") is None


async def test_an_answer_whose_card_never_went_out_is_given_once_more_not_twice(service: Service, store: Store) -> None:
    lost = await service.handle_message(message(PASTE, id="m"))
    await store.release(PLACE, "m")

    again = await service.handle_message(message(PASTE, id="m"))

    assert lost is not None
    assert again is not None
    assert (again.answer_id, (await store.stats()).answers) == (lost.answer_id, 1)


async def test_editing_an_unknown_error_counts_it_once(service: Service, store: Store) -> None:
    await ask(service, UNKNOWN, id="m")
    await service.handle_edit(message(f"please: {UNKNOWN}", id="m"))

    assert sum(gap.count for gap in await store.gaps()) == 1


@pytest.mark.parametrize(
    ("mode", "asked", "decision"),
    (
        (ChannelMode.MENTION, Asked.NO, Decision.SILENT),
        (ChannelMode.MENTION, Asked.MENTION, Decision.ANSWER),
        (ChannelMode.OFF, Asked.MENTION, Decision.SILENT),
        (ChannelMode.OFF, Asked.PRIVATELY, Decision.ANSWER),
    ),
)
async def test_the_channel_s_mode_is_kept(
    service: Service, store: Store, mode: ChannelMode, asked: Asked, decision: Decision
) -> None:
    await store.set_channel(PLACE, mode=mode)

    assert (await ask(service, PASTE, asked=asked)).decision is decision


async def test_a_chinese_sentence_around_the_error_gets_a_chinese_card(service: Service) -> None:
    card = await card_for(service, "构建失败了，有人知道为什么吗？\nModuleNotFoundError: No module named 'yaml'")

    assert (card.locale, card.root_cause.value) == ("zh", "当前环境没有安装这个包。")


async def test_the_channel_s_language_goes_before_the_sentence_s(service: Service, store: Store) -> None:
    await store.set_channel(PLACE, locale="en")

    assert (await card_for(service, "为什么？\nModuleNotFoundError: No module named 'yaml'")).locale == "en"


async def test_the_workspace_s_language_on_its_platform_goes_after_the_sentence_s(service: Service) -> None:
    error = "ModuleNotFoundError: No module named 'yaml'"

    assert (await ask(service, error, workspace_locale="zh-CN")).locale == "zh"
    assert (await ask(service, f"为什么？\n{error}", workspace_locale="en-US")).locale == "zh"


async def test_a_private_answer_is_in_the_person_s_language(service: Service, store: Store) -> None:
    await store.set_person_locale(PLACE, "ann", "zh")

    reply = await ask(service, PASTE, asked=Asked.PRIVATELY)

    assert reply.locale == "zh"


async def test_any_reader_can_have_the_card_in_their_language(service: Service) -> None:
    answer_id = (await card_for(service, PASTE)).answer_id or ""

    assert (await service.card(answer_id, "zh")).root_cause.value == "当前环境没有安装这个包。"


async def test_an_attached_file_is_read_too(service: Service) -> None:
    reply = await ask(service, "see the log", files=(File("build.log", PASTE),))

    assert reply.card is not None


async def test_a_secret_is_warned_about_privately_and_never_stored(service: Service, store: Store) -> None:
    secret = "ghp_" + "a1B2" * 9
    reply = await ask(service, f"{PASTE} token={secret}")

    answer = await store.answer(reply.answer_id or "")

    assert "Revoke it" in reply.warning
    assert secret not in answer.line


async def test_a_secret_asked_about_privately_is_not_called_seen(service: Service) -> None:
    reply = await ask(service, f"{PASTE} token=ghp_{'a1B2' * 9}", asked=Asked.PRIVATELY)

    assert "If others may have seen it, revoke it." in reply.warning


async def test_where_the_bot_is_off_it_is_silent_about_secrets_too(service: Service, store: Store) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFF)

    assert (await ask(service, f"{PASTE} token=ghp_{'a1B2' * 9}")).warning == ""


async def test_who_asks_without_any_text_is_told_what_to_write(service: Service) -> None:
    reply = await ask(service, " ", asked=Asked.MENTION)

    assert "There is no text to look at." in reply.text


async def test_an_edited_question_changes_its_card_in_place(service: Service) -> None:
    first = await ask(service, PASTE, id="m")

    edited = await service.handle_edit(message(OTHER_PASTE, id="m"))

    assert edited is not None
    assert edited.card is not None
    assert (edited.answer_id, edited.card.entry_id) == (first.answer_id, "git/unrelated-histories")


async def test_a_question_edited_into_chatter_loses_its_card(service: Service, store: Store) -> None:
    first = await ask(service, PASTE, id="m")

    edited = await service.handle_edit(message("never mind, lunch?", id="m"))

    assert edited is not None
    assert (edited.decision, edited.answer_id) == (Decision.SILENT, first.answer_id)
    assert await store.answer_to(PLACE, "m") is None


async def test_whose_edit_takes_the_card_away_is_told_so_and_nobody_else(service: Service) -> None:
    await ask(service, PASTE, id="m")

    edited = await service.handle_edit(message("never mind, lunch?", id="m"))

    assert edited is not None
    assert (edited.text, "taken its card away" in edited.warning) == ("", True)


async def test_whose_edit_only_takes_an_offer_away_is_told_nothing(service: Service, store: Store) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFFER)
    await ask(service, PASTE, id="m")

    edited = await service.handle_edit(message("never mind, lunch?", id="m"))

    assert edited is not None
    assert edited.warning == ""


async def test_who_mentions_the_bot_in_an_edit_that_fits_nothing_is_told_once(service: Service) -> None:
    await ask(service, PASTE, id="m")

    edited = await service.handle_edit(message(UNKNOWN, id="m", asked=Asked.MENTION))

    assert edited is not None
    assert (edited.text, edited.warning) == ("No known error fits this.", "")


async def test_chatter_edited_into_a_question_gets_a_card(service: Service) -> None:
    await ask(service, "hm", id="m")

    edited = await service.handle_edit(message(PASTE, id="m"))

    assert edited is not None
    assert edited.card is not None


async def test_a_dismissed_card_does_not_come_back_with_an_edit(service: Service) -> None:
    reply = await ask(service, PASTE, id="m")
    await service.dismiss(reply.answer_id or "", ANN)

    assert await service.handle_edit(message(OTHER_PASTE, id="m")) is None


@pytest.mark.parametrize("taken", (AnswerState.DISMISSED, AnswerState.DELETED))
async def test_a_card_taken_away_while_an_edit_is_looked_at_does_not_come_back(
    store: Store, service: Service, taken: AnswerState
) -> None:
    answer_id = (await ask(service, PASTE, id="m")).answer_id or ""
    loop = asyncio.get_running_loop()

    class Interrupted(Matcher):
        def match(self, text: str) -> MatchResult:
            asyncio.run_coroutine_threadsafe(store.set_state(answer_id, taken), loop).result()
            return super().match(text)

    slow = Service(store, Interrupted(ENTRIES), Settings(_env_file=None))

    assert await slow.handle_edit(message(OTHER_PASTE, id="m")) is None
    answer = await store.answer(answer_id)
    assert (answer.state, answer.entry_id) == (taken, "python/module-not-found")


@pytest.mark.parametrize("mode", (ChannelMode.OFF, ChannelMode.MENTION))
async def test_a_card_that_is_out_stays_out_when_the_channel_falls_silent(
    service: Service, store: Store, mode: ChannelMode
) -> None:
    await ask(service, PASTE, id="m")
    await store.set_channel(PLACE, mode=mode)

    edited = await service.handle_edit(message(f"{PASTE}!", id="m"))

    assert edited is not None
    assert (edited.decision, edited.warning) == (Decision.ANSWER, "")


async def test_an_offer_of_an_entry_that_is_gone_cannot_be_opened(service: Service, store: Store) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFFER)
    answer_id = (await ask(service, PASTE)).answer_id or ""
    without = Service(store, Matcher(Catalog([])), Settings(_env_file=None))

    assert await without.open_offer(answer_id) is None


async def test_a_deleted_question_takes_its_card_along(service: Service, store: Store) -> None:
    reply = await ask(service, PASTE, id="m")

    gone = await service.handle_delete(PLACE, "m")

    assert gone is not None
    assert (gone.answer_id, gone.posted_id) == (reply.answer_id, f"card-of-{reply.answer_id}")
    assert await store.answer_to(PLACE, "m") is None


async def test_deleting_a_question_without_a_card_is_nothing(service: Service) -> None:
    assert await service.handle_delete(PLACE, "nothing") is None


async def test_finding_records_nothing(service: Service, store: Store) -> None:
    found = await service.find(PASTE)

    assert (found.decision, found.matches[0].entry_id) == (Decision.ANSWER, "python/module-not-found")
    assert (await store.stats()).answers == 0


async def test_an_entry_s_card_has_its_rates_but_no_answer(service: Service) -> None:
    answer_id = (await card_for(service, PASTE)).answer_id or ""
    await service.handle_vote(Vote(answer_id, "pip", BEN, 1))

    card = await service.entry_card("python/module-not-found", "en")

    assert (card.answer_id, card.fixes[0].rate_label) == (None, "worked for 1 of 1")


async def test_a_second_replica_knows_what_the_first_one_heard(service: Service, tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'errfix.db'}")
    second = Service(store, matcher(), Settings(_env_file=None))
    try:
        answer_id = (await card_for(service, PASTE)).answer_id or ""
        await second.handle_vote(Vote(answer_id, "pip", BEN, 1))

        label = (await service.card(answer_id)).fixes[0].rate_label
    finally:
        await store.close()

    assert label == "worked for 1 of 1"


@pytest.mark.parametrize(
    "make",
    (
        lambda: "",
        lambda: "\x00" * 100,
        lambda: "\ud800 broken \udfff",
        lambda: "\x1b[31mred\x1b[0m",
        lambda: "x" * 10_000_000,
        lambda: "Error: boom\n" * 500_000,
        lambda: "\N{SNOWMAN}" * 10_000,
    ),
    ids=("empty", "nul", "surrogates", "ansi", "10 MB word", "6 MB log", "symbols"),
)
async def test_any_paste_gets_an_answer_or_silence(service: Service, make: Callable[[], str]) -> None:
    reply = await ask(service, make())

    assert reply.decision in set(Decision)
