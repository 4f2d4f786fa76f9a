"""How the tests start errfix as a process."""

import os
import sys
from pathlib import Path

ERRFIX = Path(sys.executable).with_name("errfix")


def environment(**settings: str) -> dict[str, str]:
    """This environment with these settings, and with none that whoever runs the tests has for a bot."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ERRFIX_", "SLACK_", "DISCORD_"))}
    return kept | settings
