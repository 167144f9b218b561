"""Exports a trained model and quantises it: `python export.py KIND BUILD`.

Reads BUILD/KIND; writes BUILD/fp32/tiny-KIND (optimum's layout, exact weights) and BUILD/int8/tiny-KIND (the shipped one).
"""

import shutil
import sys
from pathlib import Path

from onnxruntime.quantization import QuantType, quantize_dynamic
from optimum.exporters.onnx import main_export

GRAPHS = ("encoder_model", "decoder_model_merged")
SETTINGS = (
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
)


def export(source: Path, target: Path) -> None:
    """The ONNX graphs with a cache and the settings, without the intermediate decoders."""
    main_export(
        str(source), output=target, task="text2text-generation-with-past", opset=18, do_validation=True, atol=1e-4
    )
    for extra in target.glob("decoder*model.onnx"):
        extra.unlink()


def quantise(source: Path, target: Path) -> None:
    """Weights as int8; 7 bits of them, as processors without VNNI would overflow and give other texts than those with it."""
    target.mkdir(parents=True, exist_ok=True)
    for graph in GRAPHS:
        quantize_dynamic(
            source / f"{graph}.onnx",
            target / f"{graph}_int8.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            # The merged decoder holds its two branches as subgraphs of an If.
            extra_options={"EnableSubgraph": True},
        )
    for name in SETTINGS:
        shutil.copy(source / name, target / name)


def main(kind: str, build: Path) -> None:
    """Exports, then quantises."""
    exact = build / "fp32" / f"tiny-{kind}"
    export(build / kind, exact)
    quantise(exact, build / "int8" / f"tiny-{kind}")
    for path in sorted((build / "int8" / f"tiny-{kind}").iterdir()):
        print(f"{path.stat().st_size:>9} {path.name}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
