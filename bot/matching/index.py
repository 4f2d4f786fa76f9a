"""The text index: BM25 over the entries' words finds the candidates, and knows how rare each word is."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from heapq import nlargest
from importlib.resources import files
from operator import itemgetter

import tantivy

from bot.entries import Entry
from bot.matching.counts import count_down
from bot.matching.wordings import KnownWordings, bundled_wordings
from bot.matching.words import PackedWords, Words, words_of

MAX_TERMS = 28
"""The heaviest tokens of a paste are asked for; more only cost time."""

_WRITER_BYTES = 64_000_000
_KEPT = 16_384
"""So many words' queries stay in memory."""
_SMOOTHING = 0.002
_SURE_AFTER = 3
_DOMAINS_OF_A_WORD = 3
"""A word counts for so many domains, those that it speaks most for."""
_HEARD_ANYWHERE = 0.2
"""What every word counts for its tool, also where its line hardly counts for the error."""


@cache
def background() -> tuple[int, dict[str, int]]:
    """How many documents the background has, and how many of them hold each token; see benchmarks/background.py."""
    data = json.loads(files("bot.matching").joinpath("background.json").read_text("utf-8"))
    return data["documents"], data["counts"]


class TextIndex:
    """BM25 over entries; positions are the entries' positions in the order given.

    Entries may change while other threads search, one change at a time; `commit` brings the changes into the searches.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        builder = tantivy.SchemaBuilder()
        # One field for all words: BM25 over several finds no more, and takes five times as long.
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        builder.add_integer_field("position", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        # We reload after each commit; a reader that does so too would make us wait for its lock.
        self._index.config_reader("manual")
        self._writer = self._index.writer(_WRITER_BYTES, 1)
        self._term = lru_cache(_KEPT)(self._make_term)
        self._frequency: Counter[str] = Counter()
        self._by_domain: dict[str, Counter[str]] = {}
        """For each domain, how many of its entries have each word."""
        self._domain_sizes: Counter[str] = Counter()
        self._speaking: dict[str, tuple[tuple[str, float], ...]] = {}
        self._background, self._common = background()
        self._documents = self._background
        self.words = PackedWords()
        self.wordings = KnownWordings(bundled_wordings())
        for position, entry in enumerate(entries):
            words = words_of(entry)
            self._write(position, words)
            self._count_words(words.all, entry.domain)
        self.commit()
        self._rarity = {token: self._rarity_of(token) for token in self._frequency.keys() | self._common.keys()}

    def add(self, position: int, entry: Entry) -> None:
        """Take one more entry. The rarity of its words changes at once, that of others with the next start."""
        words = words_of(entry)
        self._write(position, words)
        self._count_words(words.all, entry.domain)
        self._rarity.update({token: self._rarity_of(token) for token in words.all})

    def remove(self, position: int, entry: Entry) -> None:
        """Forget an entry, and the words that it alone had."""
        words = self.words[position]
        found = words.all
        self._writer.delete_documents_by_term("position", position)
        self.wordings.remove(words.wordings)
        count_down(self._frequency, found)
        count_down(self._by_domain[entry.domain], found)
        self._count_entry(entry.domain, -1)
        for token in found:
            if token in self._frequency or token in self._common:
                self._rarity[token] = self._rarity_of(token)
            else:
                self._rarity.pop(token, None)

    def _write(self, position: int, words: Words) -> None:
        row = tantivy.Document(position=position)
        wordings = (token for wording in words.wordings for token in wording)
        row.add_text("words", " ".join((*wordings, *words.name, *words.cause, *words.remedy)))
        self._writer.add_document(row)
        self.words.append(words)
        self.wordings.add(words.wordings)

    def commit(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _count_words(self, found: frozenset[str], domain: str) -> None:
        self._frequency.update(found)
        if domain not in self._by_domain:
            # A new dictionary: others may be going through this one.
            self._by_domain = {**self._by_domain, domain: Counter()}
        self._by_domain[domain].update(found)
        self._count_entry(domain, 1)

    def _count_entry(self, domain: str, by: int) -> None:
        self._domain_sizes[domain] += by
        self._documents += by
        # Not cleared: what others are still working out by the old counts must not stay.
        self._speaking = {}

    def _rarity_of(self, token: str) -> float:
        return math.log(1 + self._documents / max(1, self._frequency[token] + self._common.get(token, 0)))

    def rarity(self, token: str) -> float:
        """ln(1 + documents / documents with the token), in nats; a word that no entry has counts as if one had.

        Documents are the entries and the background, so that a small knowledge base knows common words too.
        """
        return self._rarity.get(token) or self._rarity_of(token)

    def known(self, found: Iterable[str]) -> dict[str, float]:
        """The rarity of each token that some entry or the background has; others are names and numbers."""
        rarity = self._rarity
        return {token: nats for token in found if (nats := rarity.get(token))}

    def mass(self, found: Iterable[str]) -> float:
        """The summed rarity of different tokens; the same to the last bit for the same ones, in whatever order."""
        return math.fsum(map(self.rarity, set(found)))

    def search(self, weights: Mapping[str, float], limit: int) -> list[tuple[int, float]]:
        """The (position, BM25 score) of the best entries for weighted tokens, best first."""
        known = list(filter(self._frequency.__contains__, weights))
        if len(known) > MAX_TERMS:
            rarity = self._rarity
            # Another thread may be taking an entry out, and its words with it.
            known = sorted(known, key=lambda token: rarity.get(token, 0.0) * weights[token], reverse=True)[:MAX_TERMS]
        if not known:
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(token, weights[token])) for token in known]
        )
        # One searcher for both: another one's addresses are not this one's.
        searcher = self._searcher
        hits = searcher.search(query, limit, count=False).hits
        positions = searcher.fast_field_values("position", [address for _, address in hits])
        return [(int(position or 0), float(score)) for position, (score, _) in zip(positions, hits, strict=True)]

    def _make_term(self, token: str, weight: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, "words", token, "freq"), weight)

    def domain_evidence(self, weights: Mapping[str, float]) -> dict[str, float]:
        """How much the words of a paste speak for each domain that has some of them, in nats.

        Naive Bayes with positive evidence only: sum of weight * ln(P(word | domain) / P(word)), smoothed.
        """
        evidence: dict[str, float] = {}
        speaking = self._speaking
        for token in filter(self._frequency.__contains__, weights):
            heard = min(1.0, weights[token] + _HEARD_ANYWHERE)
            for domain, nats in speaking.get(token) or self._speaks_for(token):
                evidence[domain] = evidence.get(domain, 0.0) + heard * nats
        return evidence

    def _speaks_for(self, token: str) -> tuple[tuple[str, float], ...]:
        """The domains that a word speaks for, with how much at full weight."""
        speaking = self._speaking
        known = speaking.get(token)
        if known is None:
            known = tuple(nlargest(_DOMAINS_OF_A_WORD, self._work_out(token), key=itemgetter(1)))
            speaking[token] = known
        return known

    def _work_out(self, token: str) -> Iterator[tuple[str, float]]:
        base = self._frequency[token] / max(1, self._documents - self._background) + _SMOOTHING
        for domain, words in self._by_domain.items():
            count = words.get(token, 0)
            if not count:
                continue
            ratio = (count / max(1, self._domain_sizes[domain]) + _SMOOTHING) / base
            if ratio > 1:
                # A word seen once or twice in a domain says little about it.
                yield domain, min(1.0, count / _SURE_AFTER) * math.log(ratio)
