"""The parts that errfix is built on, alone: BM25 over main words, and all patterns behind RE2's filter."""

import re
from collections.abc import Sequence
from pathlib import Path

import re2
import tantivy

from benchmarks.corpus import Known, read_known
from benchmarks.rivals import Search

_WORD = re.compile(r"\w+")
_MAX_TERMS = 200
_FILTER_SIZE = 5_000
"""Patterns to a filter; RE2 fails to compile one with about 10,000 patterns of different words."""
_WRITER_BYTES = 64_000_000


def start(folder: Path) -> Search:
    return build(read_known(folder))


def build(known: Sequence[Known]) -> Search:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text")
    builder.add_integer_field("position", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(_WRITER_BYTES, 1)
    options = re2.Options()
    options.case_sensitive = False
    filters: list[re2.Filter] = []
    with_pattern: list[int] = []
    for position, one in enumerate(known):
        text = f"{one.signature} {one.id} {one.root_cause}"
        writer.add_document(tantivy.Document(position=position, text=text))
        if one.pattern:
            if len(with_pattern) % _FILTER_SIZE == 0:
                filters.append(re2.Filter())
            filters[-1].Add(one.pattern, options)
            with_pattern.append(position)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    for patterns in filters:
        patterns.Compile()
    searcher = index.searcher()

    def search(text: str) -> list[str]:
        terms = list(dict.fromkeys(_WORD.findall(text.lower())))[:_MAX_TERMS]
        clauses = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term)) for term in terms]
        hits = searcher.search(tantivy.Query.boolean_query(clauses), 10, count=False).hits if clauses else []
        found = [int(searcher.doc(address)["position"][0]) for _, address in hits]
        for number, patterns in enumerate(filters):
            found += [with_pattern[number * _FILTER_SIZE + index] for index in patterns.Match(text) or ()]
        return [known[position].id for position in dict.fromkeys(found)]

    return search
