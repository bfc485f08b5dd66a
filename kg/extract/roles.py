"""Who leads, supports or issues: the parts that the institutions of a paragraph play.

1. A label gives its part to every institution up to the next label or the end of the list:
   责任单位：A、B；配合单位：C   牵头部门：A
2. Institutions side by side (A、B和C) form a group, whose part what follows it tells:
   A牵头，B、C配合   由A负责   A、B按职责分工负责 (the first leads, the others support)
   A、B联合印发《…》 (once for each document)   A组织开展…
3. A group that another one brings in (A会同B、C印发《…》, 由A牵头，会同B) supports.

`of` is the measure or document: the title, what the institution runs, or, for a list of duties in
brackets, the sentence that the list follows, up to its first comma; None where the list stands alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.clauses import NAME, mask
from kg.lexicon import compiled, load
from kg.model import Mention, Role, RoleName, Span

_BESIDE = re.compile(r"(?:[、和与及，；]|以及|暨|（[^（）]{0,20}）)*+")
_OTHERS = (
    rf"(?:（[^（）]{{0,12}}）)?(?:[、，][^，。；：（）、{NAME}]{{1,14}}){{0,4}}?"
    rf"(?:等\d*[^，。；：、{NAME}]{{0,6}}(?:部门|单位|部委|家|方|个))?"
)
_SUBJECT = re.compile(r"(?:^|[，。；：！？（）“”\n　 ]|由|[日年月来后中上下前时条]|方面|目前|同时|如|经)$")
_BROUGHT = re.compile(r"(?:会同|商)$")
_STOP = re.compile(r"[，。；：！？（）\n]|$")
_SENTENCE_END = re.compile(r"[。；！？\n]")
_HEADING = re.compile(
    r"[ \t　]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十百\d]{1,5}条)[ \t　]*"
)
_LONGEST_LIST = 300
_LIST_END = re.compile(r"[。）\n]")
_FURTHER = re.compile(r"》?(?:（[^（）]{0,30}）)?(?:[、和及与]|以及)?《?")
# Possessive: what is passed over is never tried again, so that hostile text costs no more than its length.
_MANNER = (
    rf"(?:近日|日前|目前|今日|随后|先后|已经?|还|又|正式|共同|联合(?!{NAME}|$)|分别|于?\d{{4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?"
    r"|今年|去年|将|要|应当?|也|相继|率先|积极|持续|认真|全面|切实|严格|深入|再次|统一|定期|具体|首次"
    r"|在[^，。；]{1,30}?[中后上下内])*+"
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Institutions side by side in the paragraph."""

    members: tuple[Mention, ...]

    @property
    def start(self) -> int:
        return self.members[0].start

    @property
    def end(self) -> int:
        return self.members[-1].end


@dataclass(frozen=True, slots=True)
class _Part:
    """What a text says of the group before it: the role of the first member, of the others, and `of` as an extent."""

    first: RoleName
    others: RoleName
    extents: tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class _Patterns:
    label: re.Pattern[str]
    labels: dict[str, RoleName]
    duty: re.Pattern[str]
    duties: dict[str, tuple[RoleName, RoleName]]
    joined: re.Pattern[str]
    issue: re.Pattern[str]
    run: re.Pattern[str]
    goes_on: re.Pattern[str]


@compiled
def _patterns() -> _Patterns:
    tables = load("role").tables

    def either(*names: str) -> str:
        words = {word for name in names for word in tables[name].words}
        return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))

    labels: dict[str, RoleName] = dict.fromkeys(tables["label.lead"].words, "lead")
    labels |= dict.fromkeys(tables["label.support"].words, "support")
    duties: dict[str, tuple[RoleName, RoleName]] = dict.fromkeys(tables["after.lead"].words, ("lead", "lead"))
    duties |= dict.fromkeys(tables["after.support"].words, ("support", "support"))
    duties |= dict.fromkeys(tables["after.shared"].words, ("lead", "support"))
    return _Patterns(
        label=re.compile(rf"({either('label.lead', 'label.support')})(?:（[^（）]{{0,12}}）)?："),
        labels=labels,
        duty=re.compile(
            rf"[”）》]*+{_OTHERS}{_MANNER}({either('after.lead', 'after.support', 'after.shared')})(?![人于])"
            r"|[”）》]*+，(负责)(?!人)"
        ),
        duties=duties,
        joined=re.compile(rf"{_OTHERS}{_MANNER}(?:{either('with')}|与|和)"),
        issue=re.compile(rf"{_OTHERS}{_MANNER}(?:{either('issue')})了?[^，。；：\ue000]{{0,16}}(?=《?{NAME})"),
        run=re.compile(
            rf"{_OTHERS}{_MANNER}({either('run')})(?!运行|投用|以来|后)(?=[^，。；：、的人者费方]{{2}}|[^，。；：、]?{NAME})"
            rf"|{_OTHERS}{_MANNER}({either('run.end')})(?=[，。；）]|$)"
        ),
        goes_on=re.compile(rf"，{_MANNER}并?(?:{either('issue')})了?[^，。；：\ue000]{{0,16}}(?=《?{NAME})"),
    )


class _Paragraph:
    """A folded paragraph: its `text`, the `masked` text, its institutions and documents, where its sentences end
    (`ends`), and, by where a list of duties begins, what its leader has to do (`led`)."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.masked = mask(text, mentions)
        self.bodies = [m for m in mentions if m.type == "Institution"]
        self.documents = [m for m in mentions if m.type == "Document"]
        self.ends = [m.start() for m in _SENTENCE_END.finditer(self.masked)]
        self.led: dict[int, tuple[int, int] | None] = {}

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return the extent of the sentence that holds `offset`."""
        index = bisect_left(self.ends, offset)
        start = self.ends[index - 1] + 1 if index else 0
        return start, self.ends[index] if index < len(self.ends) else len(self.masked)

    def clause_end(self, offset: int) -> int:
        """Return where the clause ends that goes on at `offset`."""
        stop = _STOP.search(self.masked, offset)
        return stop.start() if stop else len(self.masked)

    def measure_before(self, offset: int) -> tuple[int, int] | None:
        """Return the extent of the measure before the list of duties at `offset`: a sentence up to its first comma.

        A list after a full stop is for the whole paragraph, which its first sentence names.
        """
        while offset and self.masked[offset - 1] in "由，（( ":
            offset -= 1
        if offset and self.masked[offset - 1] in "。；！":
            low, high = 0, self.ends[0]
        else:
            low, high = self.sentence(offset)[0], offset
        if heading := _HEADING.match(self.masked, low, high):
            low = heading.end()
        high = min(high, self.clause_end(low))
        return (low, high) if high - low >= 2 else None

    def duties(self, offset: int) -> int:
        """Return where the list of duties begins that holds `offset`: after its bracket, or with its sentence."""
        start = max(self.sentence(offset)[0], offset - _LONGEST_LIST)
        return max(start, self.masked.rfind("（", start, offset) + 1)

    def titles(self, offset: int) -> tuple[tuple[int, int], ...]:
        """Return the extents of the documents that are listed from `offset` on; () where none stands there."""
        found: list[tuple[int, int]] = []
        index = bisect_left(self.documents, offset, key=lambda m: m.start)
        for document in map(self.documents.__getitem__, range(index, len(self.documents))):
            link = self.masked[found[-1][1] if found else offset : document.start]
            if not (_FURTHER.fullmatch(link) if found else link in ("", "《", "“")):
                break
            found.append((document.start, document.end))
        return tuple(found)

    def role(self, body: Mention, role: RoleName, of: tuple[int, int] | None) -> Role:
        """Return the role of an institution, with its sentence as evidence."""
        return Role(
            Span(body.start, body.end, body.text),
            role,
            Span.of(self.text, *of) if of and of[0] < of[1] else None,
            Span.of(self.text, *self.sentence(body.start)),
        )


def find_roles(text: str, mentions: Sequence[Mention]) -> tuple[Role, ...]:
    """Return the roles that a folded paragraph states, by offset of the institution; `mentions` do not overlap."""
    if not any(m.type == "Institution" for m in mentions):
        return ()
    paragraph = _Paragraph(text, sorted(mentions, key=lambda m: m.start))
    found = [*_labelled(paragraph)]
    taken = {role.institution.start for role in found}
    groups = _groups(paragraph.masked, [m for m in paragraph.bodies if m.start not in taken])
    for index in range(len(groups)):
        found += _of_group(paragraph, groups, index)
    return tuple(sorted(found, key=lambda r: (r.institution.start, r.of.start if r.of else 0, r.role)))


def _labelled(paragraph: _Paragraph) -> Iterator[Role]:
    """Yield the roles that labels give."""
    patterns = _patterns()
    labels = list(patterns.label.finditer(paragraph.masked))
    # Brackets that stand within a list do not end it: only the one around it does.
    plain = re.sub(r"（[^（）：]*）", lambda m: "·" * len(m[0]), paragraph.masked) if labels else ""
    for index, label in enumerate(labels):
        following = labels[index + 1].start() if index + 1 < len(labels) else len(plain)
        close = _LIST_END.search(plain, label.end(), following)
        end = close.start() if close else following
        of = paragraph.measure_before(label.start())
        low, high = (bisect_left(paragraph.bodies, at, key=lambda m: m.start) for at in (label.end(), end))
        for body in paragraph.bodies[low:high]:
            yield paragraph.role(body, patterns.labels[label[1]], of)


def _groups(masked: str, bodies: Sequence[Mention]) -> list[_Group]:
    groups: list[list[Mention]] = []
    for body in bodies:
        if groups and _BESIDE.fullmatch(masked, groups[-1][-1].end, body.start):
            groups[-1].append(body)
        else:
            groups.append([body])
    return [_Group(tuple(members)) for members in groups]


def _of_group(paragraph: _Paragraph, groups: Sequence[_Group], index: int) -> Iterator[Role]:
    joined, masked = _patterns().joined, paragraph.masked
    group, last = groups[index], index
    if last + 1 < len(groups) and joined.fullmatch(masked, group.end, groups[last + 1].start):
        last += 1
    helping = index > 0 and bool(joined.fullmatch(masked, groups[index - 1].end, group.start))
    brought = bool(_BROUGHT.search(masked, max(0, group.start - 2), group.start))
    acts = helping or bool(_SUBJECT.search(masked, max(0, group.start - 2), group.start))
    parts = list(_parts(paragraph, groups[last], group.start, acts))
    if acts:
        parts += _further(
            paragraph, groups[last].end, groups[last + 1].start if last + 1 < len(groups) else len(masked)
        )
    if not parts and brought and not helping:
        of = paragraph.led.get(paragraph.duties(group.start)) or paragraph.measure_before(group.start)
        parts = [_Part("support", "support", (of,))]
    for part in parts:
        for number, body in enumerate(group.members):
            role: RoleName = "support" if helping or brought else part.others if number else part.first
            for extent in part.extents:
                yield paragraph.role(body, role, extent)


def _parts(paragraph: _Paragraph, last: _Group, start: int, acts: bool) -> Iterator[_Part]:
    """Yield what the text after group `last` says of the group at `start` (the same one, or the one that it helps)."""
    patterns, masked = _patterns(), paragraph.masked
    if (issue := patterns.issue.match(masked, last.end)) and (titles := paragraph.titles(issue.end())):
        yield _Part("issue", "issue", titles)
        return
    run = patterns.run.match(masked, last.end) if acts else None
    duty = patterns.duty.match(masked, last.end)
    if duty and not (run and len(run[1] or run[2]) > len(duty[1] or duty[2])):
        first, others = patterns.duties[duty[1] or duty[2]]
        stop, begin = paragraph.clause_end(duty.end()), paragraph.duties(start)
        if begin in paragraph.led and others == "support":
            first = "support"
        if stop - duty.end() >= 3:
            of: tuple[int, int] | None = (duty.end(), stop)
        else:
            of = paragraph.led.get(begin) or paragraph.measure_before(start)
        if first == "lead":
            paragraph.led.setdefault(begin, of)
        yield _Part(first, others, (of,))
    elif run and run[1]:
        yield _Part("lead", "lead", ((run.start(1), paragraph.clause_end(run.end())),))
    elif run:
        yield _Part("lead", "lead", (paragraph.measure_before(start),))


def _further(paragraph: _Paragraph, start: int, limit: int) -> Iterator[_Part]:
    """Yield what a subject issues in later clauses of its sentence (A召开…，印发《…》), before another institution."""
    stop = min(limit, paragraph.sentence(start)[1])
    for issue in _patterns().goes_on.finditer(paragraph.masked, start, min(stop + 1, len(paragraph.masked))):
        if titles := paragraph.titles(issue.end()):
            yield _Part("issue", "issue", titles)
