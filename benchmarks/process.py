"""Runs a measurement in a process of its own, so that its memory and start are its own, and reads what it prints."""

import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def run(module: str, *arguments: object, timeout: float | None = None) -> Any:  # noqa: ANN401 - whatever it printed
    """The JSON that `python -m benchmarks.<module> …` prints; its messages go to the terminal.

    Raises subprocess.SubprocessError where it fails or takes more than `timeout` seconds.
    """
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=timeout)
    return json.loads(done.stdout)


def peak_memory() -> float:
    """The most memory this process has held, in MiB."""
    # Linux's ru_maxrss also counts what the calling process held when it started this one.
    if _STATUS.exists() and (found := _PEAK.search(_STATUS.read_text("ascii", "replace"))):
        return int(found[1]) / (1 << 10)
    in_bytes = sys.platform == "darwin"
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if in_bytes else 10))


def milliseconds_since(start: float) -> float:
    """`start` is a time.perf_counter()."""
    return (time.perf_counter() - start) * 1000
