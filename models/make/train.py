"""Trains one tiny model from scratch on one core: `python train.py KIND BUILD STEPS` (KIND: bart or t5).

Reads BUILD/tokenizer-KIND, writes BUILD/KIND. The number of steps, not the clock, ends it, so that a run can be repeated.
"""

import json
import math
import sys
import time
from pathlib import Path

import torch
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from examples import Examples

BATCH = 32
PREFIX = {"bart": "", "t5": "summarize: "}
WARMUP_STEPS = 300
# Batches drawn together and cut by length: less padding.
BUCKET = 8


def bart(vocabulary: int) -> BartForConditionalGeneration:
    """2 + 2 layers of width 160; starts with </s> and is forced to end with it, as KoBART."""
    return BartForConditionalGeneration(
        BartConfig(
            vocab_size=vocabulary,
            d_model=160,
            encoder_layers=2,
            decoder_layers=2,
            encoder_attention_heads=4,
            decoder_attention_heads=4,
            encoder_ffn_dim=640,
            decoder_ffn_dim=640,
            max_position_embeddings=514,
            dropout=0.0,
            attention_dropout=0.0,
            activation_dropout=0.0,
            init_std=0.05,
            bos_token_id=0,
            eos_token_id=1,
            pad_token_id=3,
            decoder_start_token_id=1,
            forced_bos_token_id=None,
            forced_eos_token_id=1,
        )
    )


def t5(vocabulary: int) -> T5ForConditionalGeneration:
    """2 + 2 layers of width 160 with T5's relative positions."""
    return T5ForConditionalGeneration(
        T5Config(
            vocab_size=vocabulary,
            d_model=160,
            d_kv=40,
            d_ff=640,
            num_layers=2,
            num_decoder_layers=2,
            num_heads=4,
            relative_attention_num_buckets=32,
            dropout_rate=0.0,
            feed_forward_proj="relu",
            tie_word_embeddings=True,
            pad_token_id=0,
            eos_token_id=1,
            decoder_start_token_id=0,
        )
    )


def optimizer(kind: str, model: torch.nn.Module) -> torch.optim.Optimizer:
    """AdamW; T5 is initialised with large embeddings and small queries, so each gets a rate of its own size."""
    if kind == "bart":
        groups = [{"params": list(model.parameters()), "rate": 2e-3}]
    else:
        small, large, others = [], [], []
        for name, weight in model.named_parameters():
            group = large if name.startswith("shared") else small if name.endswith(".q.weight") else others
            group.append(weight)
        groups = [
            {"params": large, "rate": 1e-2},
            {"params": others, "rate": 2e-3},
            {"params": small, "rate": 5e-4},
        ]
    return torch.optim.AdamW(groups, lr=1.0, betas=(0.9, 0.98), weight_decay=0.01)


def schedule(step: int, steps: int) -> float:
    """Linear warm-up, flat until half of the steps, then a cosine down to 2 %."""
    done = step / steps
    fall = 1.0 if done < 0.5 else 0.5 * (1 + math.cos(math.pi * (done - 0.5) / 0.5))
    return min(1.0, (step + 1) / WARMUP_STEPS) * max(0.02, fall)


def batches(kind: str, tokenizer: PreTrainedTokenizerFast, seed: int):
    """Endless batches of similar lengths."""
    examples = Examples(seed)
    while True:
        drawn = sorted(examples.take(BATCH * BUCKET), key=lambda example: len(example.dialogue))
        order = list(range(BUCKET))
        examples.rng.shuffle(order)
        for place in order:
            yield encode(kind, tokenizer, drawn[place * BATCH : (place + 1) * BATCH])


def encode(kind: str, tokenizer: PreTrainedTokenizerFast, examples: list) -> dict:
    """Padded ids of the dialogues; labels with padding left out of the loss."""
    source = tokenizer([PREFIX[kind] + example.dialogue for example in examples], padding=True, return_tensors="pt")
    target = tokenizer([example.summary for example in examples], padding=True, return_tensors="pt")
    # KoBART's labels have no <s>: the decoder starts with </s>.
    labels = target.input_ids[:, 1:].clone() if kind == "bart" else target.input_ids.clone()
    labels[labels == tokenizer.pad_token_id] = -100
    return {"input_ids": source.input_ids, "attention_mask": source.attention_mask, "labels": labels}


def train(kind: str, build: Path, steps: int) -> None:
    """Trains and saves the model with its tokenizer and a note of what was done."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(build / f"tokenizer-{kind}")
    model = {"bart": bart, "t5": t5}[kind](-(-len(tokenizer) // 8) * 8)
    tune = optimizer(kind, model)
    started, average, feed = time.process_time(), None, batches(kind, tokenizer, 11)
    for step in range(steps):
        for group in tune.param_groups:
            group["lr"] = group["rate"] * schedule(step, steps)
        loss = model(**next(feed)).loss
        tune.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        tune.step()
        average = loss.item() if average is None else 0.95 * average + 0.05 * loss.item()
        if (step + 1) % 50 == 0:
            print(f"step {step + 1} loss {average:.3f} after {time.process_time() - started:.0f} s of CPU", flush=True)
    model.eval().save_pretrained(build / kind)
    tokenizer.save_pretrained(build / kind)
    note = {"steps": steps, "batch": BATCH, "loss": round(average, 4), "cpu_seconds": round(time.process_time() - started)}
    (build / kind / "train.json").write_text(json.dumps(note) + "\n")


if __name__ == "__main__":
    train(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
