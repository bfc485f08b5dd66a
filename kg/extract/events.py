"""Events: known ones, party and people's congress sessions, and noun phrases that end in a head (博览会, 论坛 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon
from kg.extract.candidates import Candidate
from kg.extract.phrases import is_generic, phrase_before
from kg.extract.words import grouped, together

_OF_ALL = re.compile("全[国省市区县]|[省市区县]委|中央|自治区党委")
_PLAIN = 6
# Without one of these no session is named; the expression for them is slow.
_HINT = re.compile("[全届次]会|人大|政协|代表大会|党的|两会")
_SHORT = {"博会", "交会", "贸会", "洽会"}
_YEAR = re.compile(r"20\d\d年?$")
_N = "[一二三四五六七八九十百]"
_SESSIONS = re.compile(
    rf"(?:党的|中共)?(?:二十|十{_N}?)届(?:{_N}+中、)*{_N}+中全会"
    rf"|(?:党的|中共)?(?:二十|十{_N}?)届(?:历次)?全会"
    rf"|(?<!届)(?<!、)(?<!{_N}){_N}中全会"
    rf"|党的(?:二十|十{_N}?|{_N})大"
    rf"|(?:中国共产党)?第(?:二十|十{_N}?|{_N})次全国代表大会"
    rf"|(?:中共)?(?:(?:省|市|区|县)委|自治区党委)(?:二十|{_N}+)届(?:{_N}+次、)*(?:{_N}+次全(?:体会议|会)|历次全会)"
    rf"|(?:(?:十{_N}?届)?全国人大|(?:省|市|区|县|自治区)?{_N}+届(?:省|市|区|县|全国)?人大|(?:省|市|区|县|自治区|全国)?(?:{_N}+届)?(?:人大|政协){_N}+届)"
    rf"(?:{_N}+次(?:会议|全会)|第?{_N}+次会议)"
    rf"|第{_N}+届全国人民代表大会第{_N}+次会议"
    r"|(?:全国|省|市|区|县)两会(?!精神文明)"
)
_NUMBERED = re.compile(rf"(?:第{_N}+届|第\d+届|首届|20\d\d年?)")


@together
def _words() -> dict[str, str]:
    return grouped(lexicon.load("event"), "compound", "name", "head")


def find_events(text: str) -> Iterator[Candidate]:
    """Yield the events of the folded `text`; quoted parts inside a name are part of it."""
    for match in _SESSIONS.finditer(text) if _HINT.search(text) else ():
        yield Candidate(match.start(), match.end(), "Event", 0.9, "event session")
    for start, end, group in _words(text):
        if group == "compound":
            continue
        phrase = phrase_before(text, start, built=True)
        year = _YEAR.search(text, max(0, phrase.start - 5), phrase.start)
        first = year.start() if year else phrase.start
        modifier = text[first:start]
        if group == "name" and not _NUMBERED.match(modifier):
            yield Candidate(start, end, "Event", 0.85, "event name")
        elif group == "name" or (
            len(modifier) >= (2 if text[start:end] in _SHORT else 4)
            and (_OF_ALL.match(modifier) or len(modifier) > _PLAIN or not is_generic(modifier))
            and not phrase.counted
        ):
            yield Candidate(first, end, "Event", 0.7, f"event {text[start:end]}")
