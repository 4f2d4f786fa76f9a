"""One message per second and channel, fair between channels, bounded."""

import asyncio
import logging

import pytest

from adapters.base.outbox import DroppedError, Outbox
from adapters.base.running import Running


class Clock:
    """Pauses end when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[asyncio.Future[None]] = []

    async def pause(self) -> None:
        pause: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(pause)
        await pause

    async def tick(self) -> None:
        waiting, self.waiting = self.waiting, []
        for pause in waiting:
            pause.set_result(None)
        await steps()


async def steps() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class Sender:
    """Notes what is sent in which order."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox
        self.sent: list[str] = []

    def post(self, channel: str, name: str, *, workspace: str = "T1", asked: bool = False) -> asyncio.Task[str]:
        async def send() -> str:
            self.sent.append(name)
            return name

        return asyncio.create_task(self.outbox.post((workspace, channel), send, asked=asked))


async def test_a_channel_gets_one_message_between_two_pauses() -> None:
    clock = Clock()
    sender = Sender(Outbox(Running(), "Slack", pause=clock.pause))
    tasks = [sender.post("a", name) for name in ("a1", "a2", "a3")]
    await steps()
    assert sender.sent == ["a1"]
    await clock.tick()
    assert sender.sent == ["a1", "a2"]
    await clock.tick()
    assert await asyncio.gather(*tasks) == ["a1", "a2", "a3"]


async def test_a_message_soon_after_the_last_one_waits_too() -> None:
    clock = Clock()
    sender = Sender(Outbox(Running(), "Slack", pause=clock.pause))
    await sender.post("a", "a1")
    sender.post("a", "a2")
    await steps()
    assert sender.sent == ["a1"]
    await clock.tick()
    assert sender.sent == ["a1", "a2"]


async def test_channels_take_turns_however_long_one_backlog_is() -> None:
    sender = Sender(Outbox(Running(), "Slack", at_once=1, pause=steps))
    tasks = [sender.post("a", f"a{n}") for n in range(5)]
    tasks += [sender.post("b", "b0"), sender.post("c", "c0")]
    await asyncio.gather(*tasks)
    assert sender.sent[:3] == ["a0", "b0", "c0"]


async def test_a_workspace_that_slack_lets_wait_keeps_no_other_waiting() -> None:
    outbox, wait = Outbox(Running(), "Slack", at_once=1, pause=steps), asyncio.Event()
    held = asyncio.create_task(outbox.post(("T1", "a"), wait.wait, asked=True))
    await steps()
    assert await Sender(outbox).post("a", "other", workspace="T2") == "other"
    wait.set()
    await held


async def test_a_full_outbox_drops_the_oldest_that_nobody_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    outbox = Outbox(Running(), "Slack", limit=3, pause=clock.pause)
    sender = Sender(outbox)
    await sender.post("a", "first")
    asked = sender.post("a", "asked", asked=True)
    old, new = sender.post("a", "old"), sender.post("a", "new")
    await steps()
    with caplog.at_level(logging.WARNING):
        newest = sender.post("a", "newest")
        await steps()
    with pytest.raises(DroppedError):
        await old
    assert outbox.dropped == 1
    assert "1 were dropped" in caplog.text
    for _ in range(4):
        await clock.tick()
    assert [await task for task in (asked, new, newest)] == ["asked", "new", "newest"]


async def test_asked_answers_go_only_when_nothing_else_is_left() -> None:
    clock = Clock()
    outbox = Outbox(Running(), "Slack", limit=2, pause=clock.pause)
    sender = Sender(outbox)
    await sender.post("a", "first")
    one, two = sender.post("a", "one", asked=True), sender.post("a", "two", asked=True)
    await steps()
    unasked = sender.post("a", "unasked")
    await steps()
    with pytest.raises(DroppedError):
        await unasked
    three = sender.post("a", "three", asked=True)
    await steps()
    with pytest.raises(DroppedError):
        await one
    assert outbox.dropped == 2
    for _ in range(3):
        await clock.tick()
    assert [await task for task in (two, three)] == ["two", "three"]


async def test_whoever_posts_gets_the_failure_and_the_next_one_is_sent() -> None:
    outbox = Outbox(Running(), "Slack", pause=steps)

    async def fail() -> None:
        msg = "no"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="no"):
        await outbox.post(("T1", "a"), fail, asked=True)
    assert await Sender(outbox).post("a", "next") == "next"


async def test_what_nobody_waits_for_any_more_is_not_sent() -> None:
    clock = Clock()
    sender = Sender(Outbox(Running(), "Slack", pause=clock.pause))
    await sender.post("a", "a1")
    given_up, kept = sender.post("a", "a2"), sender.post("a", "a3")
    await steps()
    given_up.cancel()
    await clock.tick()
    assert await kept == "a3"
    assert sender.sent == ["a1", "a3"]


async def test_stopping_gives_up_what_still_waits() -> None:
    running, clock = Running(), Clock()
    sender = Sender(Outbox(running, "Slack", pause=clock.pause))
    await sender.post("a", "a1")
    waiting = sender.post("a", "a2")
    await steps()
    assert await running.drain(0) == 1
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert sender.sent == ["a1"]
