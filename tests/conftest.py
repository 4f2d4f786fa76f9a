"""Settings for all tests."""

import os

import pytest
from hypothesis import settings

# Where a run must not depend on luck, the same examples every time; elsewhere new ones, to find more.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")

STAND_INS = {"slack", "discord", "chat"}
"""Fixtures that start a stand-in for a platform. Their tests run with the end-to-end tests, so `make test` is quick."""


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is marked
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if STAND_INS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.e2e)
