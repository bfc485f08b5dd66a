from kg import lexicon
from kg.extract.tenses import PATTERNS, WEIGHTS, count_tenses, weigh


def lean(text: str) -> float:
    return weigh(count_tenses("。" + text), len(text))


def test_every_table_is_weighed_and_every_weight_has_a_table() -> None:
    assert set(WEIGHTS) == set(lexicon.load("tense").tables) | set(PATTERNS)


def test_goals_lean_to_the_future() -> None:
    assert lean("到2025年，力争新建学校20所以上，确保参保率不低于95%。加快推进平台建设，深化各项改革。") > 0


def test_results_lean_to_the_past() -> None:
    assert lean("过去一年，生产总值增长6.3%，累计新增就业3.2万人，改革取得明显成效，成功获批国家试点。") < 0
