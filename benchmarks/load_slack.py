"""Delivers a burst of Slack events to the real `errfix run` in HTTP mode, and counts what is lost, doubled or late.

    python -m benchmarks.load_slack [--events 30000] [--channels 3000] [--connections 100]

A third of the messages are errors that errfix knows, the others are not for it. Every tenth delivery is one that Slack
has made before: some at once over another connection, some later. The Web API is a stand-in on loopback that takes as
long as Slack does.
"""

import argparse
import asyncio
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, TCPConnector, web
from rich.console import Console
from rich.table import Table

from benchmarks.bot import memory, processor, running_bot
from benchmarks.process import milliseconds_since
from benchmarks.slack_burst import SECRET, Key, Plan, make_plan, signed
from benchmarks.speed import verdict
from benchmarks.timing import percentile

EVENTS = 30_000
"""What Slack delivers to a workspace in an hour at most."""
CHANNELS = 3_000
CONNECTIONS = 100
ACK_BAR_MS = 500
API_S = 0.1
"""How long Slack takes to answer a call."""
PATIENCE_S = 60
"""How long nothing may happen before the rest counts as lost."""
_WIDTH = 120


@dataclass(slots=True)
class Slack:
    """The Web API's side: which messages got a card or a 💡, and how often."""

    cards: Counter[Key] = field(default_factory=Counter)
    offers: Counter[Key] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    last: float = field(default_factory=time.perf_counter)
    _number: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        fields: dict[str, Any] = await request.json() if is_json else {**request.query, **await request.post()}
        await asyncio.sleep(API_S)
        self._number += 1
        match method:
            case "auth.test":
                answer = {"team_id": "T1", "team": "Acme", "user_id": "UBOT", "user": "errfix", "bot_id": "B1"}
                answer["url"] = "https://acme.slack.com/"
                return web.json_response({"ok": True, **answer})
            case "chat.postMessage":
                self.cards[fields["channel"], fields["thread_ts"]] += 1
                self.last = time.perf_counter()
                ts = f"1900000000.{self._number:06}"
                return web.json_response({"ok": True, "channel": fields["channel"], "ts": ts})
            case "reactions.add":
                self.offers[fields["channel"], fields["timestamp"]] += 1
                self.last = time.perf_counter()
            case "users.info":
                user = {"id": fields["user"], "locale": "en-US", "is_admin": False, "is_owner": False, "is_bot": False}
                return web.json_response({"ok": True, "user": user})
            case _:
                self.others[method] += 1
        return web.json_response({"ok": True})


async def deliver(url: str, plan: Plan, connections: int, progress: Counter[str]) -> list[float]:
    """Deliver everything, `connections` at a time; the milliseconds to each acknowledgement."""
    times: list[float] = []
    waiting = iter(plan.deliveries)

    async with ClientSession(connector=TCPConnector(limit=0)) as session:

        async def work() -> None:
            for body in waiting:
                headers = signed(body)
                start = time.perf_counter()
                try:
                    async with session.post(url, data=body, headers=headers) as response:
                        await response.read()
                        progress[str(response.status)] += 1
                except ClientError as error:
                    progress[type(error).__name__] += 1
                times.append(milliseconds_since(start))

        await asyncio.gather(*(work() for _ in range(connections)))
    return times


@asynccontextmanager
async def serve(slack: Slack) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def connected(folder: Path, api: str) -> AsyncIterator[tuple[str, int]]:
    """The bot: where Slack delivers to it, and its process id."""
    settings = {"SLACK_BOT_TOKEN": "xoxb-load", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": api}
    async with running_bot(folder, settings) as (address, pid):
        yield f"{address}/slack/events", pid


@dataclass(frozen=True, slots=True)
class Run:
    """What one burst came to."""

    acks: list[float]
    statuses: Counter[str]
    burst_s: float
    all_s: float
    cpu_s: float
    idle: float
    peak: float
    handled: int
    """Messages that the database says are done."""
    log: str


async def burst(plan: Plan, slack: Slack, folder: Path, connections: int) -> Run:
    statuses: Counter[str] = Counter()
    async with serve(slack) as api, connected(folder, api) as (url, pid):
        idle = memory(pid, "VmRSS")
        start = time.perf_counter()
        acks = await deliver(url, plan, connections, statuses)
        burst_s = slack.last = time.perf_counter()
        while not (plan.cards <= slack.cards.keys() and plan.offers <= slack.offers.keys()):
            if time.perf_counter() - slack.last > PATIENCE_S:
                break
            await asyncio.sleep(0.1)
        all_s = slack.last - start
        await asyncio.sleep(2)  # for what should not come any more
        peak, cpu_s = memory(pid, "VmHWM"), processor(pid)
    with closing(sqlite3.connect(folder / "errfix.db")) as database:
        (handled,) = database.execute("SELECT count(*) FROM claims WHERE done").fetchone()
    log = (folder / "errfix.log").read_text("utf-8")
    return Run(acks, statuses, burst_s - start, all_s, cpu_s, idle, peak, handled, log)


def report(console: Console, plan: Plan, slack: Slack, run: Run) -> bool:
    """Print the tables; whether nothing was lost or doubled."""
    table = Table("", "expected", "seen", "lost", "twice or more", "not expected")
    table.title = "What became of the messages"
    lost = max(0, plan.unique - run.handled)
    table.add_row("handled", f"{plan.unique:,}", f"{run.handled:,}", f"{lost:,}", "", "")
    clean = not lost
    for name, expected, seen in (("cards", plan.cards, slack.cards), ("offers", plan.offers, slack.offers)):
        lost, stray = len(expected - seen.keys()), len(seen.keys() - expected)
        doubled = sum(count > 1 for count in seen.values())
        clean &= not (lost or doubled or stray)
        table.add_row(name, *(f"{count:,}" for count in (len(expected), seen.total(), lost, doubled, stray)))
    console.print(table)
    table = Table("deliveries", "made before", "p50 ms", "p99 ms", "slowest", "burst s", "all done s", "CPU s", "MiB")
    table.title = "Acknowledgements, time and memory"
    table.add_row(
        f"{len(run.acks):,}",
        f"{len(plan.deliveries) - plan.unique:,}",
        *(f"{percentile(run.acks, percent):.0f}" for percent in (50, 99, 100)),
        *(f"{seconds:.1f}" for seconds in (run.burst_s, run.all_s, run.cpu_s)),
        f"{run.peak:.0f} ({run.idle:.0f} idle)",
    )
    console.print(table)
    refused = {status: count for status, count in run.statuses.items() if status != "200"}
    console.print(f"{verdict(not refused)} every delivery acknowledged {refused or ''}")
    p99 = percentile(run.acks, 99)
    console.print(f"{verdict(p99 < ACK_BAR_MS)} p99 {p99:.0f} ms to the acknowledgement; the bar is {ACK_BAR_MS} ms")
    console.print(f"{verdict(clean)} nothing lost, nothing twice")
    complaints = [line for line in run.log.splitlines() if re.search("WARNING|ERROR|Traceback", line)]
    for line in complaints[:10]:
        console.print(line, markup=False)
    console.print(f"{len(complaints):,} complaints in the log; other calls: {dict(slack.others)}")
    return clean and not refused


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load_slack", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--channels", type=int, default=CHANNELS)
    parser.add_argument("--connections", type=int, default=CONNECTIONS, help="how many deliveries Slack makes at once")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    plan = make_plan(chosen.events, chosen.channels, random.Random(chosen.seed))
    slack = Slack()
    with tempfile.TemporaryDirectory() as folder:
        run = asyncio.run(burst(plan, slack, Path(folder), chosen.connections))
    return 0 if report(Console(width=None if sys.stdout.isatty() else _WIDTH), plan, slack, run) else 1


if __name__ == "__main__":
    sys.exit(main())
