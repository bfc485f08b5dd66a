from decimal import Decimal

import pytest

from kg.extract.numerals import parse_number, plain


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.6万", "16000"),
        ("4.06万亿", "4060000000000"),
        ("2,000", "2000"),
        ("1,234,567.5", "1234567.5"),
        ("1，234，567", "1234567"),
        ("5百万", "5000000"),
        ("1万6千", "16000"),
        ("3.60", "3.6"),
        ("十二万", "120000"),
        ("三十一万五千", "315000"),
        ("一百零五", "105"),
        ("二千三百四十五亿六千万", "234560000000"),
        ("三万五", "35000"),
        ("一千二", "1200"),
        ("两", "2"),
        ("十", "10"),
        ("百", "100"),
        ("千亿", "100000000000"),
        ("万亿", "1000000000000"),
        ("二点八", "2.8"),
        ("一九八二", "1982"),
        ("二〇二五", "2025"),
    ],
)
def test_numbers_are_read_exactly(written: str, number: str) -> None:
    assert parse_number(written) == Decimal(number)


@pytest.mark.parametrize(
    "written", ["", "上", "点五", "三点", "五六百", "1.2.3", "个", "9" * 400, "九" * 400, "一点万"]
)
def test_what_is_no_number_gives_none(written: str) -> None:
    assert parse_number(written) is None


def test_plain_has_neither_exponent_nor_trailing_zeros() -> None:
    assert [str(plain(Decimal(n))) for n in ("1E+3", "3.60", "0.00", "12")] == ["1000", "3.6", "0", "12"]
