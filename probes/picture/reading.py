"""Reading what is written in strips of a picture, by rapidocr; runs in a worker process.

rapidocr is the extra ``ocr``.  Its models are files of its wheel and are named one by one:
left to itself it would download what it misses.
"""

import importlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from probes.picture.overlay import Strip, TextLine, bounded, clean

__all__ = ["can_read", "read_strips"]

_MODULES = ("rapidocr", "onnxruntime")
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNIZER = "PP-OCRv6_rec_small.onnx"


def can_read() -> bool:
    """Whether the extra is installed, with its models; nothing is imported."""
    specs = [importlib.util.find_spec(name) for name in _MODULES]
    return all(specs) and all(path.is_file() for path in _models())


def read_strips(strips: tuple[Strip, ...]) -> tuple[TextLine, ...]:
    """The lines of all strips, from top to bottom."""
    return tuple(line for strip in strips for line in _read(strip))


def _read(strip: Strip) -> tuple[TextLine, ...]:
    picture = cv2.imdecode(np.frombuffer(strip.jpeg, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        return ()
    found = _engine()(picture)
    if not found.txts:
        return ()
    lines = zip(found.txts, found.scores, found.boxes, strict=True)
    return bounded(
        TextLine(
            place=strip.place,
            text=clean(text),
            score=float(score),
            height_share=_height(box) / picture.shape[0],
        )
        for text, score, box in lines
    )


def _height(box: Any) -> float:
    """Of a text's four corners, clockwise from its upper left."""
    corners = np.asarray(box, dtype=np.float64)
    return float(np.linalg.norm(corners[0] - corners[3]))


@cache
def _engine() -> Any:
    """Made once in a process; one thread, since each worker has a core of its own."""
    cv2.setNumThreads(1)
    detector, recognizer = _models()
    return importlib.import_module("rapidocr").RapidOCR(
        params={
            "Global.use_cls": False,  # an overlay is never upside down
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(detector),
            "Rec.model_path": str(recognizer),
            # Its default enlarges a strip's short side to 736 px, which takes a minute.
            "Det.limit_type": "max",
            "Det.limit_side_len": 1280,
        }
    )


def _models() -> tuple[Path, Path]:
    spec = importlib.util.find_spec("rapidocr")
    folder = Path(spec.origin or "").parent / "models" if spec else Path("models")
    return folder / _DETECTOR, folder / _RECOGNIZER
