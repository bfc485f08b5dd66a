"""A few examples of each property of `fuzz.py`; `make fuzz` runs them for ten minutes."""

from __future__ import annotations

import fuzz
import pytest


@pytest.mark.parametrize("name", fuzz.PROPERTIES)
def test_it_holds_for_some_hostile_inputs(name: str) -> None:
    fuzz.run(name, examples=25, started=0)
