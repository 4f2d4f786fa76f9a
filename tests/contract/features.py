"""What a platform may lack, which one lacks it, and why that is right.

A conversation that needs a feature runs on every platform but those with a reason here. So an adapter that lacks what
another has fails, until it has it too or somebody can say why it need not.
"""

from collections.abc import Mapping
from enum import StrEnum

import pytest


class Platform(StrEnum):
    WEB = "web"
    SLACK = "slack"
    DISCORD = "discord"


class Feature(StrEnum):
    DIRECT = "messages to errfix alone"
    THREADS = "replies in threads"
    MENU = "the menu of a message"
    PUBLISH = "posting a private answer to the channel"
    MORE = "details behind a button"
    HOME = "a page of the bot's own"
    COMPLETION = "ids that complete themselves"
    FORUMS = "forums"
    MANAGERS = "people who manage a channel"
    MAINTAINERS = "people named as maintainers"
    BOTS = "other programs that write and react"
    REMOVAL = "workspaces that throw errfix out"


LACKS: Mapping[Platform, Mapping[Feature, str]] = {
    Platform.WEB: {
        Feature.DIRECT: "there is one channel; /errfix asks in private there",
        Feature.THREADS: "a message has its answer beneath it, and no replies",
        Feature.MENU: "every message of the one channel is read, and has its card or offer beneath it",
        Feature.PUBLISH: "who wants the others to see the answer pastes the error without /errfix before it",
        Feature.MORE: "a page has room for all of a card; what is long is folded",
        Feature.HOME: "the channel's page has the menu of languages, and /errfix stats and help say the rest",
        Feature.COMPLETION: "the text box knows no commands; /errfix search lists entries with a button for each",
        Feature.FORUMS: "there is one channel",
        Feature.MANAGERS: "there are no accounts: whoever is let in manages the channel",
        Feature.MAINTAINERS: "there are no accounts that a setting could name",
        Feature.BOTS: "there are no accounts, so none of programs; they have /api/match",
        Feature.REMOVAL: "there is one workspace, and it is that of the process",
    },
    Platform.SLACK: {
        Feature.COMPLETION: "Slack completes no arguments of commands; /errfix search lists entries with a button each",
        Feature.FORUMS: "Slack has none",
    },
    Platform.DISCORD: {
        Feature.HOME: "Discord gives bots no page; /errfix language, stats and help say the same",
    },
}


def needs(*features: Feature) -> pytest.MarkDecorator:
    """For a conversation that not every platform can have."""
    mark: pytest.MarkDecorator = pytest.mark.needs(*features)
    return mark


def platforms_with(features: set[Feature]) -> list[Platform]:
    return [platform for platform in Platform if not features & set(LACKS[platform])]
