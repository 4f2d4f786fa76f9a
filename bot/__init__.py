"""The core of errfix: entries, matching, decisions, votes and cards, without any chat platform."""

from importlib.metadata import version

__version__ = version("errfix")
