"""What a piece of a document becomes travels packed, and comes out as it was."""

import zlib

import pytest

from kg.build import product
from kg.build.product import Product
from kg.build.summary import Summary
from kg.store import BuiltDocument


@pytest.mark.parametrize("size", [0, 1, 99, 100, 1000])
def test_nquads_are_unpacked_some_at_a_time(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(product, "_AT_A_TIME", 100)
    nquads = bytes(number % 7 for number in range(size))
    made = Product("a", BuiltDocument("", "", "", ""), zlib.compress(nquads, 1), Summary())
    chunks = list(made.nquads())
    assert b"".join(chunks) == nquads
    assert all(len(chunk) <= 100 for chunk in chunks)
