"""What the three loaders' scripts share: a small tokenizer with a chat template, and cases in, answers out.

Called as `python trl_loader.py cases.json`; `cases.json` is a list of {"name", "format", "folder", "file", "max_tokens"}.
Writes one JSON line a case: {"name", "rows": [...]} or {"name", "error"}; or {"skipped"} where a package is absent.
"""

import json
import logging
import os
import sys
import tempfile

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("DISABLE_VERSION_CHECK", "1")
os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="hapui-interop-")

CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def tokenizer(template=CHATML):
    """A token a byte, so that texts come back as they were."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    inner = Tokenizer(models.BPE(vocab={piece: i for i, piece in enumerate(alphabet)}, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens([AddedToken(t, special=True) for t in ("<|im_start|>", "<|im_end|>", "</s>", "<pad>")])
    result = PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="</s>", pad_token="<pad>")
    result.chat_template = template
    return result


def decode(tok, ids):
    return tok.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)


def load(path, cache=None):
    """As `load_dataset("json", …)` does for whoever trains."""
    import datasets

    datasets.disable_progress_bars()
    return datasets.load_dataset("json", data_files=path, split="train", cache_dir=cache or tempfile.mkdtemp())


def main(read):
    logging.disable(logging.CRITICAL)
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the packages print must not mix with the answers
    with open(sys.argv[1], encoding="utf-8") as f:
        cases = json.load(f)
    for case in cases:
        try:
            answer = {"rows": read(case)}
        except BaseException as error:  # noqa: BLE001: whatever stops the loader is the answer
            cause = error.__cause__ or error
            answer = {"error": f"{type(cause).__name__}: {str(cause)[:200]}"}
        out.write(json.dumps({"name": case["name"], **answer}) + "\n")
        out.flush()


def skip(error):
    print(json.dumps({"skipped": str(error)}))
    sys.exit(0)
