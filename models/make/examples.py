"""An endless seeded stream of (dialogue, summary) pairs in both languages, half of them Korean."""

import random

from grammar import Example, draw, read_grammar

LANGUAGES = ("ko", "en")


class Examples:
    """Draws examples of both grammars from one seed."""

    def __init__(self, seed: int):
        self.rng = random.Random(seed)
        self.grammars = [read_grammar(language) for language in LANGUAGES]

    def next(self) -> Example:
        """The next example, Korean or English at even odds."""
        return draw(self.rng, self.rng.choice(self.grammars))

    def take(self, count: int) -> list:
        """The next `count` examples."""
        return [self.next() for _ in range(count)]
