"""Posts: the messages of the local web channel."""

from typing import Any

from sqlalchemy import Row, bindparam, delete, select, tuple_, update

from bot.events import File, Place
from bot.store.database import Database
from bot.store.tables import at, columns_of, in_place, place_of, posts
from bot.store.upsert import insert_new
from bot.store.values import Post

_ADD = insert_new(posts)
_IS_POST = (in_place(posts), posts.c.post_id == bindparam("of_post"))
_FIND = select(posts).where(*_IS_POST)
_EDIT = update(posts).where(*_IS_POST)
_REMOVE = delete(posts).where(*_IS_POST)
_ORDER = (posts.c.created_at, posts.c.sequence)
_NEWEST = (
    select(posts).where(in_place(posts)).order_by(*(column.desc() for column in _ORDER)).limit(bindparam("at_most"))
)
_OLDER = _NEWEST.where(tuple_(*_ORDER) < select(*_ORDER).where(*_IS_POST).scalar_subquery())


class Posts(Database):
    """The part of the store that keeps the local web channel."""

    async def add_post(self, post: Post) -> None:
        """Keep a post; one that is there already stays as it is."""
        row = {
            **columns_of(post.place),
            "post_id": post.id,
            "author_id": post.author_id,
            "author_name": post.author_name,
            "text": post.text,
            "files": tuple((file.name, file.text) for file in post.files),
            "created_at": post.created_at,
        }
        await self._write(_ADD, row)

    async def post(self, place: Place, post_id: str) -> Post | None:
        """The post, unless there is none."""
        rows = await self._read(_FIND, {**at(place), "of_post": post_id})
        return _post(rows[0]) if rows else None

    async def posts(self, place: Place, *, before: str | None = None, limit: int = 50) -> list[Post]:
        """The newest posts, or the newest that are older than the post `before`, in the order they were written."""
        params = {**at(place), "at_most": limit}
        if before is None:
            rows = await self._read(_NEWEST, params)
        else:
            rows = await self._read(_OLDER, {**params, "of_post": before})
        return [_post(row) for row in reversed(rows)]

    async def edit_post(self, place: Place, post_id: str, text: str) -> None:
        """Replace the text of a post; nothing happens if there is none."""
        await self._write(_EDIT, {**at(place), "of_post": post_id, "text": text})

    async def remove_post(self, place: Place, post_id: str) -> None:
        """Remove a post; nothing happens if there is none."""
        await self._write(_REMOVE, {**at(place), "of_post": post_id})


def _post(row: Row[*tuple[Any, ...]]) -> Post:
    return Post(
        place=place_of(row),
        id=row.post_id,
        author_id=row.author_id,
        author_name=row.author_name,
        text=row.text,
        files=tuple(File(name, text) for name, text in row.files),
        created_at=row.created_at,
    )
