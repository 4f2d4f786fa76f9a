"""Sends messages through a gateway on loopback to the real `errfix run`, and counts what is lost, doubled or late.

    python -m benchmarks.load_discord [--messages 50000] [--per-second 250] [--errors 0.04]

Every 5,000 messages the connection is cut, and when the bot has resumed it gets the last tenth of them once more. As
many messages are errors that errfix knows as one bot may answer: Discord takes 50 calls a second, and a card in a
thread is two. The API is a stand-in that takes as long as Discord does.
"""

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from rich.console import Console
from rich.table import Table

from benchmarks.bot import memory, running_bot
from benchmarks.corpus import OWN, read_messages
from benchmarks.discord_gateway import GUILD, TOKEN, Gateway, application, bot, member, message, thread, user
from benchmarks.process import milliseconds_since
from benchmarks.speed import verdict
from benchmarks.timing import percentile
from bot.decision import Decision, decide
from bot.entries import BUNDLED, load_entries
from bot.matching import Matcher

MESSAGES = 50_000
PER_SECOND = 250
ERRORS = 0.04
CUT_EVERY = 5_000
AGAIN = 0.1
CHANNELS = 300
API_S = 0.1
PATIENCE_S = 60
"""How long nothing may happen before the rest counts as lost."""
_WIDTH = 120
_FIRST_CHANNEL = 810_000_000_000_000_000
_FIRST_ID = 1_400_000_000_000_000_000


@dataclass(slots=True)
class Discord:
    """The API's side: which messages got a card or a 💡, how often, and how long after they were sent."""

    gateway: Gateway
    sent: dict[str, float] = field(default_factory=dict)
    cards: Counter[str] = field(default_factory=Counter)
    offers: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    calls: Counter[int] = field(default_factory=Counter)
    """How many there were in each second."""
    last: float = field(default_factory=time.perf_counter)
    _number: int = _FIRST_ID * 2

    async def answer(self, request: web.Request) -> web.Response:  # noqa: PLR0911 - one line for each address
        now = time.perf_counter()
        self.calls[int(now)] += 1
        parts = request.match_info["path"].strip("/").split("/")
        body: dict[str, Any] = await request.json() if request.can_read_body else {}
        await asyncio.sleep(API_S)
        self._number += 1
        match request.method, parts:
            case "GET", ["users", "@me"]:
                return _json(bot())
            case "GET", ["oauth2", "applications", "@me"]:
                return _json(application())
            case "GET", ["gateway", "bot"]:
                limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
                return _json({"url": self.gateway.url, "shards": 1, "session_start_limit": limit})
            case "POST", ["channels", where, "messages", message_id, "threads"]:
                return _json(thread(message_id, where, body["name"]))
            case "POST", ["channels", where, "messages"]:
                self._note(self.cards, where)
                return _json(message(str(self._number), where, bot(), ""))
            case "PUT", ["channels", _, "messages", message_id, "reactions", _, "@me"]:
                self._note(self.offers, message_id)
            case "PUT", ["applications", *_]:
                return _json([])
            case method, _:
                self.others[f"{method} {parts[0]}"] += 1
        return web.Response(status=204)

    def _note(self, seen: Counter[str], message_id: str) -> None:
        seen[message_id] += 1
        self.last = time.perf_counter()
        if message_id in self.sent:
            self.times.append(milliseconds_since(self.sent[message_id]))


def _json(body: Any) -> web.Response:  # noqa: ANN401 - as in JSON
    # discord.py reads JSON of exactly this type alone.
    return web.Response(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent, and what has to come of it."""

    messages: list[dict[str, Any]]
    cards: set[str]
    offers: set[str]


def make_plan(count: int, errors: float, chance: random.Random) -> Plan:
    matcher = Matcher(load_entries([BUNDLED]).entries)
    known = [example for entry in matcher.catalog for example in entry.examples]
    talk = [item.text for item in read_messages([OWN / "silence.jsonl"])]
    decisions = {text: decide(matcher.match(text).confidence) for text in {*known, *talk}}
    # As Discord does, somebody's longer text comes as a file; here it is left out.
    known, talk = ([text for text in texts if len(text) <= 2000] for texts in (known, talk))  # noqa: PLR2004 - Discord's
    sent, expected = [], []
    for number in range(count):
        text = chance.choice(known if chance.random() < errors else talk)
        author = str(900_000_000_000_000_000 + number % 400)
        where = str(_FIRST_CHANNEL + number % CHANNELS)
        own = {"guild_id": GUILD, "member": member(user(author))}
        sent.append(message(str(_FIRST_ID + number), where, user(author), text, **own))
        expected.append((sent[-1]["id"], decisions[text]))
    return Plan(
        sent,
        {message_id for message_id, decision in expected if decision is Decision.ANSWER},
        {message_id for message_id, decision in expected if decision is Decision.OFFER},
    )


@asynccontextmanager
async def serve(discord: Discord) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/gateway/", discord.gateway.handle)
    app.router.add_route("*", "/api/v10/{path:.*}", discord.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        discord.gateway.url = f"ws://127.0.0.1:{port}/gateway/"
        yield f"http://127.0.0.1:{port}/api/v10"
    finally:
        await discord.gateway.close()
        await runner.cleanup()


async def send(discord: Discord, plan: Plan, per_second: int) -> int:
    """Send everything, with a cut now and then; how many messages came once more."""
    again, start = 0, time.perf_counter()
    for number, sent in enumerate(plan.messages, 1):
        discord.sent[sent["id"]] = time.perf_counter()
        await discord.gateway.send("MESSAGE_CREATE", sent)
        if number % CUT_EVERY == 0:
            repeated = int(CUT_EVERY * AGAIN)
            await discord.gateway.cut(repeated)
            again += repeated
        if (ahead := start + number / per_second - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
    return again


@dataclass(frozen=True, slots=True)
class Run:
    """What it came to."""

    again: int
    sent_s: float
    all_s: float
    idle: float
    peak: float
    log: str


async def load(discord: Discord, plan: Plan, folder: Path, per_second: int) -> Run:
    async with serve(discord) as api:
        settings = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": api}
        async with running_bot(folder, settings) as (_, pid):
            await asyncio.wait_for(discord.gateway.identified.wait(), PATIENCE_S)
            idle = memory(pid, "VmRSS")
            start = time.perf_counter()
            again = await send(discord, plan, per_second)
            sent_s = time.perf_counter() - start
            discord.last = time.perf_counter()
            while not (plan.cards <= discord.cards.keys() and plan.offers <= discord.offers.keys()):
                if time.perf_counter() - discord.last > PATIENCE_S:
                    break
                await asyncio.sleep(0.1)
            all_s = discord.last - start
            await asyncio.sleep(5)  # for what should not come any more
            peak = memory(pid, "VmHWM")
    return Run(again, sent_s, all_s, idle, peak, (folder / "errfix.log").read_text("utf-8"))


def report(console: Console, plan: Plan, discord: Discord, run: Run) -> bool:
    """Print the tables; whether nothing was lost or doubled."""
    table = Table(
        "", "expected", "posted", "lost", "twice or more", "not expected", title="What became of the messages"
    )
    clean = True
    for name, expected, seen in (("cards", plan.cards, discord.cards), ("offers", plan.offers, discord.offers)):
        lost, stray = len(expected - seen.keys()), len(seen.keys() - expected)
        doubled = sum(count > 1 for count in seen.values())
        clean &= not (lost or doubled or stray)
        table.add_row(name, *(f"{count:,}" for count in (len(expected), seen.total(), lost, doubled, stray)))
    console.print(table)
    table = Table("messages", "once more", "per second", "p50 ms", "p99 ms", "slowest", "calls in a second", "MiB")
    table.title = "From the message to its card or 💡, and memory"
    table.add_row(
        f"{len(plan.messages):,}",
        f"{run.again:,}",
        f"{len(plan.messages) / run.sent_s:.0f}",
        *(f"{percentile(discord.times, percent):,.0f}" for percent in (50, 99, 100)),
        f"{max(discord.calls.values())} at most",
        f"{run.peak:.0f} ({run.idle:.0f} idle)",
    )
    console.print(table)
    console.print(f"{verdict(clean)} nothing lost, nothing twice; the last card after {run.all_s:.0f} s")
    complaints = [line for line in run.log.splitlines() if re.search("WARNING|ERROR|Traceback", line)]
    # On loopback an answer to a heartbeat is there before discord.py notes when it sent it.
    complaints = [line for line in complaints if "Can't keep up" not in line]
    for line in complaints[:10]:
        console.print(line, markup=False)
    console.print(f"{len(complaints):,} complaints in the log; other calls: {dict(discord.others)}")
    return clean


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.load_discord", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--per-second", type=int, default=PER_SECOND)
    parser.add_argument("--errors", type=float, default=ERRORS, help="which share of the messages is a known error")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    plan = make_plan(chosen.messages, chosen.errors, random.Random(chosen.seed))
    discord = Discord(Gateway(str(_FIRST_CHANNEL + number) for number in range(CHANNELS)))
    with tempfile.TemporaryDirectory() as folder:
        run = asyncio.run(load(discord, plan, Path(folder), chosen.per_second))
    return 0 if report(Console(width=None if sys.stdout.isatty() else _WIDTH), plan, discord, run) else 1


if __name__ == "__main__":
    sys.exit(main())
