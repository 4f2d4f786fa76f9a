"""The store as a whole."""

from bot.store.answers import Answers
from bot.store.claims import Claims
from bot.store.gaps import Gaps
from bot.store.installations import Installations
from bot.store.posts import Posts
from bot.store.preferences import Preferences
from bot.store.upkeep import Upkeep
from bot.store.votes import Votes


class Store(Claims, Answers, Votes, Gaps, Preferences, Posts, Installations, Upkeep):
    """Everything errfix remembers. Open it with `await Store.open(url)`; safe to use from many tasks at once.

    Each part is a class of its own in this folder. Every method raises StoreError when the database fails.
    """
