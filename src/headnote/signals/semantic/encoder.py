"""The encoder: ids of one passage to its features."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from typing import Any

from headnote.records import Device
from headnote.signals.semantic import shipped

#: Pieces of a passage that are read: about two hundred words; a passage has about ninety.
LIMIT = 256


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
        """Features of one passage: a float32 array, the means of two layers one after the other, each of length one."""
        import numpy as np

        return self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0][0]
