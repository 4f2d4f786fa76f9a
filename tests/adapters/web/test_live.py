from collections.abc import AsyncIterator

from adapters.web.live import Event, Hub, Kind, Subscription


async def taken(stream: AsyncIterator[bytes], count: int) -> list[str]:
    """The next events as "kind data", without the opening line and ids."""
    found: list[str] = []
    while len(found) < count:
        chunk = (await anext(stream)).decode()
        if chunk.startswith("id: "):
            fields = dict(line.split(": ", 1) for line in chunk.strip().split("\n") if ": " in line)
            found.append(f"{fields['event']} {fields.get('data', '')}".strip())
    return found


def test_an_event_is_encoded_as_the_format_wants() -> None:
    assert Event("r-1", Kind.POST, "p1").encode() == b"id: r-1\nevent: post\ndata: p1\n\n"


async def test_every_subscriber_hears_of_a_change() -> None:
    hub = Hub()
    with hub.subscribe(hub.last_id) as one, hub.subscribe(hub.last_id) as two:
        hub.publish(Kind.POST, "p1")
        assert await taken(one.stream(), 1) == ["post p1"]
        assert await taken(two.stream(), 1) == ["post p1"]


async def test_what_happened_during_a_break_is_told_after_it() -> None:
    hub = Hub()
    hub.publish(Kind.POST, "p1")
    seen = hub.last_id
    hub.publish(Kind.POST, "p2")
    hub.publish(Kind.REMOVED, "p1")
    with hub.subscribe(seen) as subscription:
        hub.publish(Kind.ENTRY, "python/x")
        assert await taken(subscription.stream(), 3) == ["post p2", "removed p1", "entry python/x"]


async def test_a_page_from_before_a_restart_is_told_to_fetch_everything() -> None:
    old = Hub()
    old.publish(Kind.POST, "p1")
    with Hub().subscribe(old.last_id) as subscription:
        assert await taken(subscription.stream(), 1) == ["resync"]


async def test_a_page_that_missed_more_than_is_remembered_is_told_to_fetch_everything() -> None:
    hub = Hub()
    seen = hub.last_id
    for number in range(600):
        hub.publish(Kind.POST, str(number))
    with hub.subscribe(seen) as subscription:
        assert await taken(subscription.stream(), 1) == ["resync"]


async def test_a_made_up_last_event_is_taken_as_none() -> None:
    hub = Hub()
    for last_seen in (None, "", "x", f"{hub.last_id}9", f"{hub.last_id}²", "9" * 5000):
        with hub.subscribe(last_seen) as subscription:
            assert await taken(subscription.stream(), 1) == ["resync"]


async def test_a_slow_page_is_told_to_fetch_everything_and_costs_no_memory() -> None:
    hub = Hub()
    with hub.subscribe(hub.last_id) as subscription:
        for number in range(129):
            hub.publish(Kind.POST, str(number))
        hub.publish(Kind.POST, "last")
        assert await taken(subscription.stream(), 2) == ["resync", "post last"]


async def test_closing_the_hub_ends_streams_old_and_new() -> None:
    hub = Hub()
    with hub.subscribe(hub.last_id) as old:
        hub.publish(Kind.POST, "p1")
        hub.close()
        with hub.subscribe(hub.last_id) as new:
            assert [chunk async for chunk in old.stream()] == [b"retry: 1000\n\n"]
            assert [chunk async for chunk in new.stream()] == [b"retry: 1000\n\n"]


async def test_a_quiet_stream_shows_that_it_lives() -> None:
    stream = Subscription().stream(heartbeat=0.001)
    assert [await anext(stream), await anext(stream)] == [b"retry: 1000\n\n", b": still here\n\n"]


async def test_a_page_that_left_gets_nothing_more() -> None:
    hub = Hub()
    with hub.subscribe(hub.last_id) as subscription:
        pass
    hub.publish(Kind.POST, "p1")
    hub.close()
    subscription.end()
    assert [chunk async for chunk in subscription.stream()] == [b"retry: 1000\n\n"]
