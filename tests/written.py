"""Small texts as files in a folder, and what is in the store that was built of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.store import Store

TEXTS = {
    "a.txt": "甲县2021年政府工作报告\n今年，我们将依托“惠农通”平台服务群众，城镇新增就业1.2万人以上。",
    "b.txt": "乙县2022年政府工作报告\n实施“惠农通”推广工程，新建养老院5家，县医院建成启用。",
    "c.txt": "丙市关于推广“惠农通”的通知\n市农业农村局牵头，市财政局配合，到2023年覆盖率达到80%。",
}


def write(folder: Path, texts: Mapping[str, str] = TEXTS) -> Path:
    """Write texts by file name into a new folder below `folder` and return it."""
    path = folder / "texts"
    path.mkdir()
    for name, text in texts.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def nquads(store: Path) -> bytes:
    """Return all of a store on disk, as sorted N-Quads."""
    with Store.open(store) as opened:
        return opened.nquads()
