"""`errfix run`: starts the bot on every configured channel and runs it until it is told to stop."""

import asyncio
import gc
import logging
import signal
import time
from contextlib import AsyncExitStack, suppress

import click

from adapters.cli.common import entry_paths, examples
from adapters.cli.watch import EntryWatch
from adapters.discord import setup as discord
from adapters.http import Health, HttpServer
from adapters.slack import setup as slack
from adapters.web.adapter import WebAdapter
from bot.desk import Desk
from bot.entries import load_entries
from bot.errors import ChannelError, EntriesError
from bot.localization import parse_locale
from bot.matching import Matcher
from bot.service import Service
from bot.settings import Settings, load_settings
from bot.store import Store

log = logging.getLogger("errfix")

_FORGET_EVERY_S = 6 * 3600
_LOOK_EVERY_S = 3


@click.command(
    epilog=examples(
        "errfix run",
        "ERRFIX_WEB_PORT=9000 errfix run",
        "SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… errfix run",
        "ERRFIX_ENTRIES=bundled,team/ errfix run",
    )
)
def run() -> None:
    """Start the bot. Without tokens of a chat platform it opens a local web channel to try it in a browser."""
    settings = load_settings()
    if settings.locale != "auto":
        parse_locale(settings.locale)
    if settings.web == "off" and not slack.is_configured(settings) and not discord.is_configured(settings):
        msg = (
            "ERRFIX_WEB=off leaves no channel to open; set SLACK_BOT_TOKEN (see docs/slack.md) or "
            "DISCORD_TOKEN (see docs/discord.md), or leave it out"
        )
        raise ChannelError(msg)
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s", datefmt="%H:%M:%S"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt instead
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        watch = _load(settings)
        store = await Store.open(settings.database_url)
        stack.push_async_callback(store.close)
        service = Service(store, watch.matcher, settings)
        await _open_channels(settings, service, stack)
        for task in (asyncio.create_task(_forget(service)), asyncio.create_task(_follow(watch))):
            stack.callback(task.cancel)
        await stop.wait()
        click.echo("errfix: stopping")


async def _open_channels(settings: Settings, service: Service, stack: AsyncExitStack) -> None:
    """Connect every configured channel, and say so; the stack closes them."""
    has_slack, has_discord = slack.is_configured(settings), discord.is_configured(settings)
    has_web = settings.web == "on" or (settings.web == "auto" and not has_slack and not has_discord)
    health = Health(service.store.ping, lambda: len(service.catalog))
    server = HttpServer(settings, health, needs_password=has_web)
    if has_slack:
        from adapters.slack.adapter import SlackAdapter  # noqa: PLC0415 - what is not used is not loaded

        slack_adapter = SlackAdapter(service, Desk(service), settings)
        stack.push_async_callback(slack_adapter.close)
        slack_adapter.mount(server.app)
        click.echo(f"errfix: connected to {await slack_adapter.start()}")
    if has_discord:
        from adapters.discord.adapter import DiscordAdapter  # noqa: PLC0415 - likewise

        discord_adapter = DiscordAdapter(service, Desk(service), settings)
        stack.push_async_callback(discord_adapter.close)
        click.echo(f"errfix: connected to {await discord_adapter.start()}")
    if has_web:
        WebAdapter(service, settings).mount(server.app)  # last: it answers for all addresses that are nobody's
    await server.start()
    stack.push_async_callback(server.close)
    if has_web:
        click.echo(f"errfix: the local web channel is open on {server.url} (Ctrl-C stops it)")
    else:
        click.echo(f"errfix: listening on {server.url} (Ctrl-C stops it)")


def _load(settings: Settings) -> EntryWatch:
    start = time.perf_counter()
    paths = entry_paths(settings)
    loaded = load_entries(paths)
    for problem in loaded.problems:
        log.log(logging.ERROR if problem.level == "error" else logging.WARNING, "entry left out: %s", problem)
    if not loaded.entries:
        msg = f"no usable entry in {', '.join(settings.entries)}; set ERRFIX_ENTRIES, or see `errfix entries check`"
        raise EntriesError(msg)
    watch = EntryWatch(Matcher(loaded.entries), paths)
    watch.start(loaded)
    # What is loaded stays: the collector need not look through all entries again and again.
    gc.freeze()
    log.info("%d entries loaded in %.1f s", len(loaded.entries), time.perf_counter() - start)
    return watch


async def _follow(watch: EntryWatch) -> None:
    """Every few seconds, take up what changed in the files of the entries."""
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        try:
            count = await asyncio.to_thread(watch.look)
        except Exception:
            log.exception("looking for changed entries failed; it is tried again")
        else:
            if count:
                log.info("%d entries changed", count)


async def _forget(service: Service) -> None:
    """Once now and then every few hours, forget what is older than the retention setting."""
    while True:
        try:
            count = await service.forget()
        except Exception:
            log.exception("forgetting old texts failed; it is tried again")
        else:
            if count:
                log.info("%d old texts forgotten", count)
        await asyncio.sleep(_FORGET_EVERY_S)
