"""Axolotl's own path: the YAML, its dataset loading, `chat_template.default`, the filter of long rows."""

import os
from functools import partial

from common import CHATML, main, skip, tokenizer

try:
    import yaml
    from axolotl.prompt_strategies.dpo.chat_template import default
    from axolotl.utils.data.rl import _drop_long_sequences
    from axolotl.utils.data.shared import load_dataset_with_config
    from axolotl.utils.dict import DictDefault
    from axolotl.utils.schemas.enums import RLType
except ImportError as error:
    skip(error)

# as Llama 3 and Gemma do
TRIMMING = CHATML.replace("m['content']", "(m['content'] | trim)")


def read(case):
    os.chdir(case["folder"])
    with open("axolotl.yaml", encoding="utf-8") as f:
        cfg = DictDefault(yaml.safe_load(f))
    tok = tokenizer(TRIMMING if case.get("trimming") else CHATML)
    data = load_dataset_with_config(cfg.datasets[0], False, streaming=False)
    transform, kwargs = default(cfg, dataset_idx=0)
    done = data.map(partial(transform, tokenizer=tok), **kwargs)
    keep = partial(
        _drop_long_sequences, rl=RLType.DPO, tokenizer=tok, sequence_len=case.get("max_tokens") or 2048
    )
    done = done.filter(keep)
    return [{k: row[k] for k in ("prompt", "chosen", "rejected")} for row in done]


main(read)
