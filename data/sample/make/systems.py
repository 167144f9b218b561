"""The four imagined systems: which wordings each prefers, and how often each goes wrong in which way."""

import random
from dataclasses import dataclass

from faults import TEXT_FAULTS, wrong_value
from grammar import Example, Grammar, fill
from handwritten import Item
from wordings import reword


@dataclass(frozen=True)
class System:
    """Weights of the outcome's wordings, and chances; `follows`: of taking what is salient in the dialogue instead."""

    wordings: tuple
    follows: float
    rewords: float
    second_sentence: float
    wrong_value: float
    missing_row: float
    text_faults: dict


SYSTEMS = {
    "baseline": System(
        (3, 3, 3), 0.5, 0.5, 0.05, 0.22, 0, {"truncated": 0.07, "damaged-tag": 0.04, "wrong-tag": 0.03, "empty-cell": 0.03}
    ),
    "brief": System((2, 4, 4), 0.5, 0.3, 0, 0.1, 0.07, {"literal-newline": 0.03, "truncated": 0.03}),
    "fluent": System((6, 3, 1), 0.5, 0.25, 0.1, 0.3, 0, {"prefix": 0.06, "literal-newline": 0.03, "wrong-tag": 0.02}),
    "careful": System((4, 4, 2), 0.5, 0.35, 0.25, 0.1, 0.01, {"over-long": 0.05, "damaged-tag": 0.03}),
}

REFERENCE = System((4, 3, 2), 0.6, 0.3, 0.1, 0, 0, {})

# How often the first, second and third wording says what matters most in a dialogue.
SALIENCE = (5, 3, 2)


@dataclass(frozen=True)
class Task:
    """A drawn dialogue to summarise; `salient` is the wording that says what matters most in it."""

    language: str
    grammar: Grammar
    example: Example
    salient: int


def write_summary(rng: random.Random, task: Task, system: System) -> tuple:
    """One system's summary, and the faults in it; None where the row is missing."""
    if rng.random() < system.missing_row:
        return None, ["missing-row"]
    templates = task.example.outcome.summaries
    order = wording_order(rng, system.wordings, len(templates))
    if rng.random() < system.follows:
        order.sort(key=lambda place: place != task.salient)
    count = 2 if rng.random() < system.second_sentence else 1
    values, faults = task.example.values, []
    if rng.random() < system.wrong_value:
        values, fault = wrong_value(rng, task.grammar, task.example, templates[order[0]])
        faults.append(fault)
    text = " ".join(fill(templates[place], values) for place in order[:count])
    text = reword(rng, task.language, text, system.rewords)
    return damage(rng, task.language, text, system, faults)


def wording_order(rng: random.Random, weights: tuple, count: int) -> list:
    """The wordings' places, drawn one after another by weight."""
    left, order = list(range(count)), []
    while left:
        place = rng.choices(left, [weights[n] for n in left])[0]
        order.append(place)
        left.remove(place)
    return order


def damage(rng: random.Random, language: str, text: str, system: System, faults: list) -> tuple:
    """At most one fault of the text itself, where the text has something to damage."""
    for fault, chance in system.text_faults.items():
        if rng.random() >= chance:
            continue
        damaged = TEXT_FAULTS[fault](rng, language, text)
        if damaged != text:
            return damaged, [fault] if fault == "empty-cell" else [*faults, fault]
    return text, faults


def summarise(rng: random.Random, language: str, grammar: Grammar, example: Example) -> Item:
    """The drawn dialogue as an item: a reference without faults and every system's text."""
    item = Item(example.situation.topic, example.dialogue)
    count = len(example.outcome.summaries)
    task = Task(language, grammar, example, rng.choices(range(count), SALIENCE[:count])[0])
    item.reference, _ = write_summary(rng, task, REFERENCE)
    for name, system in SYSTEMS.items():
        text, item.faults[name] = write_summary(rng, task, system)
        if text is not None:
            item.texts[name] = text
    return item
