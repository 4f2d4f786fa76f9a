"""The knowledge base: the model of an entry, reading, checking and importing."""

from bot.entries.catalog import Catalog
from bot.entries.load import BUNDLED, Loaded, Problem, load_entries
from bot.entries.model import DeadEnd, Entry, Fix, Link, VerificationTier
from bot.entries.text import Text

__all__ = [
    "BUNDLED",
    "Catalog",
    "DeadEnd",
    "Entry",
    "Fix",
    "Link",
    "Loaded",
    "Problem",
    "Text",
    "VerificationTier",
    "load_entries",
]
