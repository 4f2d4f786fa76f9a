"""What people say of answers, and what it changes."""

import pytest

from bot.decision import Decision
from bot.errors import NotAllowedError, NotFoundError
from bot.events import Asked, ChannelMode, Person, Reaction, Vote, WrongMatch
from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings
from bot.store import AnswerState, Store
from tests.service.samples import ANN, BEN, CAM, ENTRIES, OTHER_PASTE, PASTE, PLACE, ask, card_for, ids, message, order


async def test_a_vote_changes_the_rate_on_this_card_and_on_the_next(service: Service) -> None:
    card = await card_for(service, PASTE)

    voted = await service.handle_vote(Vote(card.answer_id or "", "venv", BEN, 1))
    next_card = await card_for(service, PASTE)

    assert voted.fixes[1].rate_label == next_card.fixes[1].rate_label == "worked for 1 of 1"


async def test_fixes_are_reordered_by_what_worked_and_failing_ones_step_aside(service: Service) -> None:
    for person in (ANN, BEN, CAM, Person("dot"), Person("eve")):
        card = await card_for(service, PASTE, person)
        await service.handle_vote(Vote(card.answer_id or "", "pip", person, -1))
        await service.handle_vote(Vote(card.answer_id or "", "venv", person, 1))

    card = await card_for(service, PASTE)

    assert (order(card), [fix.fix_id for fix in card.failed_here]) == (["venv"], ["pip"])


async def test_a_changed_mind_counts_once_and_a_vote_taken_back_not_at_all(service: Service) -> None:
    answer_id = (await card_for(service, PASTE)).answer_id or ""

    labels = []
    for value in (1, -1, 0):
        card = await service.handle_vote(Vote(answer_id, "pip", BEN, value))
        labels.append(next(fix.rate_label for fix in card.fixes if fix.fix_id == "pip"))

    assert labels == ["worked for 1 of 1", "worked for 0 of 1", "estimated 90%"]


async def test_what_a_person_said_is_remembered_for_their_buttons(service: Service) -> None:
    answer_id = (await card_for(service, PASTE)).answer_id or ""
    await service.handle_vote(Vote(answer_id, "pip", BEN, 1))
    await service.handle_wrong_match(WrongMatch(answer_id, BEN))

    bens, cams = await service.standing(answer_id, BEN), await service.standing(answer_id, CAM)

    assert (dict(bens.votes), bens.wrong, dict(cams.votes), cams.wrong) == ({"pip": 1}, True, {}, False)


async def test_a_vote_on_a_fix_or_answer_that_does_not_exist_is_refused(service: Service) -> None:
    answer_id = (await card_for(service, PASTE)).answer_id or ""

    with pytest.raises(NotFoundError, match="has no fix nonsense"):
        await service.handle_vote(Vote(answer_id, "nonsense", BEN, 1))
    with pytest.raises(NotFoundError):
        await service.handle_vote(Vote("nonsense", "pip", BEN, 1))


async def test_an_entry_that_is_mostly_wrong_in_a_channel_is_muted_there(service: Service) -> None:
    for person in (ANN, BEN, CAM):
        card = await card_for(service, OTHER_PASTE, person)
        await service.handle_wrong_match(WrongMatch(card.answer_id or "", person))

    reply = await ask(service, OTHER_PASTE, asked=Asked.MENTION)

    assert reply.decision is Decision.SILENT


async def test_withdrawn_reports_do_not_mute(service: Service) -> None:
    for person in (ANN, BEN, CAM):
        card = await card_for(service, OTHER_PASTE, person)
        await service.handle_wrong_match(WrongMatch(card.answer_id or "", person))
        await service.handle_wrong_match(WrongMatch(card.answer_id or "", person, withdrawn=True))

    assert (await ask(service, OTHER_PASTE)).decision is Decision.ANSWER


async def test_votes_stay_with_the_entry_they_were_cast_for(service: Service) -> None:
    reply = await ask(service, PASTE, id="m")
    await service.handle_vote(Vote(reply.answer_id or "", "pip", BEN, 1))
    await service.handle_edit(message(OTHER_PASTE, id="m"))

    card = await card_for(service, PASTE)

    assert card.fixes[0].rate_label == "worked for 1 of 1"


@pytest.mark.parametrize("person", (ANN, Person("boss", maintainer=True)))
async def test_the_asker_and_maintainers_can_dismiss_a_card(service: Service, store: Store, person: Person) -> None:
    answer_id = (await card_for(service, PASTE)).answer_id or ""

    await service.dismiss(answer_id, person)

    assert (await store.answer(answer_id)).state is AnswerState.DISMISSED


async def test_nobody_else_can(service: Service) -> None:
    answer_id = (await card_for(service, PASTE)).answer_id or ""

    with pytest.raises(NotAllowedError):
        await service.dismiss(answer_id, BEN)


async def answered(service: Service, message_id: str | None = None) -> str:
    """The id of an answer whose card was posted."""
    return (await posted(service, message_id)).removeprefix("card-of-")


async def posted(service: Service, message_id: str | None = None) -> str:
    """The platform's id of a card that was posted."""
    return f"card-of-{(await ask(service, PASTE, id=message_id or str(next(ids)))).answer_id}"


def thumb(posted_id: str, person: Person = BEN, value: int = 1, *, removed: bool = False) -> Reaction:
    return Reaction(PLACE, posted_id, person, value, removed)


async def test_a_thumb_counts_for_the_fix_that_the_card_led_with(service: Service) -> None:
    posted_id = await posted(service)

    judged = await service.handle_reaction(thumb(posted_id))

    assert judged is not None
    assert judged.answer.posted_id == posted_id
    assert judged.card.reaction_fix_id == judged.card.fixes[0].fix_id == "pip"
    assert judged.card.fixes[0].rate_label == "worked for 1 of 1"


async def test_a_thumb_keeps_counting_for_that_fix_when_another_leads_by_now(service: Service) -> None:
    posted_id = await posted(service)
    await vote_down_the_first_fix(service)

    judged = await service.handle_reaction(thumb(posted_id))

    assert judged is not None
    assert (order(judged.card)[0], judged.card.reaction_fix_id) == ("venv", "pip")
    assert (await service.standing(judged.answer.answer_id, BEN)).votes == {"pip": 1}


async def vote_down_the_first_fix(service: Service) -> None:
    for person in (CAM, Person("dot"), Person("eve"), Person("fay")):
        card = await card_for(service, PASTE, person)
        await service.handle_vote(Vote(card.answer_id or "", "pip", person, -1))


async def test_a_thumb_that_is_removed_takes_its_vote_back(service: Service) -> None:
    posted_id = await posted(service)
    await service.handle_reaction(thumb(posted_id))

    judged = await service.handle_reaction(thumb(posted_id, removed=True))

    assert judged is not None
    assert judged.card.fixes[0].rate.is_estimate


async def test_who_turns_the_thumb_round_keeps_the_later_vote(service: Service) -> None:
    posted_id = await posted(service)
    await service.handle_reaction(thumb(posted_id, value=1))
    await service.handle_reaction(thumb(posted_id, value=-1))

    judged = await service.handle_reaction(thumb(posted_id, value=1, removed=True))

    assert judged is not None
    assert judged.card.fixes[0].rate_label == "worked for 0 of 1"


async def test_a_thumb_under_an_opened_offer_counts_for_the_fix_that_led_when_it_was_opened(
    service: Service, store: Store
) -> None:
    await store.set_channel(PLACE, mode=ChannelMode.OFFER)
    answer_id = (await ask(service, PASTE)).answer_id or ""
    await vote_down_the_first_fix(service)
    card = await service.open_offer(answer_id)
    await service.confirm(answer_id, "opened")

    judged = await service.handle_reaction(thumb("opened"))

    assert card is not None
    assert judged is not None
    assert card.reaction_fix_id == judged.card.reaction_fix_id == "venv"


async def test_an_edit_that_keeps_the_entry_keeps_what_thumbs_count_for(service: Service) -> None:
    await posted(service, "m")
    await vote_down_the_first_fix(service)

    edited = await service.handle_edit(message(f"please help\n{PASTE}", id="m"))

    assert edited is not None
    assert edited.card is not None
    assert (order(edited.card)[0], edited.card.reaction_fix_id) == ("venv", "pip")


async def test_an_edit_that_changes_the_entry_changes_what_thumbs_count_for(service: Service) -> None:
    posted_id = await posted(service, "m")
    await service.handle_edit(message(OTHER_PASTE, id="m"))

    judged = await service.handle_reaction(thumb(posted_id))

    assert judged is not None
    assert (judged.card.entry_id, judged.card.reaction_fix_id) == ("git/unrelated-histories", "allow")


async def test_a_thumb_under_another_message_is_nobody_s(service: Service) -> None:
    await posted(service)

    assert await service.handle_reaction(thumb("some other message")) is None


async def test_a_thumb_under_a_card_that_was_taken_away_is_nobody_s(service: Service) -> None:
    dismissed, deleted = await posted(service, "m1"), await posted(service, "m2")
    await service.dismiss(dismissed.removeprefix("card-of-"), ANN)
    await service.handle_delete(PLACE, "m2")

    assert [await service.handle_reaction(thumb(posted_id)) for posted_id in (dismissed, deleted)] == [None, None]


async def test_a_thumb_for_a_fix_or_an_entry_that_has_left_the_knowledge_base_is_nobody_s(store: Store) -> None:
    matcher = Matcher(ENTRIES)
    service = Service(store, matcher, Settings(_env_file=None))
    posted_id = await posted(service)

    matcher.put(ENTRIES[0].model_copy(update={"workarounds": ENTRIES[0].workarounds[1:]}))
    without_fix = await service.handle_reaction(thumb(posted_id))
    card = await service.card(posted_id.removeprefix("card-of-"))
    matcher.remove(ENTRIES[0].id)
    without_entry = await service.handle_reaction(thumb(posted_id))

    assert (without_fix, card.reaction_fix_id, without_entry) == (None, None, None)


async def test_a_card_that_was_taken_away_takes_no_votes_and_no_reports(service: Service) -> None:
    dismissed, deleted = await answered(service, "m1"), await answered(service, "m2")
    await service.dismiss(dismissed, ANN)
    await service.handle_delete(PLACE, "m2")

    for answer_id in (dismissed, deleted):
        with pytest.raises(NotFoundError, match="taken away"):
            await service.handle_vote(Vote(answer_id, "pip", BEN, 1))
        with pytest.raises(NotFoundError, match="taken away"):
            await service.handle_wrong_match(WrongMatch(answer_id, BEN))


async def test_a_card_can_be_dismissed_twice_but_not_once_its_question_is_gone(service: Service, store: Store) -> None:
    dismissed, deleted = await answered(service, "m1"), await answered(service, "m2")
    await service.dismiss(dismissed, ANN)
    await service.dismiss(dismissed, ANN)
    await service.handle_delete(PLACE, "m2")

    with pytest.raises(NotFoundError, match="taken away"):
        await service.dismiss(deleted, ANN)
    assert await store.answer_to(PLACE, "m2") is None
