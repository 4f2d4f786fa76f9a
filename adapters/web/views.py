"""Gathers from the service what a viewer is shown."""

from adapters.web.events import PLACE
from adapters.web.render import AnswerView, PostView, Timeline
from adapters.web.viewer import Viewer
from bot.decision import Decision
from bot.desk import Told
from bot.errors import NotFoundError
from bot.service import Service, Standing
from bot.store import Answer, AnswerState, Post

PAGE = 30
_LONGEST_EXAMPLE = 100
_EXAMPLES = 3


async def view_post(service: Service, post: Post, viewer: Viewer, *, full: bool = False) -> PostView:
    answer = await service.store.answer_to(PLACE, post.id)
    return PostView(
        post,
        mine=post.author_id == viewer.person.id,
        answer=await view_answer(service, answer, viewer) if answer else None,
        full=full,
    )


async def view_answer(service: Service, answer: Answer, viewer: Viewer, *, private: bool = False) -> AnswerView | None:
    """None where there is nothing to show: dismissed, or its entry has left the knowledge base."""
    if answer.state not in {AnswerState.ANSWERED, AnswerState.OFFERED} or answer.entry_id not in service.catalog:
        return None
    offered = answer.state is AnswerState.OFFERED
    return AnswerView(
        answer.answer_id,
        None if offered else await service.card(answer.answer_id, viewer.card_locale),
        Standing({}, wrong=False) if offered else await service.standing(answer.answer_id, viewer.person),
        mine=answer.asker_id == viewer.person.id,
        private=private,
    )


async def view_told(service: Service, told: Told, viewer: Viewer) -> AnswerView | None:
    """The card that somebody is told, if there is one."""
    if told.card is None:
        return None
    standing = Standing({}, wrong=False)
    if told.answer_id is not None:
        standing = await service.standing(told.answer_id, viewer.person)
    return AnswerView(told.answer_id, told.card, standing, mine=True, private=True)


async def view_timeline(service: Service, viewer: Viewer, last_event: str, before: str | None = None) -> Timeline:
    posts = await service.store.posts(PLACE, before=before, limit=PAGE + 1)
    shown = posts[-PAGE:]
    return Timeline([await view_post(service, post, viewer) for post in shown], len(posts) > PAGE, last_event)


async def find_post(service: Service, post_id: str) -> Post:
    """Raise NotFoundError for a post that is not there (any more)."""
    post = await service.store.post(PLACE, post_id)
    if post is None:
        msg = f"there is no message {post_id}"
        raise NotFoundError(msg)
    return post


async def choose_examples(service: Service) -> list[str]:
    """A few short errors of different domains that get an answer here, to try out an empty channel."""
    chosen: dict[str, str] = {}
    for entry in service.catalog:
        text = entry.signature
        if entry.domain in chosen or len(text) > _LONGEST_EXAMPLE or "\n" in text:
            continue
        found = await service.find(text)
        if found.decision is Decision.ANSWER and found.matches[0].entry_id == entry.id:
            chosen[entry.domain] = text
        if len(chosen) == _EXAMPLES:
            break
    return list(chosen.values())
