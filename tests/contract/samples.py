"""What people paste, and what they should see."""

from bot.entries import BUNDLED, Entry, Fix, load_entries

ENTRIES = {entry.id: entry for entry in load_entries([BUNDLED]).entries}

PORT = "Error: listen EADDRINUSE: address already in use :::3000"
PORT_ENTRY = ENTRIES["node/eaddrinuse"]
PORT_IN_CHINESE = f"端口被占用了，服务起不来，怎么办？\n{PORT}"
IN_CHINESE = "被另一个进程"
MERGE = "fatal: refusing to merge unrelated histories"
TALK = "who comes along for lunch?"
UNKNOWN = "Segmentation of customers failed: no such budget 77"
SECRET = "ghp_" + "a1B2c3D4e5" * 3 + "f6G7h8"
NOTHING_FITS = "No known error fits this."


def fixes(entry: Entry) -> list[Fix]:
    """In the order in which nobody has judged them yet."""
    return sorted(entry.workarounds, key=lambda fix: fix.success_rate or 0, reverse=True)


FIRST, SECOND, THIRD, _ = fixes(PORT_ENTRY)
WHAT_TO_DO = [fix.action for fix in fixes(PORT_ENTRY)]
