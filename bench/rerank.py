"""Makes the models of bench/rerank.mjs: encoders of MiniLM's size with random weights, beside the small tokenizer of the tests.

    python bench/rerank.py FOLDER

Needs torch, transformers and onnx.
"""
import json
import os
import shutil
import sys

import torch
from transformers import AutoModel, AutoModelForSequenceClassification, XLMRobertaConfig

target = sys.argv[1]
fixtures = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../test/fixtures/encoders")
config = XLMRobertaConfig(
    vocab_size=700, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
    max_position_embeddings=514, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2, num_labels=1,
)


class Plain(torch.nn.Module):
    def __init__(self, model, output):
        super().__init__()
        self.model, self.output = model, output

    def forward(self, input_ids, attention_mask):
        return getattr(self.model(input_ids=input_ids, attention_mask=attention_mask), self.output)


for name, auto, output in (
    ("pair-xlmr", AutoModelForSequenceClassification, "logits"),
    ("embed-xlmr", AutoModel, "last_hidden_state"),
):
    folder = os.path.join(target, name)
    shutil.copytree(os.path.join(fixtures, name), folder, dirs_exist_ok=True)
    torch.manual_seed(1)
    model = auto.from_config(config, attn_implementation="eager").eval()
    config.to_json_file(os.path.join(folder, "config.json"))
    settings = os.path.join(folder, "tokenizer_config.json")
    with open(settings, encoding="utf-8") as file:
        tokenizer = json.load(file)
    with open(settings, "w", encoding="utf-8") as file:
        json.dump({**tokenizer, "model_max_length": 512}, file)
    names = ["input_ids", "attention_mask"]
    axes = {0: "batch_size", 1: "sequence_length"}
    torch.onnx.export(
        Plain(model, output), tuple(torch.ones(2, 9, dtype=torch.int64) for _ in names), f"{folder}/model.onnx",
        dynamo=False, input_names=names, output_names=[output], opset_version=17,
        dynamic_axes={**{each: axes for each in names}, output: axes if output != "logits" else {0: "batch_size"}},
    )
