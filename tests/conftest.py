"""Settings for all tests."""

import os

from hypothesis import settings

# Where a run must not depend on luck, the same examples every time; elsewhere new ones, to find more.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")
