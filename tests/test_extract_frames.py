import pytest

from kg.extract.frames import NEUTRAL, frame_document
from kg.model import Document, Metadata, Passage
from kg.read import read_text


def document(*paragraphs: str, headings: tuple[tuple[str, ...], ...] = (), **metadata: object) -> Document:
    text, passages, start = "\n".join(paragraphs), [], 0
    for number, paragraph in enumerate(paragraphs):
        heading = headings[number] if headings else ()
        passages.append(Passage(start, start + len(paragraph), paragraph=number, heading=heading))
        start += len(paragraph) + 1
    return Document("d", text, Metadata(**metadata), tuple(passages))  # type: ignore[arg-type]


def test_report_reprinted_in_a_yearbook_speaks_in_the_yearbooks_year() -> None:
    frame = frame_document(
        document("各位代表，今年，我们将新建学校4所。", kind="YearbookPage", year=2022, place="330411")
    )[0]
    assert (frame.year, frame.period, frame.period_basis) == (2022, "2022", "document")
    assert (frame.area, frame.area_basis, frame.status) == ("330411", "document", "planned")


def test_yearbook_chronicles_the_year_before() -> None:
    frame = frame_document(document("全区建成学校4所，成功获批试点。", kind="YearbookPage", year=2022))[0]
    assert (frame.period, frame.status) == ("2021", "achieved")


def test_review_section_of_a_report_is_of_the_year_before() -> None:
    frames = frame_document(
        document(
            "实施重点项目20个。",
            "实施重点项目30个。",
            headings=(("一、2023年工作回顾",), ("二、2024年重点任务",)),
            kind="WorkReport",
            year=2024,
        )
    )
    assert [(f.status, f.period, f.period_basis) for f in frames.paragraphs] == [
        ("achieved", "2023", "section"),
        ("planned", "2024", "section"),
    ]


def test_blank_lines_do_not_move_headings() -> None:
    report = Metadata(kind="WorkReport", year=2024)
    lines = ["一、2023年工作回顾", "实施项目20个。", "二、2024年重点任务", "实施项目30个。"]
    dense = frame_document(read_text("\n".join(lines), metadata=report))
    spaced = frame_document(read_text("\n\n \n".join(lines), metadata=report))
    assert [frame.status for frame in dense.paragraphs[1::2]] == ["achieved", "planned"]
    assert [frame.status for frame in spaced.paragraphs[3::6]] == ["achieved", "planned"]


@pytest.mark.parametrize("metadata", [{"kind": "ActionPlan"}, {"title": "数字经济发展规划"}])
def test_plans_set_goals(metadata: dict[str, str]) -> None:
    assert frame_document(document("建设平台10个，形成应用20项。", **metadata))[0].status == "planned"


def test_year_is_taken_from_the_date() -> None:
    assert frame_document(document("增长5%。", date="2019-03-05"))[0].period == "2019"


def test_nothing_known_gives_no_period_and_no_area() -> None:
    frame = frame_document(document("增长5%。"))[0]
    assert (frame.period, frame.period_basis, frame.area, frame.area_basis) == (None, None, None, None)


def test_beyond_the_last_paragraph_is_neutral() -> None:
    assert frame_document(document("增长5%。"))[7] is NEUTRAL
