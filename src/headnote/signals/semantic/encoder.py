"""The encoder: ids of one passage to its features."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from headnote.records import Device
from headnote.signals.semantic import shipped

#: Pieces of a text that are read, about eight hundred words, and those that are read at one time: a passage has about
#: ninety words and is read at once, a short work whole in several parts.
LIMIT = 1024
AT_ONCE = 256


def installed() -> bool:
    """Whether the model and what runs it are here."""
    return shipped.present() and all(find_spec(m) for m in ("onnxruntime", "numpy"))


#: What the runtime calls the part of it that runs on a device. Operators that a device lacks run on the processor.
PROVIDERS: dict[Device, list[str]] = {
    "cpu": ["CPUExecutionProvider"],
    "cuda": ["CUDAExecutionProvider", "CPUExecutionProvider"],
}


def runs_on(device: Device) -> bool:
    """Whether the runtime that is installed can use a device; true where none is installed at all."""
    if not find_spec("onnxruntime"):
        return True
    import onnxruntime

    return PROVIDERS[device][0] in onnxruntime.get_available_providers()


class Encoder:
    """The bundled encoder, on one thread.

    It reads one passage at a time: the int8 runtime scales each activation by the largest value in its batch, so that a
    passage's features would depend on its neighbours, and cards on how a corpus is split among workers.
    """

    def __init__(self, device: Device = "cpu") -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        raw = shipped.content(shipped.ENCODER)
        self.digest = hashlib.sha256(raw).hexdigest()
        self._session = onnxruntime.InferenceSession(raw, options, providers=PROVIDERS[device])

    def features(self, ids: list[int]) -> Any:
        """Features of one text: a float32 array, the means of two layers one after the other, each of length one.

        Args:
            ids: its word pieces between the marks of its start and end. Where there are more than `AT_ONCE`, parts of
                like length are read, and their means are averaged.
        """
        import numpy as np

        inner, room = ids[1:-1], AT_ONCE - 2
        if len(inner) <= room:
            return self._read(ids)
        parts = -(-len(inner) // room)
        cuts = [len(inner) * n // parts for n in range(parts + 1)]
        read = [self._read([ids[0], *inner[a:b], ids[-1]]) for a, b in pairwise(cuts)]
        layers = np.mean(read, axis=0).reshape(2, -1)
        return (layers / np.linalg.norm(layers, axis=1, keepdims=True)).reshape(-1)

    def _read(self, ids: list[int]) -> Any:
        """Features of what is read at one time."""
        import numpy as np

        return self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0][0]
