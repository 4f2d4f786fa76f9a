"""Imports the entries of the PyPI package deadends-dev, which calls them canons."""

from bot.entries.deadends.run import Report, import_deadends

__all__ = ["Report", "import_deadends"]
