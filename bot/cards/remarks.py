"""What a card remarks beside the fixes: environments, and how far the entry can be relied on."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.entries import Entry, Text, VerificationTier
from bot.entries.model import Version
from bot.localization import Translator

_STALE_AFTER = timedelta(days=2 * 365)
_UNREVIEWED = {VerificationTier.AI_GENERATED, VerificationTier.AUTO_GENERATED}
_SYSTEMS = {"windows": "Windows", "linux": "Linux", "macos": "macOS", "darwin": "macOS"}


def environment(entry: Entry, t: Translator) -> tuple[str, ...]:
    """A short text for each version and each operating system of which the entry has something to say."""
    systems = (
        _with_remark(_SYSTEMS.get(system.lower(), system), remark, t) for system, remark in entry.os_specific.items()
    )
    return (*(_version(version, t) for version in entry.versions), *systems)


def notes(entry: Entry, shown: Iterable[Text], today: date, t: Translator) -> tuple[str, ...]:
    """What the reader should know before trusting the card; `shown` are the card's texts."""
    return tuple(_notes(entry, shown, today, t))


def _notes(entry: Entry, shown: Iterable[Text], today: date, t: Translator) -> Iterator[str]:
    if entry.resolvable == "partial":
        yield t("This error cannot always be resolved completely.")
    if entry.resolvable == "false":
        yield t("No real solution is known; the fixes only soften the error.")
    if entry.verification_tier in _UNREVIEWED:
        yield t("Generated automatically; nobody has reviewed this yet.")
    if entry.last_confirmed and today - entry.last_confirmed > _STALE_AFTER:
        yield t("Last confirmed on {date}; newer versions may behave differently.", date=t.date(entry.last_confirmed))
    for language in dict.fromkeys(text.language for text in shown if text and not text.is_translated):
        yield t("Not everything is translated; some texts are in {language}.", language=t.language_name(language))
    if entry.source:
        source = t("{text} ({aside})", text=entry.source, aside=entry.license) if entry.license else entry.source
        yield t("Source: {source}", source=source)


def _version(version: Version, t: Translator) -> str:
    details = [
        version.introduced and t("introduced in {version}", version=version.introduced),
        version.deprecated and t("deprecated in {version}", version=version.deprecated),
        version.removed and t("removed in {version}", version=version.removed),
        _status(version.status or "", t),
    ]
    known = ", ".join(detail for detail in details if detail)
    subject = t("{text} ({aside})", text=version.version, aside=known) if known else version.version
    return _with_remark(subject, version.behavior_change, t)


def _status(status: str, t: Translator) -> str:
    """The word for a status; "active" goes without saying."""
    match status.lower():
        case "active":
            return ""
        case "deprecated":
            return t("deprecated")
        case "removed":
            return t("removed")
        case "fixed":
            return t("fixed")
        case _:
            return status


def _with_remark(subject: str, remark: str | None, t: Translator) -> str:
    return t("{subject}: {remark}", subject=subject, remark=remark) if remark else subject
