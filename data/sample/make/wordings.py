"""Other ways to say a summary's usual phrases, so that no two writers always use the same words."""

import random

KOREAN = {
    "두 사람은": "둘은",
    "만나기로 합니다": "만나기로 약속합니다",
    "돌려주기로 합니다": "돌려줄 예정입니다",
    "하기로 합니다": "하기로 정합니다",
    "알려 줍니다": "설명합니다",
    "말합니다": "이야기합니다",
    "다고 합니다": "다고 말합니다",
    "라고 합니다": "라고 말합니다",
    "주문합니다": "시킵니다",
    "추천합니다": "권합니다",
    "추천해서": "권해서",
    "거절합니다": "안 된다고 합니다",
    "부탁합니다": "이야기합니다",
    "하려고 하지만": "하고 싶어 하지만",
    "바뀌었다고": "변경되었다고",
    "바뀌었고": "변경되었고",
    "바뀌었습니다": "변경되었습니다",
    "등록합니다": "등록하기로 합니다",
    "예약합니다": "예약해 둡니다",
    "예매합니다": "삽니다",
    "사과합니다": "미안하다고 합니다",
    "경력이 있습니다": "일한 경험이 있습니다",
    "빌려줍니다": "빌려주기로 합니다",
    "병원에 왔고": "병원을 찾았고",
    "고장 나서": "작동하지 않아서",
    "참석할 수 없습니다": "참석하지 못합니다",
    "맡기기로 합니다": "맡깁니다",
    "돌려줘야 합니다": "반납해야 합니다",
    "늦었다고": "늦게 왔다고",
}

ENGLISH = {
    "is broken": "does not work",
    "books a": "reserves a",
    "can not": "is not able to",
    "wants to": "would like to",
    " because ": " as ",
    "asks the way to": "asks for directions to",
    "suggests": "proposes",
    "will send someone": "is going to send someone",
    "lends": "agrees to lend",
    "sold out": "not available any more",
    "buys": "gets",
    "plan to go": "agree to go",
    "will meet": "are going to meet",
    "was moved": "was changed",
    "is angry": "gets angry",
    "signs up for": "registers for",
    "recommends": "praises",
}

PHRASES = {"ko": KOREAN, "en": ENGLISH}


def reword(rng: random.Random, language: str, text: str, chance: float) -> str:
    """The text with each known phrase replaced at the given chance."""
    for usual, other in PHRASES[language].items():
        if usual in text and rng.random() < chance:
            text = text.replace(usual, other)
    return text
