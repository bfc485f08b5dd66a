"""How time grows with the size of the input, whatever else the machine does meanwhile."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES = 4


def growth(prepare: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return how many times longer, in processor time, the work at `size` takes than at a quarter of it.

    `prepare` makes the work of a size; making it does not count.  Linear work gives 4, quadratic 16.
    """
    prepare(1)()  # what is compiled or loaded once does not count
    small, large = prepare(size // TIMES), prepare(size)
    # The best of some runs is that which the rest of the machine disturbed least; they go by turns, so that a busy
    # moment meets both sizes.  The collector rests meanwhile: what else is on the heap does not count.
    gc.collect()
    gc.disable()
    try:
        runs = [(_seconds(small), _seconds(large)) for _ in range(5)]
    finally:
        gc.enable()
    return min(large for _, large in runs) / min(small for small, _ in runs)


def growth_at_most(limit: float, prepare: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Does the work grow less than `limit` times from a quarter of `size` to `size`?  Measured once if that tells."""
    prepare(1)()
    if _seconds(prepare(size)) < limit * _seconds(prepare(size // TIMES)):
        return True
    return growth(prepare, size) < limit


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds of the work."""
    began = time.process_time_ns()
    work()
    return max(time.process_time_ns() - began, 1) / 1e9
