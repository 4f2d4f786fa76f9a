"""The real `errfix run`, in a process and a folder of its own."""

import asyncio
import os
import re
import socket
import sys
from asyncio.subprocess import create_subprocess_exec
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientError, ClientSession, web


@asynccontextmanager
async def running_bot(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[tuple[str, int]]:
    """Start it, and stop it at the end: its address and process id. What it says goes to `errfix.log`."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ERRFIX_", "SLACK_", "DISCORD_"))}
    own = {"ERRFIX_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'errfix.db'}", "ERRFIX_WEB_PORT": str(port)}
    with (folder / "errfix.log").open("wb") as log:
        command = Path(sys.executable).with_name("errfix")
        process = await create_subprocess_exec(
            command, "run", cwd=folder, env=kept | own | dict(settings), stdout=log, stderr=log
        )
    try:
        async with ClientSession() as session:
            while not await _answers(session, f"http://127.0.0.1:{port}/healthz"):
                if process.returncode is not None:
                    sys.exit((folder / "errfix.log").read_text("utf-8"))
                await asyncio.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _answers(session: ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.status == web.HTTPOk.status_code
    except ClientError:
        return False


def memory(pid: int, name: str) -> float:
    """MiB that a process holds (VmRSS) or held at most (VmHWM)."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii", "replace"))
    return int(found[1]) / 1024 if found else 0.0


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
