"""Writes the sample: `python data/sample/make/make_sample.py`, from the repository's root or anywhere else.

The drawn dialogues come from the grammar that the tiny models were trained on, so these can summarise them.
"""

import csv
import json
import random
import sys
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SAMPLE.parent.parent / "models" / "make"))

from grammar import draw, read_grammar  # noqa: E402
from handwritten import read_handwritten  # noqa: E402
from systems import SYSTEMS, summarise  # noqa: E402

SEED = 20
TURNS = range(4, 13)


# Share of common runs of five characters from which a dialogue counts as one of another set; `hapui run` refuses 0.7.
ALIKE = 0.55


def runs_of(dialogue: str) -> set:
    """The runs of five characters of a dialogue."""
    text = " ".join(dialogue.split())
    return {text[start : start + 5] for start in range(len(text) - 4)}


def is_alike(dialogue: str, others: list) -> bool:
    """Whether a dialogue is nearly one of the others, which are given by their runs."""
    own = runs_of(dialogue)
    return any(len(own & other) >= ALIKE * len(own | other) for other in others)


def drawn_items(rng: random.Random, language: str, count: int, others: list) -> list:
    """As many items as asked for, every situation about as often, no dialogue twice, none like those of other sets."""
    grammar, items, seen = read_grammar(language), [], set()
    while len(items) < count:
        situation = grammar.situations[len(items) % len(grammar.situations)]
        example = draw(rng, grammar, situation)
        if len(example.turns) in TURNS and example.dialogue not in seen and not is_alike(example.dialogue, others):
            seen.add(example.dialogue)
            items.append(summarise(rng, language, grammar, example))
    return items


def make_set(rng: random.Random, language: str, drawn: int, handwritten: list, others: list = ()) -> list:
    """Drawn and hand-written items, shuffled together."""
    items = drawn_items(rng, language, drawn, [runs_of(item.dialogue) for item in others]) + handwritten
    rng.shuffle(items)
    return items


def write_csv(path: Path, header: tuple, rows: list, delimiter: str = ",", excel: bool = False) -> None:
    """A CSV file; `excel` writes what Excel saves: a byte order mark and CRLF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n" if excel else "\n")
        writer.writerows([header, *rows])


def write_lines(path: Path, lines: list) -> None:
    """A text file with one line an item."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line + "\n" for line in lines), "utf-8")


def system_rows(items: list, prefix: str, system: str) -> list:
    """(id, text) of the rows that the system has."""
    return [(f"{prefix}_{n}", item.texts[system]) for n, item in enumerate(items) if system in item.texts]


def write_korean(rng: random.Random, items: list, prefix: str, dataset: str, folder: str) -> None:
    """A Korean set as CSV, each system's file with a habit of its own: order of rows, of columns, Excel's marks."""
    rows = [(f"{prefix}_{n}", item.dialogue, item.reference, item.topic) for n, item in enumerate(items)]
    write_csv(SAMPLE / "ko" / dataset, ("fname", "dialogue", "summary", "topic"), rows)
    for system in SYSTEMS:
        texts = system_rows(items, prefix, system)
        if system == "brief":
            rng.shuffle(texts)
        header = ("fname", "summary")
        if system == "fluent":
            texts, header = [(text, name) for name, text in texts], ("summary", "fname")
        write_csv(SAMPLE / "ko" / folder / f"{system}.csv", header, texts, excel=system == "careful")


def write_english(items: list) -> None:
    """The English set, each file in another of the formats that are read."""
    folder = SAMPLE / "en"
    rows = [
        {"fname": f"en_{n}", "dialogue": item.dialogue, "summary": item.reference, "topic": item.topic}
        for n, item in enumerate(items)
    ]
    write_lines(folder / "dialogues.jsonl", [json.dumps(row) for row in rows])
    texts = {system: system_rows(items, "en", system) for system in SYSTEMS}
    write_csv(folder / "systems" / "baseline.csv", ("fname", "summary"), texts["baseline"])
    write_csv(folder / "systems" / "brief.tsv", ("fname", "summary"), texts["brief"], delimiter="\t")
    write_lines(folder / "systems" / "fluent.txt", [text for _, text in texts["fluent"]])
    careful = [json.dumps({"id": name, "summary": text}) for name, text in texts["careful"]]
    write_lines(folder / "systems" / "careful.jsonl", careful)


def fault_rows(name: str, prefix: str, items: list) -> list:
    """(set, system, id, fault) of every fault, equal texts of two systems among them."""
    rows = []
    for n, item in enumerate(items):
        texts = list(item.texts.values())
        for system in SYSTEMS:
            text = item.texts.get(system)
            faults = [fault for fault in item.faults[system] if fault != "duplicate"]
            if text and texts.count(text) > 1:
                faults.append("duplicate")
            rows += [(name, system, f"{prefix}_{n}", fault) for fault in faults]
    return rows


def main() -> None:
    """Makes the three sets and the list of their faults."""
    rng = random.Random(SEED)
    korean = make_set(rng, "ko", 48, read_handwritten("ko"))
    labelled = make_set(rng, "ko", 120, [], others=korean)
    english = make_set(rng, "en", 20, read_handwritten("en"))
    write_korean(rng, korean, "ko", "dialogues.csv", "systems")
    write_korean(rng, labelled, "labelled", "labelled.csv", "labelled-systems")
    write_english(english)
    faults = [
        *fault_rows("ko", "ko", korean),
        *fault_rows("ko-labelled", "labelled", labelled),
        *fault_rows("en", "en", english),
    ]
    write_csv(SAMPLE / "faults.csv", ("set", "system", "fname", "fault"), faults)


if __name__ == "__main__":
    main()
