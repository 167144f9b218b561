"""Reads the hand-written dialogues, their references and their systems' texts."""

import re
from dataclasses import dataclass, field
from pathlib import Path

TURN = re.compile(r"([12]): (.*)")
SUMMARY = re.compile(r"(\w+)(?: \{([\w-]+)\})?:(?: (.*))?")


@dataclass
class Item:
    """One dialogue of the sample with its reference and, by system, the text and the faults that are in it."""

    topic: str
    dialogue: str = ""
    reference: str = ""
    texts: dict = field(default_factory=dict)
    faults: dict = field(default_factory=dict)


def read_handwritten(language: str) -> list:
    """The items of `handwritten-<language>.txt`."""
    items = []
    for line in (Path(__file__).parent / f"handwritten-{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            items.append(Item(line[3:]))
        elif match := TURN.fullmatch(line):
            turn = f"#Person{match[1]}#: {match[2]}"
            items[-1].dialogue += ("\n" if items[-1].dialogue else "") + turn
        elif match := SUMMARY.fullmatch(line):
            add_summary(items[-1], *match.groups())
    return items


def add_summary(item: Item, system: str, fault: str | None, text: str | None) -> None:
    """Stores a reference, or a system's text with its fault; a missing row has no text at all."""
    if system == "ref":
        item.reference = text
        return
    if fault != "missing-row":
        item.texts[system] = text or ""
    item.faults[system] = [fault] if fault else []
