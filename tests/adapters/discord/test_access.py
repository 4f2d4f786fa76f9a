"""What Discord refused, how fast it is asked, and what its refusals mean."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from adapters.discord import access
from adapters.discord.access import Access
from adapters.discord.guard import guarded
from adapters.discord.pace import Pace
from adapters.discord.problems import NoAccessError, explain, is_dead_token, is_settled
from bot.errors import StoreError

CHANNEL = discord.Object(5)


def refusal(code: int, status: int = 403) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="no")
    kind = discord.Forbidden if status == 403 else discord.HTTPException
    return kind(response, {"code": code, "message": "Missing something"})


async def attempt(gate: Access, error: Exception | None = None, what: str = "write") -> None:
    async with gate.to(CHANNEL, 1, what):
        if error is not None:
            raise error


async def test_what_was_refused_is_not_asked_for_again_until_something_changes() -> None:
    gate = Access()
    with pytest.raises(discord.Forbidden):
        await attempt(gate, refusal(50013))
    with pytest.raises(NoAccessError, match="refused to let errfix write"):
        await attempt(gate)
    await attempt(gate, what="add reactions")
    gate.changed(2)
    with pytest.raises(NoAccessError):
        await attempt(gate)
    gate.changed(1)
    await attempt(gate)


async def test_after_a_while_it_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "KEPT_S", 0)
    gate = Access()
    with pytest.raises(discord.Forbidden):
        await attempt(gate, refusal(50013))
    await attempt(gate)


@pytest.mark.parametrize("error", (refusal(50007), refusal(90001), refusal(50035, 400)), ids=str)
async def test_what_one_person_or_one_message_does_not_allow_holds_nothing_up(error: discord.HTTPException) -> None:
    gate = Access()
    with pytest.raises(discord.HTTPException):
        await attempt(gate, error)
    await attempt(gate)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long somebody would have slept; nobody does."""
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return asked


async def test_calls_are_spread_over_time_after_a_short_burst(slept: list[float]) -> None:
    pace = Pace(10)
    for _ in range(15):
        await pace.turn()
    assert len(slept) == 9 or len(slept) == 10
    assert slept == sorted(slept)
    assert 0.8 < slept[-1] < 1.1


async def test_calls_that_are_held_wait_so_long(slept: list[float]) -> None:
    pace = Pace(10)
    pace.hold(60)
    pace.hold(5)
    await pace.turn()
    assert 59 < slept[0] < 61


@pytest.mark.parametrize(
    ("error", "text"),
    (
        (refusal(50001), "give its role View Channel there (50001)"),
        (refusal(123456), "Discord refused: Missing something (123456)"),
        (refusal(0, 500), "(500)"),
        (NoAccessError("errfix may not write"), "errfix may not write"),
        (TimeoutError(), "Discord cannot be reached (TimeoutError)"),
    ),
    ids=str,
)
def test_a_refusal_is_one_sentence(error: Exception, text: str) -> None:
    assert text in explain(error)


def test_some_refusals_mean_that_all_is_as_wanted_or_that_all_is_over() -> None:
    assert is_settled(refusal(10008, 404))
    assert not is_settled(refusal(50001))
    assert is_dead_token(refusal(0, 401))
    assert not is_dead_token(refusal(0))


@pytest.mark.parametrize(
    ("error", "level", "text"),
    (
        (refusal(50001), logging.WARNING, "handling a message in 5 failed: errfix does not see the channel"),
        (OSError("no route"), logging.WARNING, "Discord cannot be reached (no route)"),
        (StoreError("the database is away"), logging.ERROR, "failed: the database is away"),
        (KeyError("x"), logging.ERROR, "handling a message in 5 failed"),
    ),
    ids=str,
)
async def test_a_failure_is_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture, error: Exception, level: int, text: str
) -> None:
    async def fail() -> None:
        raise error

    refused: list[None] = []
    await guarded("handling a message", 5, fail(), lambda: refused.append(None))
    (record,) = caplog.records
    assert record.levelno == level
    assert text in record.message
    assert not refused
