"""Scores of the Korean sample's systems and of a plain consensus: `python score.py [character|morpheme]`.

Mean F1 of ROUGE-1, -2 and -L by the package rouge 1.0.1, times 100; a missing or empty text scores 0. The consensus takes
the text with the largest sum of scores against the other systems' texts. Morphemes need kiwipiepy.
"""

import csv
import sys
from collections.abc import Callable
from pathlib import Path

from rouge import Rouge

KOREAN = Path(__file__).resolve().parent.parent / "ko"
SETS = {"dialogues.csv": "systems", "labelled.csv": "labelled-systems"}


def tokenizer(name: str) -> Callable[[str], str]:
    """A function that puts a space between tokens."""
    if name == "character":
        return lambda text: " ".join("".join(text.split()))
    from kiwipiepy import Kiwi

    kiwi = Kiwi()
    return lambda text: " ".join(token.form for token in kiwi.tokenize(text))


def read_summaries(path: Path) -> dict:
    """Texts by id."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["fname"]: row["summary"] for row in csv.DictReader(file)}


def mean_f(scorer: Rouge, hypothesis: str, reference: str) -> float:
    """The mean of the three F1."""
    return sum(part["f"] for part in scorer.get_scores(hypothesis, reference)[0].values()) / 3


def score(scorer: Rouge, reference: str, texts: dict) -> dict:
    """Scores of each system's text, of the consensus and of the best."""
    scores = {name: mean_f(scorer, text, reference) for name, text in texts.items()}
    votes = {
        name: sum(mean_f(scorer, text, other) for rival, other in texts.items() if rival != name)
        for name, text in texts.items()
    }
    return {**scores, "consensus": scores[max(votes, key=votes.get)], "oracle": max(scores.values())}


def main(name: str) -> None:
    """Prints a line a set."""
    split, scorer = tokenizer(name), Rouge(metrics=["rouge-1", "rouge-2", "rouge-l"])
    for dataset, folder in SETS.items():
        references = read_summaries(KOREAN / dataset)
        systems = {path.stem: read_summaries(path) for path in sorted((KOREAN / folder).glob("*.csv"))}
        totals = dict.fromkeys([*systems, "consensus", "oracle"], 0.0)
        for key, reference in references.items():
            texts = {system: split(rows[key]) for system, rows in systems.items() if rows.get(key)}
            for column, value in score(scorer, split(reference), texts).items():
                totals[column] += 100 * value / len(references)
        print(name, dataset, *(f"{column} {value:.2f}" for column, value in totals.items()))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "character")
