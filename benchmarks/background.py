"""Counts the words of support channels: how many of our labelled messages and bundled entries hold each token.

    python -m benchmarks.background

The result, bot/matching/background.json, tells the matcher which words are common in channels however small the
knowledge base is. Run it after changing benchmarks/data or the bundled entries, then refit.
"""

import json
from collections import Counter
from pathlib import Path

from bot.entries import BUNDLED, load_entries
from bot.matching.tokens import tokens
from bot.matching.words import words_of

DATA = Path(__file__).parent / "data"
OUT = Path(__file__).parents[1] / "bot" / "matching" / "background.json"
MIN_DOCUMENTS = 2


def main() -> None:
    documents = [words_of(entry).all for entry in load_entries([BUNDLED]).entries]
    for file in sorted(DATA.glob("*.jsonl")):
        documents += [frozenset(tokens(json.loads(line)["text"])) for line in file.read_text("utf-8").splitlines()]
    counts = Counter(token for document in documents for token in document)
    kept = {token: count for token, count in sorted(counts.items()) if count >= MIN_DOCUMENTS}
    OUT.write_text(
        json.dumps({"documents": len(documents), "counts": kept}, ensure_ascii=False, separators=(",", ":")) + "\n",
        "utf-8",
    )
    print(f"{len(kept)} tokens of {len(documents)} documents written to {OUT.name}")


if __name__ == "__main__":
    main()
