from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from bot.events import File, Place
from bot.store import Post, Store

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ROOM = Place("web", "local", "general")


def post(post_id: str, minutes: int = 0) -> Post:
    written = NOW + timedelta(minutes=minutes)
    return Post(ROOM, post_id, "U1", "Ann", f"text of {post_id}", (File("log.txt", "boom"),), written)


async def ids(store: Store, *, before: str | None = None, limit: int = 50) -> list[str]:
    return [post.id for post in await store.posts(ROOM, before=before, limit=limit)]


async def test_a_post_comes_back_as_it_was(store: Store) -> None:
    await store.add_post(post("a"))
    assert await store.post(ROOM, "a") == post("a")
    assert await store.posts(ROOM) == [post("a")]


async def test_a_time_in_another_zone_is_the_same_moment(store: Store) -> None:
    china = timezone(timedelta(hours=8))
    await store.add_post(replace(post("a"), created_at=NOW.astimezone(china)))
    found = await store.post(ROOM, "a")
    assert found is not None
    assert (found.created_at, found.created_at.tzinfo) == (NOW, UTC)


async def test_a_post_belongs_to_its_channel(store: Store) -> None:
    await store.add_post(post("a"))
    assert await store.post(Place("web", "local", "random"), "a") is None
    assert await store.posts(Place("web", "local", "random")) == []


async def test_adding_a_post_twice_keeps_the_first(store: Store) -> None:
    await store.add_post(post("a"))
    await store.add_post(replace(post("a"), text="another"))
    assert await store.posts(ROOM) == [post("a")]


async def test_posts_are_in_the_order_of_time_and_then_of_arrival(store: Store) -> None:
    for each in (post("late", 5), post("z"), post("y"), post("x"), post("early", -5)):
        await store.add_post(each)
    assert await ids(store) == ["early", "z", "y", "x", "late"]


async def test_paging_back_meets_every_post_once(store: Store) -> None:
    for number in range(7):
        await store.add_post(post(f"p{number}", number // 3))
    newest = await ids(store, limit=3)
    middle = await ids(store, before=newest[0], limit=3)
    oldest = await ids(store, before=middle[0], limit=3)
    assert [oldest, middle, newest] == [["p0"], ["p1", "p2", "p3"], ["p4", "p5", "p6"]]
    assert await ids(store, before="p0") == []


async def test_nothing_is_older_than_an_unknown_post(store: Store) -> None:
    await store.add_post(post("a"))
    assert await ids(store, before="nonsense") == []


async def test_a_post_can_be_edited_in_place(store: Store) -> None:
    await store.add_post(post("a"))
    await store.add_post(post("b"))
    await store.edit_post(ROOM, "a", "better")
    assert [each.text for each in await store.posts(ROOM)] == ["better", "text of b"]


async def test_a_post_can_be_removed(store: Store) -> None:
    await store.add_post(post("a"))
    await store.add_post(post("b"))
    await store.remove_post(ROOM, "a")
    assert await ids(store) == ["b"]


async def test_editing_or_removing_what_is_not_there_changes_nothing(store: Store) -> None:
    await store.add_post(post("a"))
    await store.edit_post(ROOM, "nonsense", "x")
    await store.remove_post(ROOM, "nonsense")
    assert await store.posts(ROOM) == [post("a")]
