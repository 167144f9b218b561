"""Trains the two tokenizers on drawn dialogues: `python make_tokenizers.py BUILD` writes BUILD/tokenizer-{bart,t5}.

Every common Hangul syllable (the 2,350 of KS X 1001) and printable ASCII is in both, so any usual text encodes.
"""

import json
import sys
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from examples import Examples

SPEAKERS = [f"#Person{n}#" for n in range(1, 5)]
CORPUS_EXAMPLES = 8000


def alphabet() -> list:
    """Printable ASCII and the Hangul syllables of KS X 1001, read out of its rows in EUC-KR."""
    syllables = [bytes([row, cell]).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)]
    return [chr(code) for code in range(33, 127)] + syllables


def metaspace() -> dict:
    """The settings shared by the pre-tokenizer and the decoder."""
    return {"replacement": "▁", "prepend_scheme": "always"}


def special(texts: list) -> list:
    """Special tokens that are found in raw text, before normalisation."""
    return [AddedToken(text, normalized=False, special=True) for text in texts]


def bart_tokenizer(corpus: list) -> PreTrainedTokenizerFast:
    """Character BPE with KoBART's ids: <s> 0, </s> 1, <pad> 3, <unk> 5, <mask> 6."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(**metaspace())
    tokenizer.decoder = decoders.Metaspace(**metaspace())
    letters = alphabet()
    tokenizer.train_from_iterator(
        corpus,
        trainers.BpeTrainer(
            vocab_size=4000,
            special_tokens=["<s>", "</s>", "<usr>", "<pad>", "<sys>", "<unk>", "<mask>"],
            initial_alphabet=letters,
            limit_alphabet=4000,
        ),
    )
    tokenizer.add_special_tokens(special(SPEAKERS))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        additional_special_tokens=SPEAKERS,
        model_max_length=512,
        clean_up_tokenization_spaces=False,
    )


def t5_tokenizer(corpus: list) -> PreTrainedTokenizerFast:
    """Unigram with T5's ids: <pad> 0, </s> 1, <unk> 2, twenty sentinels at the end; speakers' tags are plain pieces."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(**metaspace())]
    )
    tokenizer.decoder = decoders.Metaspace(**metaspace())
    tokenizer.train_from_iterator(
        corpus,
        trainers.UnigramTrainer(vocab_size=1600, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>"),
    )
    tokenizer = with_letters(tokenizer)
    sentinels = [f"<extra_id_{n}>" for n in range(20)]
    tokenizer.add_special_tokens(special(sentinels))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        additional_special_tokens=sentinels,
        model_max_length=512,
        clean_up_tokenization_spaces=False,
    )


def with_letters(tokenizer: Tokenizer) -> Tokenizer:
    """The same unigram model with every missing letter, less likely than all its own pieces."""
    state = json.loads(tokenizer.to_str())
    vocabulary = state["model"]["vocab"]
    known = {piece for piece, _ in vocabulary}
    rare = min(score for _, score in vocabulary) - 2.0
    vocabulary += [[letter, rare] for letter in ["▁", *alphabet()] if letter not in known]
    state["model"]["unk_id"] = 2
    return Tokenizer.from_str(json.dumps(state))


def main(build: Path) -> None:
    """Trains and saves both."""
    corpus = [text for example in Examples(7).take(CORPUS_EXAMPLES) for text in (example.dialogue, example.summary)]
    for kind, make in (("bart", bart_tokenizer), ("t5", t5_tokenizer)):
        tokenizer = make(corpus)
        tokenizer.save_pretrained(build / f"tokenizer-{kind}")
        lengths = sorted(len(tokenizer(text).input_ids) for text in corpus[:2000:2])
        print(f"{kind}: {len(tokenizer)} tokens; dialogues of {lengths[500]} tokens (median), {lengths[-1]} at most")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
