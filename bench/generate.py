"""The other side of `bench/generate.mjs`: makes the model, and decodes with the libraries that are compared.

    python bench/generate.py make FOLDER
    python bench/generate.py run FOLDER --engine pytorch|optimum|ctranslate2|ctranslate2-int8 --threads 2 --beams 4 --new 40

`run` decodes once for every line of its input and prints a JSON object a time: seconds by the clock and of the processor,
the ids of the best beams, the version.
"""
import argparse
import json
import os
import subprocess
import sys
import time


def make(folder):
    """KoBART's size with random weights: 6 + 6 layers, d 768, 16 heads, feed-forward 3072, vocabulary 30,000."""
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from optimum.exporters.onnx import main_export
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BartConfig, BartForConditionalGeneration, PreTrainedTokenizerFast

    special = ["<s>", "</s>", "<unk>", "<pad>"]
    vocabulary = {token: index for index, token in enumerate(special + [f"t{index}" for index in range(4, 30000)])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    names = dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>")
    torch.manual_seed(0)
    config = BartConfig(
        vocab_size=30000, d_model=768, encoder_layers=6, decoder_layers=6, encoder_attention_heads=16,
        decoder_attention_heads=16, encoder_ffn_dim=3072, decoder_ffn_dim=3072, max_position_embeddings=1026,
        bos_token_id=0, eos_token_id=1, pad_token_id=3, decoder_start_token_id=1, forced_eos_token_id=1, init_std=0.05,
        normalize_before=False,
    )
    model = BartForConditionalGeneration(config).eval()
    model.save_pretrained(f"{folder}/torch")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(f"{folder}/torch")
    main_export(f"{folder}/torch", f"{folder}/onnx", task="text2text-generation-with-past")
    for name in ("encoder_model", "decoder_model", "decoder_with_past_model"):
        path = f"{folder}/onnx/{name}"
        quantize_dynamic(f"{path}.onnx", f"{path}_int8.onnx", weight_type=QuantType.QInt8, per_channel=True)
    for name, options in (("ctranslate2", []), ("ctranslate2-int8", ["--quantization", "int8"])):
        subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "ct2-transformers-converter"), "--model", f"{folder}/torch",
             "--output_dir", f"{folder}/{name}", "--force", *options],
            check=True, stdout=sys.stderr,
        )


def pytorch(folder, options):
    import torch
    import transformers
    from transformers import BartForConditionalGeneration

    torch.set_num_threads(options.threads)
    model = BartForConditionalGeneration.from_pretrained(f"{folder}/torch").eval()
    return generator(model), f"transformers {transformers.__version__}, torch {torch.__version__}"


def optimum(folder, options):
    import onnxruntime
    from optimum.onnxruntime import ORTModelForSeq2SeqLM
    from optimum.version import __version__

    session = onnxruntime.SessionOptions()
    session.intra_op_num_threads = options.threads
    model = ORTModelForSeq2SeqLM.from_pretrained(
        f"{folder}/onnx", session_options=session, use_merged=True, encoder_file_name="encoder_model.onnx",
        decoder_file_name="decoder_model_merged.onnx",
    )
    return generator(model), f"optimum {__version__}, onnxruntime {onnxruntime.__version__}"


def generator(model):
    import torch

    def decode(sources, beams, new):
        ids = torch.tensor(sources)
        with torch.no_grad():
            found = model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), num_beams=beams, num_return_sequences=beams,
                max_new_tokens=new, min_new_tokens=new, do_sample=False,
            )
        return found[::beams].tolist()

    return decode


def ctranslate2(folder, options):
    import ctranslate2 as library

    model = library.Translator(
        f"{folder}/{options.engine}", device="cpu", inter_threads=1, intra_threads=options.threads,
        compute_type="int8" if options.engine.endswith("int8") else "float32",
    )
    names = json.load(open(f"{folder}/torch/tokenizer.json", encoding="utf-8"))["model"]["vocab"]
    token = {index: name for name, index in names.items()}

    def decode(sources, beams, new):
        found = model.translate_batch(
            [[token[i] for i in source] for source in sources], beam_size=beams, num_hypotheses=beams,
            max_decoding_length=new, min_decoding_length=new, length_penalty=1, max_batch_size=0,
        )
        return [[names[name] for name in each.hypotheses[0]] for each in found]

    return decode, f"ctranslate2 {library.__version__}"


engines = {
    "pytorch": pytorch, "optimum": optimum, "ctranslate2": ctranslate2, "ctranslate2-int8": ctranslate2,
}


def run(folder, options):
    decode, version = engines[options.engine](folder, options)
    sources = json.load(open(f"{folder}/sources.json", encoding="utf-8"))
    decode(sources[:1], options.beams, 4)
    for _ in sys.stdin:
        begun, used = time.perf_counter(), time.process_time()
        best = decode(sources, options.beams, options.new)
        wall, cpu = time.perf_counter() - begun, time.process_time() - used
        print(json.dumps({"wall": wall, "cpu": cpu, "best": best, "version": version}), flush=True)


parser = argparse.ArgumentParser()
parser.add_argument("command", choices=["make", "run"])
parser.add_argument("folder")
parser.add_argument("--engine", choices=list(engines))
for name in ("threads", "beams", "new"):
    parser.add_argument(f"--{name}", type=int)
arguments = parser.parse_args()
if arguments.command == "make":
    make(arguments.folder)
else:
    run(arguments.folder, arguments)
