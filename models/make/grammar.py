"""Reads the situations of `situations/*.txt` and draws dialogues with their summaries from them.

The files' notation:
    name = word | word            a word list
    == id | topic | register      a situation; the register (polite, casual, en) picks greetings and how names are called
    slots: item=items b=items     one draw a slot; slots of one list never get the same word;
                                  say/do=list splits each word of the list at its / over two slots
    names: 2                      speakers who may be called by name, as {call2}; then {P2} is the name, not the tag
    1: text | text                a turn of speaker 1, one of several wordings
    ?1: text                      neighbouring lines with ? are one group that may be left out
    -- id                         an outcome: its turns follow the situation's own
    => text                       a summary of the outcome, one line a wording, the most usual one first
A template's {slot:particle} attaches a Korean particle (see particles.py).
"""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from particles import attach

FOLDER = Path(__file__).parent / "situations"
FIELD = re.compile(r"\{(\w+)(?::([^}]+))?\}")
TURN = re.compile(r"(\??)([12]): (.*)")
SUMMARY_WEIGHTS = (6, 2, 1, 1)


@dataclass
class Group:
    """Turns that come together; an optional group may be left out."""

    optional: bool
    turns: list = field(default_factory=list)


@dataclass
class Outcome:
    """How a situation may end: its turns and the wordings of its summary."""

    name: str
    groups: list = field(default_factory=list)
    summaries: list = field(default_factory=list)


@dataclass
class Situation:
    """A kind of dialogue: its slots, its first turns and its outcomes."""

    name: str
    topic: str
    register: str
    slots: dict = field(default_factory=dict)
    named: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    outcomes: list = field(default_factory=list)


@dataclass
class Example:
    """A drawn dialogue; `summaries` holds every right wording, `summary` the one drawn as the reference."""

    situation: Situation
    outcome: Outcome
    values: dict
    turns: list
    summaries: list
    summary: str

    @property
    def dialogue(self) -> str:
        """The turns, a line each, with their speakers' tags."""
        return "\n".join(f"#Person{speaker}#: {text}" for speaker, text in self.turns)


@dataclass
class Grammar:
    """One language's word lists and situations."""

    words: dict = field(default_factory=dict)
    situations: list = field(default_factory=list)


def add_turn(groups: list, optional: bool, turn: tuple, joined: bool) -> None:
    """Puts a turn into the last group, or into a new one where its kind differs or a blank line parts them."""
    if not joined or not groups or groups[-1].optional != optional:
        groups.append(Group(optional))
    groups[-1].turns.append(turn)


def read_grammar(language: str) -> Grammar:
    """The grammar of `situations/<language>.txt`."""
    grammar, joined = Grammar(), False
    for number, line in enumerate((FOLDER / f"{language}.txt").read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        try:
            read_line(grammar, line.strip(), joined)
        except (ValueError, IndexError) as error:
            raise ValueError(f"{language}.txt:{number}: cannot read {line!r}") from error
        joined = bool(line.strip())
    return grammar


def read_line(grammar: Grammar, line: str, joined: bool) -> None:
    """Adds one line of a grammar file to the grammar."""
    situation = grammar.situations[-1] if grammar.situations else None
    if not line:
        return
    if line.startswith("== "):
        name, topic, register = line[3:].split(" | ")
        grammar.situations.append(Situation(name, topic, register))
    elif line.startswith("slots: "):
        situation.slots = dict(part.split("=") for part in line[7:].split())
    elif line.startswith("names: "):
        situation.named = line[7:].split()
    elif line.startswith("-- "):
        situation.outcomes.append(Outcome(line[3:]))
    elif line.startswith("=> "):
        situation.outcomes[-1].summaries.append(line[3:])
    elif match := TURN.fullmatch(line):
        optional, speaker, texts = match.groups()
        place = situation.outcomes[-1] if situation.outcomes else situation
        add_turn(place.groups, bool(optional), (int(speaker), texts.split(" | ")), joined)
    else:
        name, words = line.split(" = ")
        grammar.words[name] = words.split(" | ")


def draw_values(rng: random.Random, grammar: Grammar, situation: Situation) -> dict:
    """A word for every slot, and how the speakers are called."""
    values, taken = {}, {}
    for slot, words in situation.slots.items():
        left = [word for word in grammar.words[words] if word not in taken.setdefault(words, [])]
        word = rng.choice(left)
        taken[words].append(word)
        values.update(zip(slot.split("/"), word.split("/")))
    names = rng.sample(grammar.words["names"], 2)
    for speaker in ("1", "2"):
        called = speaker in situation.named and rng.random() < 0.5
        values["P" + speaker] = names[int(speaker) - 1] if called else f"#Person{speaker}#"
        values["call" + speaker] = vocative(names[int(speaker) - 1], situation.register) if called else ""
    return values


def vocative(name: str, register: str) -> str:
    """A name as one calls it at the start of a sentence."""
    if register == "en":
        return name + ", "
    return (attach(name, "아") if register.startswith("casual") else name + " 씨") + ", "


def fill(template: str, values: dict) -> str:
    """The template with its slots filled and its particles attached; "nine a.m." at its end takes no second dot."""

    def value(match: re.Match) -> str:
        slot, particle = match.groups()
        return attach(values[slot], particle) if particle else values[slot]

    text = FIELD.sub(value, template).replace("..", ".")
    return text[0].upper() + text[1:]


def draw_turns(rng: random.Random, groups: list, values: dict) -> list:
    """Turns of the groups that are kept, each in one of its wordings."""
    turns = []
    for group in groups:
        if group.optional and rng.random() < 0.5:
            continue
        # An optional question's second wording has its own answer: the second one.
        aligned = rng.random()
        for speaker, texts in group.turns:
            place = aligned if group.optional else rng.random()
            turns.append((speaker, fill(texts[int(place * len(texts))], values)))
    return turns


def draw(rng: random.Random, grammar: Grammar, situation: Situation | None = None) -> Example:
    """One dialogue of the grammar (of the given situation, where there is one)."""
    situation = situation or rng.choice(grammar.situations)
    outcome = rng.choice(situation.outcomes)
    values = draw_values(rng, grammar, situation)
    turns = draw_turns(rng, situation.groups + outcome.groups, values)
    if turns[0][0] == 1:
        turns = greeting(rng, grammar, situation.register) + turns
    if rng.random() < 0.4:
        turns.append((3 - turns[-1][0], rng.choice(grammar.words["closing_" + situation.register])))
    summaries = [fill(text, values) for text in outcome.summaries]
    summary = rng.choices(summaries, SUMMARY_WEIGHTS[: len(summaries)])[0]
    return Example(situation, outcome, values, turns, summaries, summary)


def greeting(rng: random.Random, grammar: Grammar, register: str) -> list:
    """Half of the time a first exchange that says nothing, between people whose register has one."""
    openings = grammar.words.get("opening_" + register)
    if not openings or rng.random() < 0.5:
        return []
    opening, answer = rng.choice(openings).split(" / ")
    return [(1, opening), (2, answer)]


if __name__ == "__main__":
    import sys

    seeded, chosen = random.Random(1), read_grammar(sys.argv[1])
    for entry in chosen.situations:
        for _ in range(2):
            drawn = draw(seeded, chosen, entry)
            print(f"[{entry.name}/{drawn.outcome.name}]\n{drawn.dialogue}", *drawn.summaries, sep="\n => ")
