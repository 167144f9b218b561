"""Korean particles: which of two forms follows a word depends on its last sound."""

# Each pair is (after a consonant, after a vowel); a template names the first form.
PAIRS = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "이에요": ("이에요", "예요"),
    "이라": ("이라", "라"),
    "이래": ("이래", "래"),
    "아": ("아", "야"),
}

# Days that stand without 에 in a sentence ("내일 만나요", never "내일에 만나요").
BARE_DAYS = ("내일", "모레", "오늘", "어제", "그저께")

# The final consonant of a digit's Korean name: 0 영, 1 일, 2 이, …; the 8 is ㄹ as in Unicode's order of finals.
DIGIT_FINALS = (21, 8, 0, 16, 0, 0, 1, 8, 8, 0)


def final_consonant(word: str) -> int:
    """Index of the word's last final consonant in Unicode's order; 0 when it ends in a vowel."""
    last = word.rstrip("#")[-1]
    if last.isdigit():
        return DIGIT_FINALS[int(last)]
    offset = ord(last) - 0xAC00
    return offset % 28 if 0 <= offset < 11172 else 0


def attach(word: str, particle: str) -> str:
    """The word with the form of the particle that its last sound asks for."""
    if particle == "에":
        return word if word.endswith(BARE_DAYS) else word + "에"
    final = final_consonant(word)
    if particle == "로":
        return word + ("로" if final in (0, 8) else "으로")
    after_consonant, after_vowel = PAIRS[particle]
    return word + (after_consonant if final else after_vowel)
