"""LLaMA-Factory's own path: dataset_info.json, conversion, the processor of pairs."""

from types import SimpleNamespace
import tempfile

from common import decode, main, skip, tokenizer

try:
    from llamafactory.data.loader import _load_single_dataset
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.data.processor.pairwise import PairwiseDatasetProcessor
    from llamafactory.data.template import TEMPLATES
except ImportError as error:
    skip(error)


def read(case):
    tok = tokenizer()
    data_args = SimpleNamespace(
        dataset_dir=case["folder"],
        media_dir=case["folder"],
        streaming=False,
        preprocessing_num_workers=None,
        overwrite_cache=True,
        max_samples=None,
        cutoff_len=case.get("max_tokens") or 2048,
    )
    model_args = SimpleNamespace(cache_dir=tempfile.mkdtemp(), hf_hub_token=None)
    training_args = SimpleNamespace(local_process_index=0)
    (attr,) = get_dataset_list([case["dataset"]], case["folder"])
    data = _load_single_dataset(attr, model_args, data_args, training_args)
    processor = PairwiseDatasetProcessor(template=TEMPLATES["chatml"], tokenizer=tok, processor=None, data_args=data_args)
    done = processor.preprocess_dataset(data[:])
    rows = []
    for i in range(len(done.get("chosen_input_ids", []))):
        row = {}
        for side in ("chosen", "rejected"):
            ids, labels = done[f"{side}_input_ids"][i], done[f"{side}_labels"][i]
            row["prompt"] = decode(tok, [t for t, l in zip(ids, labels) if l == -100])
            row[side] = decode(tok, [t for t, l in zip(ids, labels) if l != -100])
        rows.append(row)
    return rows


main(read)
