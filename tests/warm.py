"""What a forkserver imports so that its processes work at once: words and pipeline are made."""

from kg.build.product import Piece, make_product
from kg.read import read_text
from kg.store import BuiltDocument

make_product(
    Piece(read_text("甲县2021年政府工作报告\n依托“惠农通”新建养老院5家。"), BuiltDocument("", "", "")),
    "https://a.example/",
)
