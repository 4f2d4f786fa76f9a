"""Posts: the messages of the local web channel."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select, tuple_, update

from bot.events import File, Place
from bot.store.database import Database
from bot.store.tables import at, columns_of, place_of, posts
from bot.store.values import Post


class Posts(Database):
    """The part of the store that keeps the local web channel."""

    async def add_post(self, post: Post) -> None:
        """Keep a post; one that is there already stays as it is."""
        values = {
            **columns_of(post.place),
            "post_id": post.id,
            "author_id": post.author_id,
            "author_name": post.author_name,
            "text": post.text,
            "files": tuple((file.name, file.text) for file in post.files),
            "created_at": post.created_at,
        }
        await self._write(self._add(posts, values))

    async def post(self, place: Place, post_id: str) -> Post | None:
        """The post, unless there is none."""
        rows = await self._read(select(posts).where(_is(place, post_id)))
        return _post(rows[0]) if rows else None

    async def posts(self, place: Place, *, before: str | None = None, limit: int = 50) -> list[Post]:
        """The newest posts, or the newest that are older than the post `before`, in the order they were written."""
        order = (posts.c.created_at, posts.c.sequence)
        query = select(posts).where(at(posts, place))
        if before is not None:
            query = query.where(tuple_(*order) < select(*order).where(_is(place, before)).scalar_subquery())
        query = query.order_by(*(column.desc() for column in order)).limit(limit)
        return [_post(row) for row in reversed(await self._read(query))]

    async def edit_post(self, place: Place, post_id: str, text: str) -> None:
        """Replace the text of a post; nothing happens if there is none."""
        await self._write(update(posts).where(_is(place, post_id)).values(text=text))

    async def remove_post(self, place: Place, post_id: str) -> None:
        """Remove a post; nothing happens if there is none."""
        await self._write(delete(posts).where(_is(place, post_id)))


def _is(place: Place, post_id: str) -> ColumnElement[bool]:
    return and_(at(posts, place), posts.c.post_id == post_id)


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
