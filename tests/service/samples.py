"""A small knowledge base, some people, and what they say."""

from functools import cache

from bot.cards.card import Card
from bot.entries import Entry
from bot.events import Asked, Message, Person, Place
from bot.matching import Matcher
from bot.service import Reply, Service

PLACE = Place("web", "local", "general")
ANN, BEN, CAM = Person("ann"), Person("ben"), Person("cam")
PASTE = "my build is broken\nModuleNotFoundError: No module named 'yaml'"
OTHER_PASTE = "fatal: refusing to merge unrelated histories"
UNKNOWN = "FrobnicateError: the frobnicator at /srv/x lost its flux"

ENTRIES = [
    Entry.model_validate(
        {
            "id": "python/module-not-found",
            "signature": "ModuleNotFoundError: No module named 'requests'",
            "regex": r"No module named '(?P<module>[\w.]+)'",
            "domain": "python",
            "root_cause": "The package is not installed in this environment.",
            "root_cause_zh": "当前环境没有安装这个包。",
            "workarounds": [
                {"id": "pip", "action": "Install it", "how": "python -m pip install {module}", "success_rate": 0.9},
                {"id": "venv", "action": "Activate the environment", "success_rate": 0.6},
            ],
        }
    ),
    Entry.model_validate(
        {
            "id": "git/unrelated-histories",
            "signature": "fatal: refusing to merge unrelated histories",
            "regex": "refusing to merge unrelated histories",
            "domain": "git",
            "root_cause": "The branches share no commit.",
            "workarounds": [{"id": "allow", "action": "Allow it once", "success_rate": 0.8}],
        }
    ),
    Entry.model_validate(
        {
            "id": "docker/daemon",
            "signature": "Cannot connect to the Docker daemon at unix:///var/run/docker.sock",
            "domain": "docker",
            "root_cause": "The daemon does not run.",
            "workarounds": [{"id": "start", "action": "Start it", "success_rate": 0.8}],
        }
    ),
]


@cache
def matcher() -> Matcher:
    """Of these entries, for all tests that change none."""
    return Matcher(ENTRIES)


ids = iter(range(1_000_000))


def message(text: str, author: Person = ANN, **more: object) -> Message:
    return Message(PLACE, str(more.pop("id", next(ids))), author, text, **more)  # type: ignore[arg-type]


async def ask(service: Service, text: str, author: Person = ANN, **more: object) -> Reply:
    reply = await service.handle_message(message(text, author, **more))
    assert reply is not None
    if reply.card and reply.answer_id:
        await service.confirm(reply.answer_id, f"card-of-{reply.answer_id}")
    return reply


async def card_for(service: Service, text: str, author: Person = ANN) -> Card:
    reply = await ask(service, text, author, asked=Asked.MENTION)
    assert reply.card is not None
    return reply.card


def order(card: Card) -> list[str]:
    return [fix.fix_id for fix in card.fixes]
