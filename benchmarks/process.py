"""Runs a measurement in a process of its own, so that its memory and start are its own, and reads what it prints."""

import json
import resource
import subprocess
import sys
import time
from typing import Any

_TO_MEGABYTES = 1 / (1 << 20) if sys.platform == "darwin" else 1 / (1 << 10)


def run(module: str, *arguments: object, timeout: float | None = None) -> Any:  # noqa: ANN401 - whatever it printed
    """The JSON that `python -m benchmarks.<module> …` prints; its messages go to the terminal.

    Keep the calling process small: Linux counts the caller's peak as the callee's.
    Raises subprocess.SubprocessError where it fails or takes more than `timeout` seconds.
    """
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=timeout)
    return json.loads(done.stdout)


def peak_memory() -> float:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _TO_MEGABYTES


def milliseconds_since(start: float) -> float:
    """`start` is a time.perf_counter()."""
    return (time.perf_counter() - start) * 1000
