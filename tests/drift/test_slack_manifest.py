"""slack-manifest.yaml asks Slack for what the code uses, and for nothing else."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.adapter import SlackAdapter
from adapters.slack.scopes import BOT_SCOPES
from bot.desk import Desk
from bot.matching import Matcher
from bot.service import Service
from bot.settings import load_settings
from bot.store import Store

ROOT = Path(__file__).parents[2]
MANIFEST = (ROOT / "slack-manifest.yaml").read_text("utf-8")
SCHEMA = ROOT.parent / "shared" / "specs" / "slack-manifest.schema.json"
PAGE = ROOT / "docs" / "slack.md"
SOURCES = [ast.parse(file.read_text("utf-8")) for file in sorted((ROOT / "adapters" / "slack").glob("*.py"))]
CONVERSATIONS = {"channels:read", "groups:read", "im:read", "mpim:read"}

# What Slack's reference says each method and each event needs.
METHODS: dict[str, set[str]] = {
    "apps.connections.open": set(),  # takes the app-level token
    "auth.test": set(),
    "bots.info": {"users:read"},
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.info": CONVERSATIONS,
    "files.info": {"files:read"},
    "oauth.v2.access": set(),
    "reactions.add": {"reactions:write"},
    "reactions.remove": {"reactions:write"},
    "users.conversations": {"channels:read", "groups:read"},  # for the types of channel that we ask for
    "users.info": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set(),
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
    "tokens_revoked": set(),
}
_METHOD_OF = {
    re.sub(r"[._]", "", method).lower(): method for method in METHODS
}  # chat_postMessage and chat.postMessage alike


def manifest(text: str = MANIFEST) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def in_http_mode() -> str:
    """The manifest after what its head says to do for HTTP mode and OAuth."""
    text = re.sub(r"^(\s*)# (.*\S)\s+# (?:HTTP|OAuth)$", r"\1\2", MANIFEST, flags=re.MULTILINE)
    return text.replace("socket_mode_enabled: true", "socket_mode_enabled: false")


def calls() -> Iterator[ast.Call]:
    for source in SOURCES:
        yield from (node for node in ast.walk(source) if isinstance(node, ast.Call))


def called_methods() -> set[str]:
    """The Web API's methods that the adapter's code calls on a client."""
    names = {
        call.func.attr
        for call in calls()
        if isinstance(call.func, ast.Attribute)
        and hasattr(AsyncWebClient, call.func.attr)
        and "client" in ast.unparse(call.func.value).lower()
    } - {"api_call"}
    unknown = {name for name in names if name.replace("_", "").lower() not in _METHOD_OF}
    assert unknown == set(), "look up which scopes these need, and add them to METHODS"
    return {_METHOD_OF[name.replace("_", "").lower()] for name in names}


Heard = dict[str, list[Any]]


@pytest.fixture
async def heard(store: Store, monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What the adapter registers with Bolt, by kind of listener."""
    heard: Heard = {kind: [] for kind in ("event", "command", "shortcut", "action")}
    for kind, known in heard.items():
        monkeypatch.setattr(AsyncApp, kind, _noting(getattr(AsyncApp, kind), known))
    for name, value in {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(None)
    service = Service(store, Matcher([]), settings)
    SlackAdapter(service, Desk(service), settings)
    return heard


def _noting(register: Callable[..., Any], known: list[Any]) -> Callable[..., Any]:
    def _register(app: AsyncApp, what: object, *arguments: object, **options: object) -> Any:  # noqa: ANN401 - Bolt's
        known.append(what)
        return register(app, what, *arguments, **options)

    return _register


def events_of(heard: Heard) -> set[str]:
    """The manifest's names of the events; `message` stands for those of every kind of conversation."""
    names = set(heard["event"])
    messages = {event for event in EVENTS if event.startswith("message.")}
    return (names - {"message"}) | (messages if "message" in names else set())


def scopes_of(heard: Heard) -> set[str]:
    scopes = {"commands"} if heard["command"] or heard["shortcut"] else set()
    for method in called_methods():
        scopes |= METHODS[method]
    for event in events_of(heard):
        scopes |= EVENTS[event]
    downloads = any("url_private" in ast.unparse(source) for source in SOURCES)
    return scopes | ({"files:read"} if downloads else set())


def test_it_asks_for_every_scope_that_is_used_and_no_other(heard: Heard) -> None:
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == scopes_of(heard)


def test_it_asks_for_what_an_installation_by_oauth_asks_for() -> None:
    assert manifest()["oauth_config"]["scopes"]["bot"] == list(BOT_SCOPES)


def test_it_subscribes_to_every_event_that_is_listened_to_and_no_other(heard: Heard) -> None:
    assert set(manifest()["settings"]["event_subscriptions"]["bot_events"]) == events_of(heard)


def test_it_has_the_commands_and_shortcuts_that_are_listened_to(heard: Heard) -> None:
    features = manifest()["features"]

    assert [one["command"] for one in features["slash_commands"]] == heard["command"]
    assert [one["callback_id"] for one in features["shortcuts"]] == heard["shortcut"]
    assert {one["type"] for one in features["shortcuts"]} == {"message"}


def test_it_has_interactivity_and_the_home_tab_where_the_code_uses_them(heard: Heard) -> None:
    assert manifest()["settings"]["interactivity"]["is_enabled"] is bool(heard["action"])
    assert manifest()["features"]["app_home"]["home_tab_enabled"] is ("views.publish" in called_methods())


@pytest.mark.parametrize("text", (MANIFEST, in_http_mode()), ids=("Socket Mode", "HTTP mode"))
def test_it_is_a_manifest_by_slack_s_schema(text: str) -> None:
    if not SCHEMA.exists():
        pytest.skip("there is no ../shared/specs/slack-manifest.schema.json")
    schema = json.loads(SCHEMA.read_text("utf-8"))

    assert [error.message for error in Draft7Validator(schema).iter_errors(manifest(text))] == []


def test_socket_mode_is_on_and_needs_no_address() -> None:
    assert manifest()["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(manifest())


def test_the_comments_lead_to_http_mode() -> None:
    http = manifest(in_http_mode())

    assert http["settings"]["socket_mode_enabled"] is False
    urls = {
        http["features"]["slash_commands"][0]["url"],
        http["settings"]["event_subscriptions"]["request_url"],
        http["settings"]["interactivity"]["request_url"],
    }
    assert urls == {"https://errfix.example.com/slack/events"}
    assert http["oauth_config"]["redirect_urls"] == ["https://errfix.example.com/slack/oauth_redirect"]


def test_the_page_explains_every_permission() -> None:
    rows = re.findall(r"^\| `([a-z_]+(?::[a-z]+)?)` \|", PAGE.read_text("utf-8"), re.MULTILINE)

    assert [row for row in rows if ":" in row or row == "commands"] == list(BOT_SCOPES)
