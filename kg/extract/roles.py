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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.clauses import NAME, mask
from kg.lexicon import compiled, load
from kg.model import Mention, Role, RoleName, Span

_BESIDE = re.compile(r"(?:[、和与及，；]|以及|暨|（[^（）]{0,20}）)*")
_OTHERS = r"(?:（[^（）]{0,12}）)?(?:[、和，][^，。；：（）、\ue000]{1,14}){0,4}?(?:等[^，。；：、\ue000]{0,8})?"
_SUBJECT = re.compile(r"(?:^|[，。；：！？（）“”\n　 ]|由|[日年月来后中上下前时]|方面|目前|同时|如|经)$")
_STOP = re.compile(r"[，。；：！？（）\n]|$")
_SENTENCE_END = re.compile(r"[。；！？\n]")
_HEADING = re.compile(r"^[ \t　]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十百\d]+条)[ \t　]*")
_FURTHER = re.compile(r"》?(?:（[^（）]{0,30}）)?(?:[、和及与]|以及)?《?")
_MANNER = (
    r"(?:近日|日前|目前|今日|随后|先后|已经?|还|又|正式|共同|联合|分别|于?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|今年|去年"
    r"|将|要|应当?|也|相继|率先|积极|持续|认真|全面|切实|严格|深入|再次|统一|定期|具体|首次|在[^，。；\ue000]{1,20}?[中后上下内])*"
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
            rf"{_OTHERS}{_MANNER}({either('after.lead', 'after.support', 'after.shared')})(?![人于])|，(负责)(?!人)"
        ),
        duties=duties,
        joined=re.compile(rf"{_OTHERS}{_MANNER}(?:{either('with')}|与|和)$"),
        issue=re.compile(rf"{_OTHERS}{_MANNER}(?:{either('issue')})了?[^，。；：\ue000]{{0,16}}(?=《?{NAME})"),
        run=re.compile(rf"{_OTHERS}{_MANNER}({either('run')})(?=[^，。；：、的人者费方]{{2}}|[^，。；：、]?{NAME})"),
    )


def find_roles(text: str, mentions: Sequence[Mention]) -> tuple[Role, ...]:
    """Return the roles that a folded paragraph states, by offset of the institution; `mentions` do not overlap."""
    ordered = sorted(mentions, key=lambda m: m.start)
    bodies = [m for m in ordered if m.type == "Institution"]
    if not bodies:
        return ()
    masked = mask(text, ordered)
    found = [*_labelled(text, masked, bodies)]
    taken = {role.institution.start for role in found}
    groups = _groups(masked, [m for m in bodies if m.start not in taken])
    documents = [m for m in ordered if m.type == "Document"]
    for index, group in enumerate(groups):
        found += _of_group(text, masked, groups, index, documents)
    return tuple(sorted(found, key=lambda r: (r.institution.start, r.of.start if r.of else 0, r.role)))


def _labelled(text: str, masked: str, bodies: Sequence[Mention]) -> Iterator[Role]:
    """Yield the roles that labels give."""
    patterns = _patterns()
    labels = list(patterns.label.finditer(masked))
    for index, label in enumerate(labels):
        following = labels[index + 1].start() if index + 1 < len(labels) else len(masked)
        close = re.compile(r"[。）\n]").search(_without_asides(masked), label.end(), following)
        end = close.start() if close else following
        for body in bodies:
            if label.end() <= body.start < end:
                of = _measure_before(text, masked, label.start())
                yield _role(text, body, patterns.labels[label[1]], of, (label.start(), end))


def _without_asides(masked: str) -> str:
    """Return the text with the brackets that stand within a list blanked, so that only an enclosing one closes it."""
    return re.sub(r"（[^（）：]*）", lambda m: "·" * len(m[0]), masked)


def _groups(masked: str, bodies: Sequence[Mention]) -> list[_Group]:
    groups: list[list[Mention]] = []
    for body in bodies:
        if groups and _BESIDE.fullmatch(masked, groups[-1][-1].end, body.start):
            groups[-1].append(body)
        else:
            groups.append([body])
    return [_Group(tuple(members)) for members in groups]


def _of_group(
    text: str, masked: str, groups: Sequence[_Group], index: int, documents: Sequence[Mention]
) -> Iterator[Role]:
    group = groups[index]
    helped = index + 1 < len(groups) and _patterns().joined.fullmatch(masked, group.end, groups[index + 1].start)
    helping = index > 0 and _patterns().joined.fullmatch(masked, groups[index - 1].end, group.start)
    brought = re.compile(r"(?:会同|商)$").search(masked, max(0, group.start - 3), group.start)
    part = _part(masked, groups[index + 1 if helped else index], group, documents)
    if part is None and brought and not helped and not helping:
        part = _Part("support", "support", (_measure_before(text, masked, group.start),))
    if part is None:
        return
    if helping or (brought and part.first != "support"):
        part = _Part("support", "support", part.extents)
    extents = part.extents
    for number, body in enumerate(group.members):
        for extent in extents:
            yield _role(text, body, part.others if number else part.first, extent, _clause_at(masked, body))


def _part(masked: str, last: _Group, subject: _Group, documents: Sequence[Mention]) -> _Part | None:
    """Return what the text after group `last` says of the group `subject` (the same one, or the one that it helps)."""
    patterns = _patterns()
    acts = bool(_SUBJECT.search(masked, max(0, subject.start - 2), subject.start)) or last is not subject
    if (issue := patterns.issue.match(masked, last.end)) and (titles := _titles(masked, issue.end(), documents)):
        return _Part("issue", "issue", titles)
    run = patterns.run.match(masked, last.end) if acts else None
    if (duty := patterns.duty.match(masked, last.end)) and not (run and len(run[1]) > len(duty[1] or "负责")):
        first, others = patterns.duties[duty[1] or duty[2]]
        return _Part(first, others, (_duty_of(masked, subject, duty.end()),))
    if run:
        return _Part("lead", "lead", ((run.start(1), _end(masked, run.end())),))
    return None


def _titles(masked: str, start: int, documents: Sequence[Mention]) -> tuple[tuple[int, int], ...]:
    """Return the extents of the documents that are listed from `start` on; () where no document stands there."""
    found: list[tuple[int, int]] = []
    for document in documents:
        if document.start < start:
            continue
        link = masked[found[-1][1] if found else start : document.start]
        if not (_FURTHER.fullmatch(link) if found else link in ("", "《", "“")):
            break
        found.append((document.start, document.end))
    return tuple(found)


def _duty_of(masked: str, group: _Group, end: int) -> tuple[int, int] | None:
    """Return the extent of what a group is responsible for: what follows the word, else what stands before the group."""
    stop = _end(masked, end)
    if stop - end >= 3:
        return end, stop
    return _measure_before("", masked, group.start)


def _measure_before(text: str, masked: str, start: int) -> tuple[int, int] | None:
    """Return the extent of the measure before the list of duties at `start`: a sentence up to its first comma."""
    del text
    head = masked[:start].rstrip("由，（( ")
    if head.endswith(("。", "；", "！")):
        # A list after the full stop is for the whole paragraph, which its first sentence names.
        low, high = 0, _SENTENCE_END.search(head).end() - 1  # type: ignore[union-attr]
    else:
        breaks = [m.end() for m in re.finditer(r"[。；！？\n]|）(?=。)", head)]
        low, high = (breaks[-1] if breaks else 0), len(head)
    low += len(heading[0]) if (heading := _HEADING.match(masked[low:high])) else 0
    high = min(high, _end(masked, low))
    return (low, high) if high - low >= 2 else None


def _end(masked: str, start: int) -> int:
    stop = _STOP.search(masked, start)
    return stop.start() if stop else len(masked)


def _clause_at(masked: str, body: Mention) -> tuple[int, int]:
    """Return the extent of the sentence that the institution stands in."""
    starts = [m.end() for m in _SENTENCE_END.finditer(masked, 0, body.start)]
    stop = _SENTENCE_END.search(masked, body.end)
    return (starts[-1] if starts else 0), (stop.start() if stop else len(masked))


def _role(text: str, body: Mention, role: RoleName, of: tuple[int, int] | None, clause: tuple[int, int]) -> Role:
    return Role(
        Span(body.start, body.end, body.text),
        role,
        Span.of(text, *of) if of and of[0] < of[1] else None,
        Span.of(text, *clause),
    )
