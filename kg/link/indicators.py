"""The canonical name of an indicator, by which targets of different documents join."""

from __future__ import annotations

import re

from kg.folding import fold
from kg.lexicon import compiled, load

_QUOTES = re.compile(r"[“”‘’《》\"]")
# Place, time and degree that a sentence puts before an indicator; the statement carries them in fields of their own.
_AHEAD = re.compile(
    r"(?:全[国省市区县州盟旗镇乡村年]|[我本该][国省市区县州镇乡村]|各(?:地[市区]?|省区市|县?市区|市县区?|区县市?|县区|[市县区])|年度|年末|年底|当年|累计|共计|合计|力争|确保|预计|预期|\d{4}年"
    r"|“?十[一二三四五]五”?(?:期间|末|时期)?)的?(?=.{2})"
)
# Words that begin alike.
_KEPT = re.compile(r"全国性|全市场|全[省市区县]域|累计折旧|合计(?:特殊)?(?:生育|出生)率|预期寿命")


@compiled
def _synonyms() -> dict[str, str]:
    lexicon = load("synonym")
    return {
        word: name.split(".", 1)[1]
        for name, table in lexicon.tables.items()
        if name.startswith("indicator.")
        for word in table.words
    }


def indicator_name(text: str) -> str:
    """Return the canonical name of the indicator `text`: folded, without quotes and without place and time ahead.

    人数 and 数 stay (就业人数 is not 就业); known synonyms get one name (GDP: 国内生产总值).
    """
    name = _QUOTES.sub("", fold(text)).strip("的、，。：； ")
    synonyms = _synonyms()
    while name not in synonyms and (ahead := _AHEAD.match(name)) and not _KEPT.match(name):
        name = name[ahead.end() :]
    return synonyms.get(name, name)
