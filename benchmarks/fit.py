"""Fits bot/matching/weights.json to labelled messages and prints cross-validated figures.

    python -m benchmarks.fit --entries DIR labelled.jsonl… [--write]

Each line of a labelled file is {"id", "text", "expect": [entry ids], "kind"}; an empty `expect` deserves silence. A
"weight" below 1 says how much a message counts that is rarer in life than in the file.
Two convex problems, each solved by Newton's method with a quadratic penalty:
the score is a conditional logit over the candidates of a message (which of them is right),
the confidence is a logistic regression over the best candidates (is it right).
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.entries import BUNDLED, load_entries
from bot.matching import Matcher
from bot.matching.features import NAMES, Closing
from bot.matching.matcher import Scored
from bot.matching.model import CONFIDENCE_NAMES, Model, Setting, confidence_values, setting

Floats = NDArray[np.float64]
SCORE_PENALTY = 5.0
CONFIDENCE_PENALTY = 2.0
FOLDS = 10
TOLERANCE = 1e-7
SCORE_SIGNS = dict.fromkeys(NAMES, 1) | dict.fromkeys(("pattern_foreign", "pattern_missed", "other_tool"), -1)
CONFIDENCE_SIGNS = dict.fromkeys(CONFIDENCE_NAMES, 0)
"""What each feature may mean: 1 speaks for, -1 against, 0 either."""
DATA = Path(__file__).parent / "data"
WEIGHTS = Path(__file__).parents[1] / "bot" / "matching" / "weights.json"


@dataclass(frozen=True)
class Labelled:
    """A labelled message with its candidates' features."""

    matcher: Matcher
    case_id: str
    positive: bool
    kind: str
    weight: float
    whole: Setting
    candidates: list[Scored]
    closings: dict[int, Closing]
    """By position of the entry."""
    features: Floats
    right: NDArray[np.bool_]


def read(files: Sequence[Path], matcher: Matcher) -> list[Labelled]:
    """The messages of labelled files."""
    cases = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [
        labelled(case["id"], case["text"], case["expect"], case["kind"], matcher, case.get("weight", 1.0))
        for case in cases
    ]


def own_cases(matcher: Matcher) -> list[Labelled]:
    """What the entries themselves say must match them, and must not, and our own messages that deserve silence.

    These teach what a small knowledge base with vetted patterns looks like. A counterexample that another entry claims
    says nothing.
    """
    rows = read([DATA / "silence.jsonl"], matcher)
    for entry in matcher.entries:
        for number, text in enumerate(entry.examples):
            rows.append(labelled(f"{entry.id}+{number}", text, [entry.id], "example", matcher))
        # People also tell an error in short, where a vetted pattern misses it.
        for number, text in enumerate((entry.signature, *entry.aliases)):
            row = labelled(f"{entry.id}={number}", text, [entry.id], "short", matcher)
            if any(row.right[place] and one.hit is None for place, one in enumerate(row.candidates)):
                rows.append(row)
        for number, text in enumerate(entry.counterexamples):
            row = labelled(f"{entry.id}-{number}", text, [], "counterexample", matcher)
            if row.candidates and matcher.entries[row.candidates[0].position].id == entry.id:
                rows.append(row)
    return rows


def labelled(
    case_id: str, text: str, expect: Sequence[str], kind: str, matcher: Matcher, weight: float = 1.0
) -> Labelled:
    failure = matcher.read(text)
    weighed = matcher.weigh(failure)
    candidates = weighed.scored
    return Labelled(
        matcher,
        case_id,
        bool(expect),
        kind,
        weight,
        setting(failure),
        candidates,
        {one.position: matcher.closing(weighed.paste, one) for one in candidates},
        np.array([one.evidence.values for one in candidates]).reshape(len(candidates), len(NAMES)),
        np.array([matcher.entries[one.position].id in expect for one in candidates], dtype=bool),
    )


def fit_scores(rows: Sequence[Labelled], scale: Floats) -> Floats:
    """Weights of the conditional logit: maximise ln P(a right candidate), minus the penalty."""
    groups = [(row.features / scale, row.right) for row in rows if row.right.any()]
    signs = np.array([SCORE_SIGNS[name] for name in NAMES])
    return _with_signs(lambda used: _fit_choice([(x[:, used], right) for x, right in groups]), signs) / scale


def _with_signs(fit: Callable[[NDArray[np.bool_]], Floats], signs: NDArray[np.int_]) -> Floats:
    """Fit, and leave out what comes out against its meaning, until nothing does.

    Correlated features otherwise get weights that explain the data at hand by differences nobody meant.
    """
    used = np.ones(len(signs), dtype=bool)
    while True:
        weights = np.zeros(len(signs))
        weights[used] = fit(used)
        against = weights * signs < 0
        if not against.any():
            return weights
        used &= weights * signs > np.where(against, weights * signs, 0).min() / 2


def _fit_choice(groups: Sequence[tuple[Floats, NDArray[np.bool_]]]) -> Floats:
    size = groups[0][0].shape[1]
    weights = np.zeros(size)
    for _ in range(30):
        gradient, hessian = -SCORE_PENALTY * weights, SCORE_PENALTY * np.eye(size)
        for features, right in groups:
            shares = softmax(features @ weights)
            target = shares * right / (shares * right).sum()
            mean, wanted = shares @ features, target @ features
            gradient += wanted - mean
            # Gauss-Newton: the convex part of the curvature, which keeps every step an ascent.
            hessian += (features * shares[:, None]).T @ features - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        reached = _likelihood(groups, weights)
        while _likelihood(groups, weights + step) < reached and np.abs(step).max() > TOLERANCE:
            step /= 2
        weights += step
        if np.abs(step).max() < TOLERANCE:
            break
    return weights


def _likelihood(groups: Sequence[tuple[Floats, NDArray[np.bool_]]], weights: Floats) -> float:
    penalty = SCORE_PENALTY / 2 * float(weights @ weights)
    chances = [max(1e-300, float(softmax(features @ weights)[right].sum())) for features, right in groups]
    return float(np.log(chances).sum()) - penalty


def fit_logistic(features: Floats, target: Floats, counted: Floats) -> tuple[Floats, float]:
    """Weights and bias of a penalised logistic regression; `counted` says how much each row counts."""
    center, scale = features.mean(0), features.std(0) + 1e-9
    standard = (features - center) / scale
    signs = np.array([CONFIDENCE_SIGNS[name] for name in CONFIDENCE_NAMES])
    plain = _with_signs(lambda used: _fit_binary(standard[:, used], target, counted)[:-1], signs)
    bias = float(_fit_binary(standard[:, plain != 0], target, counted)[-1])
    return plain / scale, bias - float(plain / scale @ center)


def _fit_binary(features: Floats, target: Floats, counted: Floats) -> Floats:
    """The weights, and last the bias."""
    rows = np.hstack([features, np.ones((len(features), 1))])
    penalty = np.diag([CONFIDENCE_PENALTY] * features.shape[1] + [1e-6])
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (counted * (target - probability)) - penalty @ weights
        hessian = (rows * (counted * probability * (1 - probability))[:, None]).T @ rows + penalty
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < TOLERANCE:
            break
    return weights


def softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max())
    shares: Floats = shifted / shifted.sum()
    return shares


def rescored(row: Labelled, weights: Floats) -> tuple[list[Scored], list[bool]]:
    """The candidates by these weights, best first, and which of them are right."""
    scores = row.features @ weights
    order = np.argsort(-scores, kind="stable")
    candidates = [row.candidates[i]._replace(score=float(scores[i])) for i in order]
    return candidates, [bool(row.right[i]) for i in order]


def values_of(row: Labelled, candidates: Sequence[Scored], unknown: float) -> tuple[float, ...]:
    rivals = [one.score for one in row.matcher.rivals(candidates)]
    best = candidates[0]
    return confidence_values(row.whole, best.evidence, row.closings[best.position], best.score, [*rivals, unknown])


def unknown_score(rows: Sequence[Labelled], weights: Floats) -> float:
    """The median score of the best rival: what the nearest other entry of a large knowledge base reaches."""
    best = []
    for row in rows:
        if row.candidates:
            rivals = row.matcher.rivals(rescored(row, weights)[0])
            best.append(max((one.score for one in rivals), default=0.0))
    return float(np.median(best))


def confidence_rows(rows: Sequence[Labelled], weights: Floats, unknown: float) -> tuple[Floats, Floats, Floats]:
    """The values of CONFIDENCE_NAMES, whether the best candidate is right, and how much the row counts."""
    features, target, counted = [], [], []
    for row in rows:
        if row.candidates:
            candidates, right = rescored(row, weights)
            features.append(values_of(row, candidates, unknown))
            target.append(float(right[0]))
            counted.append(row.weight)
    return np.array(features), np.array(target), np.array(counted)


def cross_validated(rows: Sequence[Labelled], scale: Floats) -> list[tuple[Labelled, float, int]]:
    """For each message, by models that have not seen it: the confidence, the rank of the first right one (or -1)."""
    order = np.random.default_rng(7).permutation(len(rows))
    results = []
    for fold in range(FOLDS):
        held = {int(i) for i in order[fold::FOLDS]}
        seen = [row for i, row in enumerate(rows) if i not in held]
        weights = fit_scores(seen, scale)
        unknown = unknown_score(seen, weights)
        confidence, bias = fit_logistic(*confidence_rows(seen, weights, unknown))
        for i in held:
            row = rows[i]
            if not row.candidates:
                results.append((row, 0.0, -1))
                continue
            candidates, right = rescored(row, weights)
            values = np.array(values_of(row, candidates, unknown))
            sure = 1 / (1 + np.exp(-(values @ confidence + bias)))
            results.append((row, float(sure), right.index(True) if True in right else -1))
    return results


def report(results: Sequence[tuple[Labelled, float, int]]) -> None:
    positives = [(sure, rank) for row, sure, rank in results if row.positive]
    print(f"messages {len(results)}, errors with an entry {len(positives)}")
    for limit in (1, 3) if positives else ():
        print(f"recall@{limit} {sum(0 <= rank < limit for _, rank in positives) / len(positives):.3f}")
    print("threshold  answers right  coverage  false answers on silence")
    for threshold in (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        answered = [(row, rank) for row, sure, rank in results if sure >= threshold]
        right = sum(rank == 0 for _, rank in answered)
        wrong: dict[str, int] = {}
        for row, _ in answered:
            if not row.positive:
                wrong[row.kind] = wrong.get(row.kind, 0) + 1
        print(
            f"{threshold:9.2f}  {right / max(1, len(answered)):13.3f}  {right / max(1, len(positives)):8.3f}  {wrong}"
        )
    print("reliability: stated confidence against share right")
    for low in np.arange(0, 1, 0.1):
        inside = [(sure, rank == 0) for _, sure, rank in results if low <= sure < low + 0.1]
        if inside:
            stated, observed = np.mean([sure for sure, _ in inside]), np.mean([right for _, right in inside])
            print(f"  {low:.1f}–{low + 0.1:.1f}  n={len(inside):3}  stated {stated:.2f}  observed {observed:.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--entries", action="append", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="write bot/matching/weights.json")
    arguments = parser.parse_args()
    own = own_cases(Matcher(load_entries([BUNDLED]).entries))
    rows = [*read(arguments.labelled, Matcher(load_entries(arguments.entries).entries)), *own]
    scale = np.vstack([row.features for row in rows]).std(0) + 1e-9
    results = cross_validated(rows, scale)
    for file in arguments.labelled:
        ids = {json.loads(line)["id"] for line in file.read_text("utf-8").splitlines()}
        print(f"== {file.name}, {FOLDS}-fold over all messages")
        report([result for result in results if result[0].case_id in ids and result[0].matcher is rows[0].matcher])
    print("== bundled entries: their examples and counterexamples, messages that deserve silence")
    report([result for result in results if result[0].matcher is own[0].matcher])
    weights = fit_scores(rows, scale)
    unknown = unknown_score(rows, weights)
    confidence, bias = fit_logistic(*confidence_rows(rows, weights, unknown))
    model = Model(
        dict(zip(NAMES, np.round(weights, 4).tolist(), strict=True)),
        dict(zip(CONFIDENCE_NAMES, np.round(confidence, 4).tolist(), strict=True)),
        round(bias, 4),
        round(unknown, 4),
    )
    written = {
        "fitted_on": [file.name for file in arguments.labelled],
        "score": model.score_weights,
        "confidence": model.confidence_weights,
        "confidence_bias": model.confidence_bias,
        "unknown_score": model.unknown_score,
    }
    print(json.dumps(written, indent=2))
    if arguments.write:
        WEIGHTS.write_text(json.dumps(written, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
