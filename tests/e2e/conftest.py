"""The real process, and real browsers that look at its page."""

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.e2e.process import ERRFIX, environment

CHROMIUM = Path("/usr/bin/chromium")
# Without the services that a browser talks to on its own account.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: ViewportSize = {"width": 1180, "height": 860}
PHONE: ViewportSize = {"width": 360, "height": 740}
_OPEN = re.compile(r"open on (?P<url>http://\S+?:(?P<port>\d+))")

expect.set_options(timeout=15_000)


class Process:
    """`errfix run` in a folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        self._settings = {"ERRFIX_WEB_PORT": "0", **settings}
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> None:
        """Start, and wait until the page is open; started again, it is open at the same address."""
        database = f"sqlite+aiosqlite:///{self._folder / 'errfix.db'}"
        with (self._folder / "errfix.log").open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [ERRFIX, "run"],
                cwd=self._folder,
                env=environment(**{"ERRFIX_DATABASE_URL": database, **self._settings}),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := _OPEN.search(line):
                self.url = found["url"]
                self._settings["ERRFIX_WEB_PORT"] = found["port"]
                return
        self.stop()
        pytest.fail(f"errfix did not start: {(self._folder / 'errfix.log').read_text(encoding='utf-8')}")

    def kill(self) -> None:
        """As if the power went: the process gets no chance to tidy up."""
        self._end(lambda process: process.kill())

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        return self._end(lambda process: process.terminate())

    def _end(self, signal: Callable[["subprocess.Popen[str]"], None]) -> int:
        if self._process is None:
            return 0
        with self._process as process:
            signal(process)
            self._process = None
            return process.wait(timeout=20)


Run = Callable[..., Process]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Starts the process with some settings."""
    processes: list[Process] = []

    def _run(**settings: str) -> Process:
        process = Process(tmp_path, **settings)
        process.start()
        processes.append(process)
        return process

    yield _run
    for process in processes:
        process.stop()


@pytest.fixture
def errfix(run: Run) -> Process:
    return run()


Start = Callable[..., Awaitable[tuple[asyncio.subprocess.Process, list[str]]]]


@pytest.fixture
async def start_bot(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts the process beside a stand-in in this event loop; gives what it said until it was ready or gone, too."""
    started = []

    async def _start(**settings: str) -> tuple[asyncio.subprocess.Process, list[str]]:
        process = await asyncio.create_subprocess_exec(
            ERRFIX,
            "run",
            cwd=tmp_path,
            env=environment(ERRFIX_WEB_PORT="0", PYTHONUNBUFFERED="1") | settings,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout is not None
        lines: list[str] = []
        while not (lines and "Ctrl-C" in lines[-1]) and (line := await process.stdout.readline()):
            lines.append(line.decode().strip())
        return process, lines

    yield _start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[NewContext]:
    """A browser of another person."""
    contexts: list[BrowserContext] = []

    def _new(**options: Any) -> BrowserContext:  # noqa: ANN401 - whatever Playwright takes
        context = chromium.new_context(**{"viewport": DESKTOP, "locale": "en-US", **options})
        contexts.append(context)
        return context

    yield _new
    for context in contexts:
        context.close()


@pytest.fixture
def page(errfix: Process, new_context: NewContext) -> Page:
    """The channel, open in a browser."""
    page = new_context().new_page()
    page.goto(errfix.url)
    return page
