"""Mentions that mean nothing that can be told: counted, and those that a place would tell apart from the others."""

from __future__ import annotations

from pathlib import Path

from commands import kg
from reviewed import build, store_of, write

from kg.review import Unidentified, unidentified
from kg.store import Store

PLACELESS = "某地工作总结\n县教育局牵头，县卫生局配合，推广“惠农通”。\n根据《规划》，县教育局继续推进。"
PLACED = "南湖区2022年政府工作报告\n区教育局牵头，推广“惠农通”。\n根据《规划》，继续推进。"


def found(folder: Path, document: str = "") -> Unidentified:
    with Store.open(store_of(folder)) as store:
        return unidentified(store, document)


def test_what_a_place_would_tell_is_counted_with_its_documents(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a": PLACELESS, "b": PLACED, "c": PLACELESS.replace("，县卫生局配合", "")})
    build(folder)
    assert found(folder) == Unidentified(9, 5, ("a", "c"))
    assert found(folder, "b") == Unidentified(2, 0, ())  # 规划, and 政府工作报告 of whatever year


def test_the_list_says_how_many_are_not_identified_and_what_helps(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a": PLACELESS})
    assert kg("build", "texts", cwd=tmp_path).returncode == 0
    told = kg("review", cwd=tmp_path).stderr
    assert "3 mentions in 1 documents are not identified, for nothing tells whose documents these are: a" in told
    assert "1 more mean what cannot be told; kg review merge" in told
    assert "未定所指，因文件所属地区不明：a" in kg("--lang", "zh", "review", cwd=tmp_path).stderr
    assert kg("build", str(folder / "a.txt"), "--place", "嘉善县", cwd=tmp_path).returncode == 0
    assert "1 mentions are not identified; kg review merge" in kg("review", cwd=tmp_path).stderr
    assert "identified" not in kg("review", "--format", "jsonl", cwd=tmp_path).stderr
    assert kg("review", "merge", "规划", "嘉善县教育规划", cwd=tmp_path).returncode == 0
    assert kg("build", str(folder / "a.txt"), "--place", "嘉善县", cwd=tmp_path).returncode == 0
    assert "identified" not in kg("review", cwd=tmp_path).stderr
