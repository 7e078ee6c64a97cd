"""How often name and clock in the picture are judged rightly, over photographs of two packages.

    python -m benchmarks.overlay_reading FONT.ttc [INDEX]

Every cut is enlarged to 1280x720, overlaid in the given Chinese font, coded as one H.264 key
picture, cut into strips, read and judged as in a round.  INDEX chooses the face in a
collection: Noto Sans CJK has simplified Chinese at 2.  Needs the extras ``bench`` and ``ocr``.
Prints a table of docs/picture-diagnosis.md.
"""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from auditor.examples import evidence, frame, pictured
from auditor.judge import judge_camera
from benchmarks.picture_photographs import photographs
from probes.picture.arrays import Picture
from probes.picture.decode import decode_with_strips
from probes.picture.reading import read_strips
from tests.probes.picture.overlays import coded

SIZE = (1280, 720)
LETTERS_PX = (24,)
RIGHT = ("2026年01月05日 星期一 22:01:07", "星河里小区北门01")
OTHER = ("2021-03-01 03:47:10", "东风路幼儿园门口")
CASES = {"right": RIGHT, "other name and clock": OTHER, "no overlay": ("", "")}
RULES = ("OSD-02", "OSD-06")


def main(font: Path, index: int) -> None:
    """Count and print."""
    cv2.setNumThreads(1)
    cuts = [cut for cuts in photographs().values() for cut in cuts]
    print("| overlay | letters, px | pictures | OSD-02 | OSD-06 |")
    print("| --- | --- | --- | --- | --- |")
    for case, texts in CASES.items():
        for size in LETTERS_PX if texts[0] else LETTERS_PX[:1]:
            letters = ImageFont.truetype(str(font), size, index=index)
            told = [_told(_overlaid(cut, texts, letters)) for cut in cuts]
            cells = [_counted(Counter(found[rule] for found in told)) for rule in RULES]
            print(f"| {case} | {size} | {len(cuts)} | {cells[0]} | {cells[1]} |", flush=True)


def _overlaid(cut: Picture, texts: tuple[str, str], font: ImageFont.FreeTypeFont) -> Picture:
    image = Image.fromarray(np.asarray(cv2.resize(cut, SIZE, interpolation=cv2.INTER_CUBIC)))
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    places = ((24, 14), (width - 24 - int(draw.textlength(texts[1], font=font)), height - 60))
    for text, place in zip(texts, places, strict=True):
        draw.text(place, text, font=font, fill="white", stroke_width=1, stroke_fill="black")
    return np.asarray(image, np.uint8)


def _told(picture: Picture) -> dict[str, str]:
    lines = read_strips(decode_with_strips(coded(picture)).strips)
    seen = evidence(pictured(replace(frame(), overlay=lines)))
    findings = judge_camera(seen, tries=1, record_findings={}).findings
    verdicts = {finding.rule: finding.verdict.value for finding in findings}
    return {rule: verdicts.get(rule, "") for rule in RULES}


def _counted(verdicts: Counter[str]) -> str:
    return (
        ", ".join(f"{name} {verdicts[name]}" for name in ("fail", "unknown") if verdicts[name])
        or "–"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 0)
