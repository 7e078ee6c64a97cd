from pathlib import Path

import lxml.html
import pytest

from auditor.finding_ids import finding_ids
from auditor.model import RateVerdict
from auditor.render import figures
from auditor.render.thumbnails import EMBEDDED_AT_MOST
from auditor.render.words import rate_word
from tests.auditor.render import builders
from tests.auditor.render.community import sample_pictures, sample_report
from tests.auditor.render.parsing import parsed, select, texts


@pytest.fixture(scope="module")
def sample_page(tmp_path_factory: pytest.TempPathFactory) -> lxml.html.HtmlElement:
    report = sample_report()
    folder = tmp_path_factory.mktemp("shelf")
    return parsed(report, builders.shelved(folder, sample_pictures(report)))


def test_every_fragment_link_leads_somewhere(sample_page: lxml.html.HtmlElement) -> None:
    ids = {str(value) for value in select(sample_page, "//@id")}
    links = {str(value)[1:] for value in select(sample_page, "//a/@href[starts-with(., '#')]")}
    assert links - ids == set()


def test_the_first_screen_says_what_and_when_and_how_it_ended(
    sample_page: lxml.html.HtmlElement,
) -> None:
    assert texts(select(sample_page, "//*[@id='overview']//dl[@class='facts']//dd")) == [
        "华新社区",
        "成长型",
        "2026-11-24 01:00:03 +08:00 至 2026-11-24 01:41:15 +08:00",
        "山东省智慧社区建设指标（成长型）",
    ]
    assert texts(select(sample_page, "//div[contains(@class, 'verdict')]/p")) == [
        "总体结论",
        "× 不达标",
        "本轮检测未完成",
    ]
    first, note = texts(select(sample_page, "//div[@role='note']"))
    assert first.startswith("修复以下 8 路并核实以下 1 路可达标 华新社区")
    assert note.startswith("本轮检测未完成，未检测到的一律计为未知。 对照目标在")


def test_every_rate_shows_all_its_numbers(sample_page: lxml.html.HtmlElement) -> None:
    rows = select(sample_page, "//table[contains(@class, 'rates')]/tbody/tr[1]")
    assert [texts(row.xpath("*")) for row in rows] == [
        ["关键位置覆盖率", "23 / 24", "0", "95.8%", "95%", "还可再有 0 处不合格", "√达标"],
        ["关键位置联网率", "26 / 30", "2", "86.6% ～ 93.3%", "95%", "已超出 1 路", "×不达标"],
        ["关键位置摄像机完好率", "21 / 30", "2", "70.0% ～ 76.6%", "95%", "已超出 6 路", "×不达标"],
        ["公共视频资源出图率", "27 / 33", "2", "81.8% ～ 87.8%", "85%", "还可再有 0 路不合格", "？无法判定"],
        ["编码、名称、行政区划、经纬度合规率", "38 / 41", "0", "92.6%", "95%", "已超出 1 路", "×不达标"],
    ]  # fmt: skip
    bases = texts(select(sample_page, "//tr[@class='basis']"))
    assert bases[0].startswith("口径（第 1 版）：至少有一台在用摄像机登记在该处的关键位置")


def test_rates_by_class_and_beside_are_shown(sample_page: lxml.html.HtmlElement) -> None:
    rows = [texts(row.xpath("*")) for row in select(sample_page, "//*[@id='classes']//tbody/tr")]
    assert rows[0] == [
        "小区出入口",
        "√达标 6 / 6 100.0%",
        "×不达标 8 / 12 66.6% ～ 83.3% 未知 2",
        "×不达标 8 / 12 66.6% ～ 83.3% 未知 2",
    ]
    assert rows[-1] == ["编码合规率", "全部", "40 / 41", "0", "97.5%"]


def test_repairs_name_only_what_failed_and_the_missed_rates_first(
    sample_page: lxml.html.HtmlElement,
) -> None:
    titles = texts(select(sample_page, "//*[@id='repairs']/h3/span[1]"))
    assert titles == [
        "关键位置联网率",
        "关键位置摄像机完好率",
        "编码、名称、行政区划、经纬度合规率",
        "公共视频资源出图率",
        "关键位置覆盖率",
    ]
    (first, *_) = select(sample_page, "//*[@id='repairs']//table")
    assert [texts(row.xpath("*")) for row in first.xpath("tbody/tr")] == [
        ["第 4 行 华新社区北门球机", "三次尝试均被拒绝连接（554 端口）"],
        ["第 5 行 华新社区二期东门球机", "三次尝试均连接超时"],
    ]


def test_a_camera_line_tells_state_reason_and_how_far_it_got(
    sample_page: lxml.html.HtmlElement,
) -> None:
    found = select(sample_page, "//*[@id='camera-table']//tr[@id]")
    rows = {str(row.get("id")): texts(row.xpath("*")) for row in found}
    assert len(rows) == 41
    assert rows["camera-8"] == [
        "8",
        "无画面",
        "华新社区地下车库二号口球机37090216001320000008关键位置 K08公共视频资源",
        "■在线无流",
        "PLAY 成功后 15 秒内未收到媒体数据",
        "有应答，尝试 3 次最远到 RTSP PLAY首帧 －",
        "－",
    ]
    assert rows["camera-40"][3:] == [
        "●出图正常",
        "取得完整画面，未发现缺陷",
        "有应答，尝试 1 次最远到 解出画面首帧 2.2 秒",
        "H.2651920×1080",
    ]


def test_unknown_members_stand_in_their_own_list(sample_page: lxml.html.HtmlElement) -> None:
    rates = "关键位置联网率、关键位置摄像机完好率、公共视频资源出图率"
    rows = select(sample_page, "//*[@id='unknowns']//tbody/tr")
    assert [texts(row.xpath("*")) for row in rows] == [
        ["第 27 行 华新社区北门枪机", "登记的凭据未提供，未尝试登录", rates],
        ["第 28 行 华新社区二期东门球机", "登记表未填写地址，无法检测", rates],
    ]


def test_findings_locations_unreadable_rows_and_provenance_are_whole(
    sample_page: lxml.html.HtmlElement,
) -> None:
    report = sample_report()
    assert len(select(sample_page, "//*[@id='locations']//tbody/tr")) == 24
    (finding, *_) = select(sample_page, "//*[@id='findings']//tbody/tr")
    assert texts(finding.xpath("*")) == [
        "20",
        f"37090216001320000020{finding_ids(report)[0]}",
        "设备编码",
        "3709021600132000020",
        "×不合规",
        "设备编码应为 20 位数字，现为 19 位",
        "按 GB/T 28181 附录 D 重新编码",
    ]
    (error,) = select(sample_page, "//*[@id='unreadable']//tbody/tr")
    assert texts(error.xpath("*")) == ["registry.csv", "42", "44", "列数为 12，应为 20；该行未读取"]
    (provenance,) = texts(select(sample_page, "//*[@id='provenance']"))
    source = report.provenance
    expected = [source.round_id, source.registry_sha256, source.key_locations_sha256]
    expected += [source.tool_version, source.profile, source.divisions_as_of, source.edition]
    expected += [name for name, _ in source.probe_versions]
    expected += [figures.shanghai_time(source.started_at), figures.shanghai_time(source.ended_at)]
    expected += [result.rate.basis for result in report.results]
    assert [text for text in expected if text not in provenance] == []


def test_every_table_has_a_caption_and_every_header_a_scope(
    sample_page: lxml.html.HtmlElement,
) -> None:
    assert select(sample_page, "//table[not(caption)]") == []
    assert select(sample_page, "//th[not(@scope)]") == []
    assert select(sample_page, "//img[not(@alt)]") == []


def test_pictures_are_embedded_and_linked_to_their_files(tmp_path: Path) -> None:
    name = f"pictures/{builders.ROUND}/1.jpg"
    page = parsed(builders.report(), builders.shelved(tmp_path, {name: builders.jpeg()}))
    (link,) = select(page, "//*[@id='cameras']//a[@class='picture']")
    (image,) = select(link, "img")
    assert link.get("href") == name
    assert str(image.get("src")).startswith("data:image/jpeg;base64,/9j/")


def test_many_pictures_are_shown_lazily_from_their_files(tmp_path: Path) -> None:
    names = [f"pictures/{builders.ROUND}/{row}.jpg" for row in range(EMBEDDED_AT_MOST + 1)]
    page = parsed(builders.report(), dict.fromkeys(names, tmp_path / "unread.jpg"))
    (image,) = select(page, "//*[@id='cameras']//img")
    assert (image.get("src"), image.get("loading")) == (names[1], "lazy")


def test_a_picture_that_was_not_handed_over_is_not_linked_to() -> None:
    page = parsed(builders.report())
    assert select(page, "//img") == []
    assert texts(select(page, "//*[@id='camera-1']/td[2]")) == ["未附画面文件"]


@pytest.mark.parametrize("verdict", RateVerdict)
def test_each_verdict_has_its_word_and_an_empty_rate_no_percentage(verdict: RateVerdict) -> None:
    result = builders.indicator_result(verdict, of=0, met=0)
    page = parsed(builders.report(results=(result,)))
    (row,) = select(page, "//table[contains(@class, 'rates')]/tbody/tr[1]")
    word = rate_word(verdict)
    assert texts(row.xpath("td"))[:3] == ["0 / 0", "0", "－"]
    assert texts(row.xpath("td"))[-1] == f"{word.symbol}{word.text}"
    assert select(row, ".//svg") == []


def test_an_empty_report_is_still_a_page() -> None:
    page = parsed(builders.report(results=(), cameras=(), key_locations=()))
    assert texts(select(page, "//p[@class='word']")) == ["？ 无法判定"]
    (note,) = texts(select(page, "//div[@role='note']"))
    assert note == "没有未达标的指标，不需修复"
