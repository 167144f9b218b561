"""Faults as they are seen in real systems' files: of the facts (in a template's slots) and of the text."""

import random
import re

from grammar import FIELD, Example, Grammar

TAG = re.compile(r"#Person([12])#")
NUMBER_LISTS = set("times meets meals late minutes rides rents prices bills years people nights".split())
DAY_LISTS = {"days", "past"}
PREFIX = {"ko": "요약: ", "en": "Summary: "}


def wrong_value(rng: random.Random, grammar: Grammar, example: Example, template: str) -> tuple[dict, str]:
    """The example's values with one that the template uses changed, and the fault's name."""
    used = {slot for slot, _ in FIELD.findall(template)}
    slots = [key for key in example.situation.slots if used & set(key.split("/"))]
    named = [key for key in ("P1", "P2") if key in used and not example.values[key].startswith("#")]
    choice = rng.choice(slots + named) if slots or named else None
    if choice is None or (not named and rng.random() < 0.1):
        swapped = {"P1": example.values["P2"], "P2": example.values["P1"]}
        return {**example.values, **swapped}, "wrong-speaker"
    words = grammar.words[example.situation.slots.get(choice, "names")]
    keys = choice.split("/")
    taken = set(example.values.values())
    word = rng.choice([word for word in words if word.split("/")[-1] not in taken])
    return {**example.values, **dict(zip(keys, word.split("/")))}, fault_of(example.situation.slots.get(choice, "names"))


def fault_of(words: str) -> str:
    """What a wrong word of the list is called."""
    if words == "names":
        return "wrong-name"
    return "wrong-day" if words in DAY_LISTS else "wrong-number" if words in NUMBER_LISTS else "wrong-fact"


def truncated(rng: random.Random, language: str, text: str) -> str:
    """Cut inside a word, as by a limit on tokens."""
    cuts = [n for n in range(len(text) // 2, len(text) - 3) if text[n - 1 : n + 1].isalpha()]
    return text[: rng.choice(cuts)] if cuts else text


def damaged_tag(rng: random.Random, language: str, text: str) -> str:
    """Speakers' tags spaced or cut, as by a tokenizer that knows no such token."""
    return TAG.sub(rng.choice([r"# Person \1 #", r"#Person\1", r"Person\1#", r"#person\1#"]), text)


def wrong_tag(rng: random.Random, language: str, text: str) -> str:
    """A speaker who is not there."""
    return TAG.sub("#Person3#", text, count=1)


def prefixed(rng: random.Random, language: str, text: str) -> str:
    """The heading that chat models like to add."""
    return PREFIX[language] + text


def over_long(rng: random.Random, language: str, text: str) -> str:
    """The same sentence again and again, as from a decoder in a loop."""
    return " ".join([text] * rng.randint(4, 6))


def literal_newline(rng: random.Random, language: str, text: str) -> str:
    r"""A backslash and an n instead of a space, as from text that was escaped twice."""
    spaces = [n for n, letter in enumerate(text) if letter == " "]
    place = rng.choice(spaces)
    return text[:place] + r"\n" + text[place + 1 :]


def emptied(rng: random.Random, language: str, text: str) -> str:
    """Nothing."""
    return ""


TEXT_FAULTS = {
    "truncated": truncated,
    "damaged-tag": damaged_tag,
    "wrong-tag": wrong_tag,
    "prefix": prefixed,
    "over-long": over_long,
    "literal-newline": literal_newline,
    "empty-cell": emptied,
}
