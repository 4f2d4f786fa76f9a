import asyncio

import pytest

from bot.errors import NotFoundError
from bot.events import Person, Place, Vote, WrongMatch
from bot.feedback import Reception, Tally
from bot.store import Answer, AnswerState, Store
from tests.store.conftest import PLACE, new_answer

ENTRY = "python/module-not-found"
OTHER_ENTRY = "node/enoent"
ANN, BOB = Person("U1"), Person("U2")


@pytest.fixture
async def answer(store: Store) -> Answer:
    return await store.record_answer(new_answer())


async def test_an_entry_without_votes_has_no_tallies(store: Store) -> None:
    assert await store.tallies(ENTRY) == {}


async def test_votes_are_counted_by_fix_over_all_answers(store: Store, answer: Answer) -> None:
    second = await store.record_answer(new_answer("m2"))
    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, 1))
    await store.cast_vote(Vote(answer.answer_id, "f1", BOB, -1))
    await store.cast_vote(Vote(second.answer_id, "f1", ANN, 1))
    await store.cast_vote(Vote(second.answer_id, "f2", ANN, -1))
    assert await store.tallies(ENTRY) == {"f1": Tally(2, 1), "f2": Tally(0, 1)}
    assert await store.tallies(OTHER_ENTRY) == {}


async def test_the_last_vote_of_a_person_counts(store: Store, answer: Answer) -> None:
    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, 1))
    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, -1))
    assert await store.tallies(ENTRY) == {"f1": Tally(0, 1)}


async def test_a_vote_can_be_taken_back_and_only_that_one(store: Store, answer: Answer) -> None:
    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, 1))
    await store.cast_vote(Vote(answer.answer_id, "f2", ANN, 1))
    await store.cast_vote(Vote(answer.answer_id, "f1", BOB, 1))
    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, 0))
    assert await store.tallies(ENTRY) == {"f1": Tally(1, 0), "f2": Tally(1, 0)}


async def test_taking_back_what_was_never_said_changes_nothing(store: Store, answer: Answer) -> None:
    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, 0))
    assert await store.tallies(ENTRY) == {}


async def test_a_vote_of_another_value_than_the_one_taken_back_stays(store: Store, answer: Answer) -> None:
    up, down = Vote(answer.answer_id, "f1", ANN, 1), Vote(answer.answer_id, "f1", ANN, -1)
    await store.cast_vote(down)
    await store.take_back(up)
    assert await store.tallies(ENTRY) == {"f1": Tally(0, 1)}
    await store.take_back(down)
    assert await store.tallies(ENTRY) == {}


async def test_a_vote_on_an_unknown_answer_cannot_be_taken_back(store: Store) -> None:
    with pytest.raises(NotFoundError):
        await store.take_back(Vote("nonsense", "f1", ANN, 1))


async def test_a_person_sees_their_own_votes_on_an_answer(store: Store, answer: Answer) -> None:
    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, 1))
    await store.cast_vote(Vote(answer.answer_id, "f2", ANN, -1))
    await store.cast_vote(Vote(answer.answer_id, "f3", BOB, 1))
    assert await store.votes_of(answer.answer_id, ANN.id) == {"f1": 1, "f2": -1}


async def test_many_people_voting_at_once_are_all_counted(store: Store, answer: Answer) -> None:
    people = [Person(f"U{number}") for number in range(60)]
    await asyncio.gather(
        *(
            store.cast_vote(Vote(answer.answer_id, "f1", person, 1 - 2 * (n % 3 == 0)))
            for n, person in enumerate(people)
        )
    )
    assert await store.tallies(ENTRY) == {"f1": Tally(40, 20)}


async def test_one_person_clicking_wildly_has_one_vote(store: Store, answer: Answer) -> None:
    await asyncio.gather(*(store.cast_vote(Vote(answer.answer_id, "f1", ANN, value)) for value in (1, -1) * 20))
    tally = (await store.tallies(ENTRY))["f1"]
    assert tally.up + tally.down == 1


async def test_votes_stay_with_the_entry_they_were_cast_for(store: Store, answer: Answer) -> None:
    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, 1))
    await store.rematch(answer.answer_id, new_answer(entry_id=OTHER_ENTRY))
    assert await store.votes_of(answer.answer_id, ANN.id) == {}

    await store.cast_vote(Vote(answer.answer_id, "f1", ANN, -1))

    assert await store.votes_of(answer.answer_id, ANN.id) == {"f1": -1}
    assert await store.tallies(ENTRY) == {"f1": Tally(1, 0)}
    assert await store.tallies(OTHER_ENTRY) == {"f1": Tally(0, 1)}


async def test_there_is_no_voting_on_an_unknown_answer(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no answer nonsense"):
        await store.cast_vote(Vote("nonsense", "f1", ANN, 1))
    with pytest.raises(NotFoundError, match="no answer nonsense"):
        await store.report_wrong(WrongMatch("nonsense", ANN))


async def test_a_wrong_match_is_reported_once_per_person_and_can_be_withdrawn(store: Store, answer: Answer) -> None:
    await store.report_wrong(WrongMatch(answer.answer_id, ANN))
    await store.report_wrong(WrongMatch(answer.answer_id, ANN))
    assert await store.has_reported_wrong(answer.answer_id, ANN.id)
    assert not await store.has_reported_wrong(answer.answer_id, BOB.id)
    assert (await store.stats()).wrong_matches == 1

    await store.report_wrong(WrongMatch(answer.answer_id, ANN, withdrawn=True))

    assert not await store.has_reported_wrong(answer.answer_id, ANN.id)
    assert (await store.stats()).wrong_matches == 0


async def test_a_report_does_not_stick_to_the_entry_that_replaces_the_wrong_one(store: Store, answer: Answer) -> None:
    await store.report_wrong(WrongMatch(answer.answer_id, ANN))
    await store.rematch(answer.answer_id, new_answer(entry_id=OTHER_ENTRY))
    assert not await store.has_reported_wrong(answer.answer_id, ANN.id)
    received = await store.receptions(PLACE, [ENTRY, OTHER_ENTRY])
    assert received == {ENTRY: Reception(0, 1), OTHER_ENTRY: Reception(1, 0)}


async def test_a_reception_counts_given_answers_and_those_that_somebody_called_wrong(store: Store) -> None:
    for number, state in enumerate(AnswerState):
        await store.record_answer(new_answer(f"m{number}", state=state))
    disliked = await store.record_answer(new_answer("m9"))
    await store.report_wrong(WrongMatch(disliked.answer_id, ANN))
    await store.report_wrong(WrongMatch(disliked.answer_id, BOB))
    assert await store.receptions(PLACE, [ENTRY, OTHER_ENTRY]) == {ENTRY: Reception(3, 1), OTHER_ENTRY: Reception()}


async def test_a_reception_is_the_channels_own(store: Store, answer: Answer) -> None:
    await store.report_wrong(WrongMatch(answer.answer_id, ANN))
    assert await store.receptions(Place("slack", "T1", "C2"), [ENTRY]) == {ENTRY: Reception()}


async def test_no_entries_have_no_receptions(store: Store) -> None:
    assert await store.receptions(PLACE, []) == {}
