"""Web furniture, heads of official documents, remnants of page breaks."""

from __future__ import annotations

from kg.read.chrome import clean
from kg.read.heads import head_end, head_fields
from kg.read.metadata import describe
from kg.read.traced import trace_lines


def cleaned(text: str) -> str:
    return clean(trace_lines(text)).text


def test_prose_comes_back_as_it_is() -> None:
    traced = trace_lines("打印机采购办法\n\n下载\n来源很多。\n")
    assert clean(traced) is traced


def test_buttons_breadcrumbs_and_source_lines_go() -> None:
    text = (
        "您的位置:\n首页\n>\n要闻\n要闻\n关于修桥的通知\n来源：河岸日报\n2021-02-03 09:02:33\n"
        "【字体：\n大\n中\n小\n】\n"
        "各村：\n修桥。\n收藏\n|\n分享到:\n分享到微信\n×\n相关文档："
    )
    assert cleaned(text).startswith("关于修桥的通知\n各村：\n修桥。")
    assert "分享" not in cleaned(text)


def test_official_head_goes_but_its_title_stays() -> None:
    head = (
        "名称：关于修桥的通知\n索引号：0001/2021-7\n发布机关：嘉兴市人民政府\n生成日期：2021-05-06\n"
        "文号：嘉政发〔2021〕7号\n主题词： \n"
    )
    text = (
        head
        + "==========\n+++++\n==========\n各县：\n修桥。\n地址: 河岸路1号\n版权所有：嘉兴市人民政府\n嘉兴市人民政府\n"
    )
    assert cleaned(text) == "关于修桥的通知\n各县：\n修桥。\n嘉兴市人民政府"
    said = describe(text)
    assert (said.title, said.issuer, said.number) == ("关于修桥的通知", "嘉兴市人民政府", "嘉政发〔2021〕7号")
    assert (said.date, said.place, said.kind) == ("2021-05-06", "330400", "Notice")


def test_lines_that_count_what_a_database_has_go() -> None:
    text = "第一条　修桥。\n法库链接：相关论文 3 篇\n第二条　养桥。\n参考：裁判文书 12 篇  修桥年鉴 (4篇)\n"
    assert cleaned(text + "论文：每人 3 篇，须署名。") == "第一条　修桥。\n第二条　养桥。\n论文：每人 3 篇，须署名。"


def test_two_fields_on_a_line_of_a_head_are_told_apart() -> None:
    fields = head_fields("索 引 号： 0001\n发文机关： 镇政府 成文日期： 1993年12月02日\n标　　题： 关于修桥的命令\n")
    assert fields == {"index": "0001", "issuer": "镇政府", "date": "1993年12月02日", "title": "关于修桥的命令"}
    assert head_end("标题：只有一行不是文件头\n正文。") == 0


def test_page_break_of_zero_width_within_a_sentence_is_mended() -> None:
    assert cleaned("\u200b\n桥修得很\n\u200b\n牢。\n下一段。\n") == "桥修得很牢。\n下一段。"


def test_wikisource_licence_goes_and_broken_lines_are_joined() -> None:
    text = (
        "各位：\n\n根据《\n修桥规划\n》，今年修桥。\n\n一、目标\n\n\n修桥。\n本作品是中华人民共和国的\n法律\n，属于\n"
        "公有领域\n。\nPublic domain\nfalse"
    )
    assert cleaned(text) == "各位：\n根据《修桥规划》，今年修桥。\n一、目标\n修桥。"
