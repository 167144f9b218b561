"""TRL's own preparation of a file: load_dataset, then what DPOTrainer, RewardTrainer and KTOTrainer do before training."""

import os
from types import SimpleNamespace

from common import decode, load, main, skip, tokenizer

try:
    import trl
    from trl import DPOTrainer, KTOTrainer, RewardTrainer
    from trl.trainer.dpo_trainer import DataCollatorForPreference
    from trl.trainer.reward_trainer import DataCollatorForPreference as RewardCollator
except ImportError as error:
    skip(error)


def args(case):
    return SimpleNamespace(
        dataset_num_proc=None,
        max_length=case.get("max_tokens") or 1024,
        truncation_mode="keep_start",
        per_device_train_batch_size=4,
    )


def dpo(case, data):
    tok = tokenizer() if case["format"] == "trl" else tokenizer(None)
    # what the constructor refuses before it prepares anything
    first = next(iter(data))
    if "image" in first or "images" in first:
        raise ValueError("vision dataset")
    done = DPOTrainer._prepare_dataset(SimpleNamespace(_tokenizer=tok), data, tok, args(case), "train")
    collator = DataCollatorForPreference(pad_token_id=tok.pad_token_id, max_length=args(case).max_length)
    rows = []
    for row in done:
        batch = collator([row])
        texts = []
        for i in range(2):
            ids = batch["input_ids"][i][batch["completion_mask"][i] == 1]
            texts.append(decode(tok, ids.tolist()))
        rows.append({"prompt": decode(tok, row["prompt_ids"]), "chosen": texts[0], "rejected": texts[1]})
    return rows


def reward(case, data):
    tok = tokenizer()
    done = RewardTrainer._prepare_dataset(SimpleNamespace(_tokenizer=tok), data, tok, args(case), "train")
    collator = RewardCollator(pad_token_id=tok.pad_token_id)
    rows = []
    for row in done:
        batch = collator([row])
        rows.append(
            {
                "chosen": decode(tok, row["chosen_ids"]),
                "rejected": decode(tok, row["rejected_ids"]),
                "margin": str(float(batch["margin"][0])) if "margin" in batch else None,
            }
        )
    return rows


def kto(case, data):
    tok = tokenizer()
    me = SimpleNamespace(_tokenizer=tok, calculate_KL=True, desirable_weight=1.0, undesirable_weight=1.0)
    done = KTOTrainer._prepare_dataset(me, data, tok, args(case), "train")
    return [
        {
            "prompt": decode(tok, row["prompt_ids"]),
            "completion": decode(tok, row["completion_ids"]),
            "label": bool(row["label"]),
        }
        for row in done
    ]


def read(case):
    data = load(os.path.join(case["folder"], case["file"]))
    kind = {"trl": dpo, "trl-standard": dpo, "reward": reward, "kto": kto}[case["format"]]
    return kind(case, data)


main(read)
