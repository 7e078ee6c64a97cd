"""Acceptance forms of invented communities, shaped like published ones, in every format."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import docx

HEADERS = ("一级指标", "序号", "二级指标", "指标释义", "标准要求")
TITLE = "智慧社区建设验收结果公示（成长型）"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    number: int
    title: str
    definition: str
    standard: str
    answer: str
    group: str = "基础设施"


@dataclass(frozen=True, slots=True)
class Sample:
    """One form; ``answers`` replaces those of the base form, by number."""

    community: str = "云帆社区"
    answers: Mapping[int, str] = field(default_factory=dict)
    intro: str = "经云帆社区申请，经过本级初验，初步确定达到成长型相关建设标准。"
    numbers: Sequence[int] = tuple(range(1, 29))
    header: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        chosen = (line for line in BASE if line.number in self.numbers)
        return tuple(
            replace(line, answer=self.answers.get(line.number, line.answer)) for line in chosen
        )

    @property
    def headers(self) -> tuple[str, ...]:
        return (*HEADERS, self.header or f"{self.community}完成情况")


BASE = (
    Line(
        1,
        "有线宽带网络",
        "千兆光纤网络覆盖率=具备千兆接入能力的家庭数/社区家庭总数",
        "千兆光纤网络覆盖率达到80%",
        "达标。\n千兆光纤网络覆盖率达到97.5%，其中具备千兆接入能力的家庭数3120户，社区家庭总数3200户。",
    ),
    Line(
        2,
        "移动通信网络",
        "5G网络覆盖率=5G信号覆盖的区域面积/社区总面积",
        "5G网络覆盖率达到90%",
        "达标。\n5G网络覆盖率达到100%，其中5G信号覆盖的区域面积是0.52平方公里，社区总面积是0.52平方公里。",
    ),
    Line(
        3,
        "广播电视",
        "广播电视覆盖率=具备接入能力的家庭数/社区家庭总数\n注：每个家庭只计算一次",
        "广播电视覆盖率达到80%",
        "达标。\n广播电视覆盖率为98.1%（3140/3200）。",
    ),
    Line(
        4,
        "视频监控设施",
        "社区内视频监控设施覆盖、联网和应用情况",
        "1.视频监控在小区出入口、停车库（场）出入口、社区主干道、消防通道等关键位置的覆盖率、联网率、摄像机完好率均达到95%；\n2.公共视频资源出图率达到85%；\n3.视频监控编码、名称、行政区划、经纬度等合规率达到95%",
        "达标。\n1.应覆盖关键位置40处，已覆盖39处，覆盖率97.5%；关键位置摄像机共120路，联网118路，联网率98.3%，完好116路，摄像机完好率96.7%；\n2.公共视频资源共80路，出图76路，出图率95%；\n3.视频监控编码、名称、行政区划、经纬度等合规率达到97.5%（117/120）。",
    ),
    Line(
        5,
        "智能照明设施",
        "智能照明设施安装率=社区内智能照明设备数/社区内公共照明设备总数",
        "智能照明设施安装率达到80%",
        "达标。\n智能照明设施安装率达到83.3%，其中社区内智能照明设备数85个，社区内公共照明设备总数102个。",
    ),
    Line(
        6,
        "智能充电设施",
        "集中充电设施安装情况",
        "有电动自行车的每个小区拥有智能安全充电设施",
        "达标。\n社区内共5个小区，5个小区均建有智能充电桩，共62个充电端口。",
    ),
    Line(
        7,
        "家庭能源采集设施",
        "安装率=远程能源智能监控表数量/社区家庭总数",
        "家庭能源自动化采集设施安装率达到70%",
        "达标。\n家庭能源自动化采集设施安装率达到92.2%，远程能源智能监控表数量2950个，社区家庭总数3200户。",
    ),
    Line(
        8,
        "智慧社区综合信息平台",
        "依托统建的平台提供一体化的管理和服务",
        "1.对采集的社区信息实现动态更新；\n2.实现与物业平台互联互通；\n3.整合或新建5个智慧社区应用场景",
        "达标。\n接入“云帆智慧社区”平台，数据每日更新；已与2家物业平台对接；整合3个、新建2个智慧社区应用场景。",
    ),
    Line(
        9,
        "政务服务",
        "推动政务服务向社区延伸",
        "可为居民提供线下或线上“一站式”政务服务",
        "达标。\n便民服务大厅设窗口4个，自助终端1台，可办事项57项。",
        "社区服务",
    ),
    Line(
        10,
        "养老服务",
        "提供社区养老服务",
        "1.为60岁及以上常住独居老人配备紧急呼叫装置；\n2.60岁及以上常住老年人占比超过30%的社区提供2种社区养老服务",
        "达标。\n1.为独居老人配备紧急呼叫装置36套；\n2.60岁及以上老年人占比21.4%，没超过30%，仍提供助餐、助浴服务。",
        "社区服务",
    ),
    Line(
        11,
        "文体服务",
        "丰富社区居民日常生活",
        "1.社区内拥有1个共享图书角；\n2.步行15分钟可达范围内拥有1处体育场地",
        "达标。\n1.社区内拥有2个共享图书角；\n2.步行15分钟可达范围内有1处体育场地（口袋公园）。",
        "社区服务",
    ),
    Line(
        12,
        "便民生活服务",
        "满足多样化需求",
        "按需配备智能便民服务设施",
        "达标。\n配备智能快件箱6组、智能直饮水机4台、智能垃圾分类箱5组等。",
        "社区服务",
    ),
    Line(
        13,
        "物业（公共事业）服务",
        "提升物业管理水平",
        "1.提供便捷化的线上缴费服务；\n2.社区内80%小区实现垃圾分类的智能化监控",
        "达标。\n1.通过小程序缴纳水、电、物业费；\n2.5个小区中4个小区实现垃圾分类智能化监控，占80%。",
        "社区服务",
    ),
    Line(
        14,
        "社区警务",
        "提高平安建设能力",
        "实现治安防范预警信息发布，支持警情发布",
        "达标。\n2024年发布预警信息42条，居民上报163件。",
        "社区安全",
    ),
    Line(
        15,
        "出入管理",
        "人员和车辆的智能化管理",
        "封闭式小区出入口部署智能门禁系统",
        "达标。\n封闭式小区3个，出入口9处，均部署智能门禁。",
        "社区安全",
    ),
    Line(
        16,
        "周界防范",
        "异常情况监测报警",
        "封闭式小区至少具备一种周界防护设施",
        "达标。\n封闭式小区3个，均安装周界视频监控，共41路。",
        "社区安全",
    ),
    Line(
        17,
        "高空抛物监测",
        "感知、识别和报警",
        "12层及以上住宅实现高空抛物监控报警",
        "达标。\n12层及以上住宅8栋，均安装高空抛物摄像机，共32路。",
        "社区安全",
    ),
    Line(
        18,
        "特殊人群管理",
        "监督和管理",
        "为特殊人群建档立卡并实时推送相关政策",
        "达标。\n建档17人，走访记录每月更新。",
        "社区安全",
    ),
    Line(
        19,
        "消防隐患管理",
        "识别消防隐患",
        "1.社区内80%小区实现消防隐患的自动化识别和上报；\n2.住宅电梯实现运行监测",
        "达标。\n1.5个小区全部实现自动识别；\n2.电梯44部，全部接入监测平台。",
        "社区安全",
    ),
    Line(
        20,
        "火灾自动报警",
        "提高火情处置能力",
        "住宅建筑公共区域实现火灾自动报警系统全覆盖",
        "达标。\n8栋高层全部接入消控室，安装烟感1240个。",
        "社区安全",
    ),
    Line(
        21,
        "治理方式创新",
        "提升治理水平",
        "发挥数字技术在社区治理中的作用",
        "达标。\n网格员用手机端上报事件，2024年办结518件。",
        "社区治理",
    ),
    Line(
        22,
        "居民参与共治",
        "拓宽参与渠道",
        "1.采用网上选民登记；\n2.每年不少于2次线上议事协商活动",
        "达标。\n2024年召开线上议事会3次，网上登记选民2106人。",
        "社区治理",
    ),
    Line(23, "疫情防控", "精细化管理", "实时发布政策措施", "已完成", "社区治理"),
    Line(
        24,
        "体制机制",
        "组织机制建设",
        "具有明确的智慧社区运营主体",
        "达标。\n运营主体为云帆物业有限公司。",
        "保障措施",
    ),
    Line(
        25,
        "宣传普及",
        "宣传建设成效",
        "每年开展2次智慧社区宣传普及活动",
        "达标。\n2024年5月、9月共开展3次宣传活动。",
        "保障措施",
    ),
    Line(
        26,
        "信息安全",
        "个人信息保护",
        "采用加密等安全措施保障居民个人信息安全",
        "达标。\n平台通过等保二级测评，日志留存180天。",
        "保障措施",
    ),
    Line(
        27,
        "创新应用场景",
        "打造创新应用场景",
        "形成不少于1项在市级层面推广的创新应用场景",
        "达标。\n“一键叫餐”场景由市大数据局推广。",
        "创新应用和做法",
    ),
    Line(
        28,
        "居民体验调查",
        "评价建设效果",
        "居民满意度达到70%",
        "达标。\n发放问卷600份，居民满意度达到93.5%。",
        "居民体验",
    ),
)

VIDEO_TWO_LINES = "达标。1.视频监控覆盖率、联网率、摄像机完好率均达到９５％以上；2.公共视频资源出图率达92％；3.合规率为百分之九十八。"

CLEAN: Mapping[str, Sample] = {
    "counted": Sample(),
    "full_width_and_words": Sample(
        community="星河里社区",
        header="星河里社区自评情况",
        answers={
            1: "达标，千兆光纤网络覆盖率为百分之九十八点五。",
            2: "达标，5Ｇ网络覆盖率达９５％以上。",
            4: VIDEO_TWO_LINES,
            28: "达标，居民满意度：百分之九十",
        },
    ),
    "hundred": Sample(
        answers={
            1: "达标。千兆光纤网络覆盖率100%，社区家庭总数2,180户，具备千兆接入能力的家庭2,180户。",
            4: "达标\n1、关键位置的覆盖率、联网率、摄像机完好率均达到100%；\n2、公共视频资源出图率100%；\n3、合规率100%",
        }
    ),
    "done_only": Sample(answers=dict.fromkeys(range(1, 29), "已完成"), header="建设情况"),
    "respectively": Sample(
        answers={
            4: "达标。1.覆盖率、联网率和摄像机完好率分别达到96%、97.5%和98%；2.出图率由84%提升至96%；3.合规率达到96%左右。",
            5: "达标。公共照明设备总数90盏，其中智能照明82盏，安装率达到90%以上。",
        }
    ),
    "summed_up": Sample(
        answers={
            4: "符合标准。1.覆盖率、联网率、摄像机完好率均达到95%，其中覆盖率100%、联网率98%、摄像机完好率97%；2.公共视频资源出图率96%（77/80）；3.合规率99.2%。",
            2: "不达标，5G网络覆盖率达到85%，正在建设基站。",
            17: "不涉及，12层及以上住宅0栋。",
        }
    ),
    "parts_of_the_area": Sample(
        answers={
            1: "达标。千兆光纤网络覆盖率96%，其中A小区100%，B小区78%。",
            4: "达标。共有摄像头326个。总体覆盖率98%，其中北门小区覆盖率90%；联网率98%；摄像机完好率97%；公共视频资源出图率95%；合规率98%。",
        },
        intro="",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is changed in the base form, and the findings that follow: number, rule, quotation."""

    answers: Mapping[int, str]
    found: tuple[tuple[int, str, str], ...]


FAULTY: Mapping[str, Fault] = {
    "below": Fault(
        {2: "达标。5G网络覆盖率达到８０%。"}, ((2, "DECL-01", "5G网络覆盖率达到８０%"),)
    ),
    "below_in_words": Fault(
        {28: "达标。居民满意度达到百分之六十八。"}, ((28, "DECL-01", "居民满意度达到百分之六十八"),)
    ),
    "joint": Fault(
        {
            4: "达标。1.关键位置的覆盖率、联网率、摄像机完好率均达到90%，联网率97%；2.出图率达到88%；3.合规率达到98%。"
        },
        (
            (4, "DECL-01", "覆盖率、联网率、摄像机完好率均达到90%"),
            (4, "DECL-05", "覆盖率、联网率、摄像机完好率均达到90%，联网率97%"),
        ),
    ),
    "counts": Fault(
        {
            5: "达标。\n智能照明设施安装率达到88%，其中社区内智能照明设备数88个，社区内公共照明设备总数121个。"
        },
        (
            (
                5,
                "DECL-02",
                "智能照明设施安装率达到88%，其中社区内智能照明设备数88个，社区内公共照明设备总数121个",
            ),
            (
                5,
                "DECL-04",
                "智能照明设施安装率达到88%，其中社区内智能照明设备数88个，社区内公共照明设备总数121个",
            ),
        ),
    ),
    "counts_above": Fault(
        {
            1: "达标。千兆光纤网络覆盖率达到85%，具备千兆接入能力的家庭数3200户，社区家庭总数3200户。"
        },
        (
            (
                1,
                "DECL-03",
                "千兆光纤网络覆盖率达到85%，具备千兆接入能力的家庭数3200户，社区家庭总数3200户",
            ),
        ),
    ),
    "echo": Fault(
        {3: "达标。广播电视覆盖率达到80%。", 28: "达标，居民满意度达到70％"},
        ((3, "DECL-07", "广播电视覆盖率达到80%"), (28, "DECL-07", "居民满意度达到70％")),
    ),
    "impossible_share": Fault(
        {13: "达标。社区内90%小区实现垃圾分类智能化监控。"}, ((13, "DECL-10", "90%小区"),)
    ),
    "nothing_of_all": Fault(
        {17: "达标。社区内12层及以上住宅０栋，均实现高空抛物监控报警。"},
        ((17, "DECL-11", "社区内12层及以上住宅０栋，均"),),
    ),
    "gaps": Fault(
        {9: "", 10: "达标。为独居老人配备紧急呼叫装置__套。", 16: "××社区共安装周界监控12路。"},
        (
            (9, "DECL-12", "政务服务"),
            (10, "DECL-13", "紧急呼叫装置__套。"),
            (16, "DECL-13", "××社区共安"),
        ),
    ),
    "template": Fault(
        {12: "例：配备智能快件箱6组。", 24: "达标。运营主体为【填写单位名称】。"},
        ((12, "DECL-14", "例："), (24, "DECL-14", "【填写单位名称】")),
    ),
    "copied": Fault(
        {20: "达标。\n住宅建筑公共区域实现火灾自动报警系统全覆盖。"},
        ((20, "DECL-15", "住宅建筑公共区域实现火灾自动报警系统全覆盖。"),),
    ),
    "picture_above": Fault(
        {
            4: "达标。1.覆盖率、联网率均为98%，摄像机完好率96%；2.公共视频资源出图率99%；3.合规率98%。"
        },
        ((4, "DECL-17", "公共视频资源出图率99%"),),
    ),
    "too_few": Fault(
        {25: "达标。每年开展1次智慧社区宣传普及活动。"}, ((25, "DECL-09", "每年开展1次"),)
    ),
    "bound": Fault(
        {2: "达标。5G网络覆盖率达到80%以上。"}, ((2, "DECL-08", "5G网络覆盖率达到80%以上"),)
    ),
}


def as_hanging_text(sample: Sample) -> str:
    """Every cell on a line with a leading tab, as converters of DOC files write tables."""
    rows = [_cells(sample.headers)]
    group = ""
    for line in sample.lines:
        first = line.group if line.group != group else ""
        group = line.group
        rows.append(_cells((first, *_texts(line)[1:])))
    return f"\n\n{TITLE}\n\n{sample.intro}\n\n" + "\n".join(rows) + "\n"


def as_lined_text(sample: Sample) -> str:
    """A line a row, cells between tabs; line breaks in a cell are blanks."""
    lines = [sample.headers, *(_texts(line) for line in sample.lines)]
    return f"{TITLE}\n{sample.intro}\n" + "\n".join(
        "\t".join(text.replace("\n", " ") for text in line) for line in lines
    )


def as_bars(sample: Sample) -> str:
    """Cells between bars."""
    lines = [sample.headers, tuple("---" for _ in sample.headers), *map(_texts, sample.lines)]
    return f"{TITLE}\n{sample.intro}\n" + "\n".join(
        "| " + " | ".join(text.replace("\n", " ") for text in line) + " |" for line in lines
    )


def as_labelled_text(sample: Sample) -> str:
    """No table: a section an indicator."""
    sections = (
        f"{line.number}．{line.title}\n指标释义：{line.definition}\n标准要求：{line.standard}\n"
        f"完成情况：{line.answer}\n"
        for line in sample.lines
    )
    return f"{TITLE}\n{sample.intro}\n" + "\n".join(sections)


def as_html(sample: Sample) -> str:
    """A county's page: a table for the layout, the form inside it, merged first column."""
    rows = "".join(f"<th>{header}</th>" for header in sample.headers)
    body = f"<tr>{rows}</tr>"
    seen: set[str] = set()
    for line in sample.lines:
        many = sum(1 for other in sample.lines if other.group == line.group)
        first = "" if line.group in seen else f'<td rowspan="{many}">{line.group}</td>'
        seen.add(line.group)
        cells = "".join(f"<td><p>{t.replace(chr(10), '<br/>')}</p></td>" for t in _texts(line)[1:])
        body += f"<tr>{first}{cells}</tr>"
    return (
        '<html><head><meta charset="gb2312"><title>公示</title></head><body>'
        f"<table><tr><td><h1>{TITLE}</h1><p>{sample.intro}</p><script>var a='____';</script>"
        f"<table border=1>{body}</table></td></tr></table></body></html>"
    )


def as_docx(sample: Sample) -> bytes:
    """A Word file with the first column merged downwards."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph(sample.intro)
    table = document.add_table(rows=1 + len(sample.lines), cols=len(sample.headers))
    for row, texts in zip(
        table.rows, (sample.headers, *(_texts(line) for line in sample.lines)), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    _merge_groups(table, sample)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _merge_groups(table: "docx.table.Table", sample: Sample) -> None:
    groups = [line.group for line in sample.lines]
    for group in dict.fromkeys(groups):
        places = [at for at, each in enumerate(groups, start=1) if each == group]
        for at in places:
            table.cell(at, 0).text = ""
        merged = table.cell(places[0], 0).merge(table.cell(places[-1], 0))
        merged.text = group


def _texts(line: Line) -> tuple[str, ...]:
    return (line.group, str(line.number), line.title, line.definition, line.standard, line.answer)


def _cells(texts: Sequence[str]) -> str:
    return "\n".join(f"\t{text}" for text in texts) + "\n"
