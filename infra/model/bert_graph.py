"""Writes a BERT encoder as an ONNX graph, straight from its safetensors weights.

inputs   input_ids, attention_mask, token_type_ids   int64   [batch, sequence]
output   last_hidden_state                           float32 [batch, sequence, hidden]

Standard operators only (opset 17), in the shapes ONNX Runtime's optimiser recognises, so that no deep-learning
framework is needed and the bytes depend on nothing but the weights.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

UNUSED = {"embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"}


class Graph:
    """Nodes and initializers being collected; every node is named after its output."""

    def __init__(self, weights):
        self.weights, self.used, self.nodes, self.initializers = weights, set(), [], []

    def constant(self, name, array):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def weight(self, name, transpose=False):
        self.used.add(name)
        array = self.weights[name].astype(np.float32)
        return self.constant(name + "_t", array.T) if transpose else self.constant(name, array)

    def node(self, operator, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def linear(self, x, prefix, output):
        weight = self.weight(prefix + ".weight", transpose=True)  # stored [out, in]
        bias = self.weight(prefix + ".bias")
        return self.node("Add", [bias, self.node("MatMul", [x, weight], output + "_mm")], output)

    def layer_norm(self, x, prefix, output, epsilon):
        inputs = [x, self.weight(prefix + ".weight"), self.weight(prefix + ".bias")]
        return self.node("LayerNormalization", inputs, output, axis=-1, epsilon=epsilon)


def embeddings(g, epsilon):
    """Sum of word, type and position embeddings, normalised."""
    axis1, start = g.constant("c_ax1", np.array([1], np.int64)), g.constant("c_s0", np.array([0], np.int64))
    word = g.node("Gather", [g.weight("embeddings.word_embeddings.weight"), "input_ids"], "emb_word")
    kind = g.node("Gather", [g.weight("embeddings.token_type_embeddings.weight"), "token_type_ids"], "emb_type")
    shape = g.node("Shape", ["input_ids"], "ids_shape")
    length = g.node("Slice", [shape, axis1, g.constant("c_two", np.array([2], np.int64)), start], "seq_len")
    table = g.weight("embeddings.position_embeddings.weight")
    place = g.node("Slice", [table, start, length, start], "emb_pos")
    total = g.node("Add", [g.node("Add", [word, kind], "emb_wt"), place], "emb_sum")
    return g.layer_norm(total, "embeddings.LayerNorm", "emb_ln", epsilon)


def additive_mask(g):
    """0 where a token counts, -10000 where it is padding; shape [batch, 1, 1, sequence]."""
    mask = g.node("Unsqueeze", ["attention_mask", g.constant("c_ax12", np.array([1, 2], np.int64))], "mask4")
    mask = g.node("Cast", [mask], "mask4f", to=TensorProto.FLOAT)
    inverse = g.node("Sub", ["c_one", mask], "mask_inv")
    return g.node("Mul", [inverse, g.constant("c_neg", np.array(-10000.0, np.float32))], "mask_add")


def attention(g, x, mask, i):
    """Self-attention of layer `i`."""
    prefix, n = f"encoder.layer.{i}.attention", f"l{i}"

    def heads(kind, order):
        y = g.linear(x, f"{prefix}.self.{kind}", f"{n}_{kind}")
        return g.node("Transpose", [g.node("Reshape", [y, "c_heads"], f"{n}_{kind}_r")], f"{n}_{kind}_t", perm=order)

    query, key, value = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]), heads("value", [0, 2, 1, 3])
    score = g.node("Div", [g.node("MatMul", [query, key], f"{n}_qk"), "c_sqrtd"], f"{n}_qk_s")
    weights = g.node("Softmax", [g.node("Add", [score, mask], f"{n}_qk_m")], f"{n}_att", axis=-1)
    context = g.node("Transpose", [g.node("MatMul", [weights, value], f"{n}_ctx")], f"{n}_ctx_t", perm=[0, 2, 1, 3])
    merged = g.node("Reshape", [context, "c_merge"], f"{n}_ctx_m")
    return g.linear(merged, f"{prefix}.output.dense", f"{n}_ao")


def feed_forward(g, x, i):
    """The two dense layers of layer `i` with the exact GELU between them."""
    prefix, n = f"encoder.layer.{i}", f"l{i}"
    y = g.linear(x, f"{prefix}.intermediate.dense", f"{n}_ff1")
    erf = g.node("Erf", [g.node("Div", [y, "c_sqrt2"], f"{n}_g0")], f"{n}_g1")
    gate = g.node("Mul", [y, g.node("Add", [erf, "c_one"], f"{n}_g2")], f"{n}_g3")
    return g.linear(g.node("Mul", [gate, "c_half"], f"{n}_gelu"), f"{prefix}.output.dense", f"{n}_ff2")


def build(weights, config):
    """The checked ONNX model for these weights."""
    hidden, layers, heads = config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"]
    epsilon = float(config["layer_norm_eps"])
    if config["hidden_act"] != "gelu" or config.get("position_embedding_type", "absolute") != "absolute":
        raise SystemExit("model: this is not the kind of encoder that can be converted")
    g = Graph(weights)
    for name, value in (("c_one", 1.0), ("c_half", 0.5), ("c_sqrt2", np.sqrt(2.0)), ("c_sqrtd", np.sqrt(hidden // heads))):
        g.constant(name, np.array(value, np.float32))
    g.constant("c_heads", np.array([0, 0, heads, hidden // heads], np.int64))
    g.constant("c_merge", np.array([0, 0, hidden], np.int64))
    x, mask = embeddings(g, epsilon), additive_mask(g)
    for i in range(layers):
        prefix, n = f"encoder.layer.{i}", f"l{i}"
        x = g.node("Add", [attention(g, x, mask, i), x], f"{n}_ao_res")
        x = g.layer_norm(x, f"{prefix}.attention.output.LayerNorm", f"{n}_ao_ln", epsilon)
        x = g.node("Add", [feed_forward(g, x, i), x], f"{n}_ff_res")
        output = "last_hidden_state" if i == layers - 1 else f"{n}_out"
        x = g.layer_norm(x, f"{prefix}.output.LayerNorm", output, epsilon)
    left = set(weights) - g.used - UNUSED
    if left:
        raise SystemExit(f"model: weights nothing uses: {sorted(left)}")
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"])
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "sequence", hidden])]
    graph = helper.make_graph(g.nodes, "bert", inputs, outputs, g.initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="valorize", ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model
