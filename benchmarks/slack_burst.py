"""The burst that benchmarks/load_slack.py delivers: signed Events API requests, and what has to come of them."""

import json
import random
import time
from dataclasses import dataclass

from slack_sdk.signature import SignatureVerifier

from benchmarks.corpus import OWN, read_messages
from bot.decision import Decision, decide
from bot.entries import BUNDLED, load_entries
from bot.matching import Matcher

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - of the stand-in
DUPLICATES = 0.1
ERRORS = 1 / 3

Key = tuple[str, str]
"""A message: its channel and ts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is delivered, in this order, and what has to come of it."""

    deliveries: list[bytes]
    cards: set[Key]
    offers: set[Key]
    unique: int


def make_plan(events: int, channels: int, chance: random.Random) -> Plan:
    matcher = Matcher(load_entries([BUNDLED]).entries)
    errors = [example for entry in matcher.catalog for example in entry.examples]
    talk = [message.text for message in read_messages([OWN / "silence.jsonl"])]
    decisions = {text: decide(matcher.match(text).confidence) for text in {*errors, *talk}}
    unique = round(events * (1 - DUPLICATES))
    keys, bodies = [], []
    for number in range(unique):
        key = (f"C{number % channels:05}", f"{1_800_000_000 + number // 500}.{number % 500:06}")
        text = chance.choice(errors if chance.random() < ERRORS else talk)
        keys.append((key, decisions[text]))
        bodies.append(_body(key, text, number))
    order = list(range(unique))
    for number in chance.sample(range(unique), events - unique):
        # Half of them race the first delivery, the others come up to a few seconds later.
        order.insert(order.index(number) + (1 if chance.random() < 1 / 2 else chance.randrange(1, 3_000)), number)
    return Plan(
        [bodies[number] for number in order],
        {key for key, decision in keys if decision is Decision.ANSWER},
        {key for key, decision in keys if decision is Decision.OFFER},
        unique,
    )


def _body(key: Key, text: str, number: int) -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    event = {
        "type": "message",
        "user": f"U{number % 400:04}",
        "text": escaped,
        "ts": key[1],
        "event_ts": key[1],
        "channel": key[0],
        "channel_type": "channel",
        "team": "T1",
        "client_msg_id": f"m{number}",
    }
    envelope = {
        "type": "event_callback",
        "token": "x",
        "team_id": "T1",
        "api_app_id": "A1",
        "event": event,
        "event_id": f"Ev{number:08}",
        "event_time": int(key[1].partition(".")[0]),
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True, "is_enterprise_install": False}],
    }
    return json.dumps(envelope).encode()


def signed(body: bytes) -> dict[str, str]:
    """The headers with which Slack would deliver it now."""
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None  # noqa: S101 - only without a body
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature,
    }
