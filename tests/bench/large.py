"""One long text as people write them: the sentences of the sample with other numbers and names, between sentences
that name nothing, so that there is about as much to find in a thousand characters as in corpora of reports."""

from __future__ import annotations

import random
import re
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent.parent / "data" / "sample"
# Names that differ: corpora of reports have some thousands, and few new ones with each further report.
NAMES = 20_000
# Sentences that name nothing, for each of the sample's; with so many, findings are as dense as in reports.
_PLAIN = 2.0
_WORDS = "安民惠康乐和美智云清风阳光春晖同心润泽星火青松银杏金桥海棠飞鸿明珠晨曦绿洲红枫白鹭蓝田紫荆"
_KINDS = ("", "", "工程", "行动", "平台", "计划")
_WHO = ("各地各部门", "有关方面", "基层干部群众", "我们", "各单位", "广大党员干部")
_HOW = ("坚持问题导向", "立足当前实际", "着眼长远发展", "紧紧依靠群众", "强化系统观念", "发扬斗争精神", "树牢底线思维")
_DOES = (
    "扎实做好各项工作",
    "认真听取各方意见",
    "不断改进工作作风",
    "及时总结经验教训",
    "切实把好事办好",
    "齐心协力共渡难关",
)
_SO = ("让群众得到更多实惠", "为今后打下良好基础", "确保各项任务落到实处", "努力交出满意答卷", "形成了浓厚的社会氛围")
_ABOUT = (
    "住房",
    "出行",
    "就医",
    "上学",
    "养老",
    "用水",
    "用电",
    "买菜",
    "办事",
    "用工",
    "种粮",
    "销路",
    "安全",
    "环境",
    "卫生",
    "消费",
)
_HEADINGS = ("工作回顾", "重点工作", "民生事业", "城乡建设", "改革开放", "自身建设")


def prose(size: int, seed: int = 1) -> str:
    """Return about `size` bytes of UTF-8; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    names = ["".join(chance.choices(_WORDS, k=2 + chance.randrange(3))) + chance.choice(_KINDS) for _ in range(NAMES)]
    pattern = sentences()
    out: list[str] = []
    written = section = 0
    while written < size:
        line: list[str] = []
        for _ in range(chance.randrange(1, 5)):
            line.append(_varied(chance.choice(pattern), chance, names))
            line += (_plain(chance) for _ in range(int(_PLAIN + chance.random())))
        if chance.random() < 0.05:
            section += 1
            line = [f"（{section % 40 + 1}）{chance.choice(_HEADINGS)}"]
        out.append("".join(line) + "\n")
        written += len(out[-1].encode())
    return "".join(out)


def sentences() -> list[str]:
    """Return the sentences of the sample's reports."""
    text = "".join(
        (SAMPLE / name).read_text("utf-8") for name in ("xiuzhou-report-2023.txt", "zhejiang-opinion-2021.txt")
    )
    return [sentence + "。" for sentence in re.split("[。\n]", text) if len(sentence) > 20]


def _varied(sentence: str, chance: random.Random, names: list[str]) -> str:
    sentence = re.sub(r"(?<![\d.])[1-9]\d?(?=[\d.]*[个家人所万亿%])", lambda _: str(chance.randrange(1, 99)), sentence)
    return re.sub("“[^”]{2,8}”", lambda _: f"“{chance.choice(names)}”", sentence)


def _plain(chance: random.Random) -> str:
    about = "和".join(chance.choices(_ABOUT, k=2))
    return f"{chance.choice(_WHO)}{chance.choice(_HOW)}，围绕{about}，{chance.choice(_DOES)}，{chance.choice(_SO)}。"
