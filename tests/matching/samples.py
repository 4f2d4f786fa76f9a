"""Entries to match with."""

from bot.entries import Entry


def entry(entry_id: str, signature: str, **more: object) -> Entry:
    return Entry.model_validate(
        {
            "id": entry_id,
            "signature": signature,
            "domain": entry_id.partition("/")[0],
            "root_cause": f"What lies behind {entry_id.replace('/', ' ')}.",
            "workarounds": [{"action": "Mend it"}],
            **more,
        }
    )
