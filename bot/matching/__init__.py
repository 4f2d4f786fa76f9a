"""Matching: from a pasted text to the entries that fit, each with a calibrated confidence."""

from bot.matching.matcher import Match, Matcher, MatchResult

__all__ = ["Match", "MatchResult", "Matcher"]
