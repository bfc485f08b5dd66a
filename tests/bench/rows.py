"""How a comparison is printed: a row a thing, with ours, theirs and the ratio of the two."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Return the processor seconds of the fastest of some runs: what else the machine does counts little."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def row(thing: str, ours: float, theirs: float, unit: str, *, more_is_better: bool = False) -> str:
    """Return a row; the ratio says how many times better ours is."""
    ratio = ours / theirs if more_is_better else theirs / ours
    mine, other = (f"{figure:12,.{0 if figure > 100 else 3}f}" for figure in (ours, theirs))
    return f"{thing:44} ours {mine}  theirs {other}  {unit:20} x{ratio:8.2f}"
