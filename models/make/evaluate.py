"""How often a model's first beam is a right summary of a new dialogue: `python evaluate.py FOLDER [fp32|int8]`.

Draws 60 dialogues that training never saw and decodes 4 beams through ONNX Runtime. A text is right when it equals one of the
summaries that the grammar allows for the dialogue, but for spaces.
"""

import random
import sys
from pathlib import Path

import onnxruntime
from optimum.onnxruntime import ORTModelForSeq2SeqLM
from transformers import PreTrainedTokenizerFast

from grammar import draw, read_grammar

COUNT = 60
BEAMS = 4
BATCH = 20
SEED = 999
PREFIX = {"bart": "", "t5": "summarize: "}


def load(folder: Path, dtype: str) -> ORTModelForSeq2SeqLM:
    """The model whose files have the dtype's suffix, on one thread; the loader finds the merged decoder by itself."""
    suffix = "" if dtype == "fp32" else f"_{dtype}"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return ORTModelForSeq2SeqLM.from_pretrained(
        folder,
        encoder_file_name=f"encoder_model{suffix}.onnx",
        use_cache=True,
        use_merged=True,
        session_options=options,
    )


def generate(model: ORTModelForSeq2SeqLM, tokenizer: PreTrainedTokenizerFast, dialogues: list) -> list:
    """Every dialogue's beams as texts; speakers' tags are special tokens, so only the outer ones are cut off."""
    prefix = PREFIX[model.config.model_type]
    source = tokenizer([prefix + text for text in dialogues], padding=True, return_tensors="pt")
    rows = model.generate(
        input_ids=source.input_ids,
        attention_mask=source.attention_mask,
        num_beams=BEAMS,
        num_return_sequences=BEAMS,
        max_new_tokens=60,
        length_penalty=1.0,
        early_stopping=True,
    )
    frame = {tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id}
    texts = [tokenizer.decode([token for token in row.tolist() if token not in frame]) for row in rows]
    return [texts[start : start + BEAMS] for start in range(0, len(texts), BEAMS)]


def right(text: str, summaries: list) -> bool:
    """Whether the text is one of the summaries, but for spaces."""
    return text.replace(" ", "") in {summary.replace(" ", "") for summary in summaries}


def main(folder: Path, dtype: str) -> None:
    """Prints the shares and every wrong first beam."""
    model, tokenizer = load(folder, dtype), PreTrainedTokenizerFast.from_pretrained(folder)
    rng, beams, hits = random.Random(SEED), [], []
    grammars = [read_grammar(language) for language in ("ko", "en")]
    examples = [draw(rng, grammars[n % 2]) for n in range(COUNT)]
    for start in range(0, COUNT, BATCH):
        beams += generate(model, tokenizer, [example.dialogue for example in examples[start : start + BATCH]])
    for example, texts in zip(examples, beams):
        hits.append([right(text, example.summaries) for text in texts])
        if not hits[-1][0]:
            print(f"wrong: {texts[0]}\n  for: {example.summaries[0]}")
    first, every = sum(hit[0] for hit in hits), sum(map(sum, hits))
    korean = sum(hit[0] for hit in hits[::2])
    distinct = sum(len(set(texts)) for texts in beams) / COUNT
    print(
        f"{folder.name} {dtype}: first beam right in {first} of {COUNT} (Korean {korean} of {COUNT // 2}), "
        f"{100 * every / (COUNT * BEAMS):.0f} % of all beams, {distinct:.1f} distinct beams"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "int8")
