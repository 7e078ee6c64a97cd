"""``cameras``: one line a registered camera, its state and how far the measurement got."""

from dataclasses import dataclass

from auditor.history.model import CameraTrend
from auditor.model import CameraResult
from auditor.render.vocabulary.column import Column, Kind, Masking, Table, plain, words
from auditor.render.words import DEVICE_STATUSES, STATES

__all__ = ["CAMERAS", "CameraLine"]

_REGISTRY = "台账（一机一档）"
_MEASURED = "本轮检测"
_CODE_CLAUSE = "台账；GB/T 28181-2022 附录 E"
_STREAM = "本轮检测；RFC 2326（RTSP）"
_NIGHTS = "近 30 夜的检测"


@dataclass(frozen=True, slots=True)
class CameraLine:
    """A camera with what is known of its nights; ``trend`` is None where nothing is."""

    result: CameraResult
    trend: CameraTrend | None = None

    @property
    def failing_since(self) -> str | None:
        """The first of the nights that were not good, as a date."""
        since = self.trend.failing_since if self.trend else None
        return since.isoformat() if since else None


CAMERAS: Table[CameraLine] = Table(
    id="cameras",
    title="摄像机",
    meaning="台账中每路摄像机一行：状态、原因、检测到哪一步、画面。",
    columns=(
        Column(
            id="row",
            title="台账行号",
            meaning="台账数据行的序号，从 1 起；只在本轮内有效，下一轮可能变动",
            kind=Kind.WHOLE,
            source=_REGISTRY,
            read=lambda one: one.result.camera.row,
        ),
        Column(
            id="device_code",
            title="设备编码",
            meaning="20 位国标编码，照台账原文",
            kind=Kind.CODE,
            source=_CODE_CLAUSE,
            read=lambda one: one.result.camera.device_code,
        ),
        Column(
            id="name",
            title="设备名称",
            meaning="照台账原文",
            source=_REGISTRY,
            masking=Masking.WORDS,
            read=lambda one: one.result.camera.name,
        ),
        Column(
            id="community",
            title="社区",
            meaning="所属社区",
            source=_REGISTRY,
            masking=Masking.WORDS,
            read=lambda one: one.result.camera.community,
        ),
        Column(
            id="key_location_id",
            title="关键位置编号",
            meaning="登记在哪个应建关键位置；空为不在关键位置",
            kind=Kind.CODE,
            source=_REGISTRY,
            masking=Masking.WORDS,
            read=lambda one: one.result.camera.key_location_id,
        ),
        Column(
            id="public_video",
            title="公共视频资源",
            meaning="是否公共视频资源；空为台账未说明",
            kind=Kind.TRUTH,
            source=_REGISTRY,
            read=lambda one: one.result.camera.public_video,
        ),
        Column(
            id="state",
            title="状态",
            meaning="本轮状态；“未检测”“探测受阻”好坏不明，不是故障",
            kind=Kind.CHOICE,
            values=words(STATES.items()),
            source=_MEASURED,
            read=lambda one: one.result.state.value,
        ),
        Column(
            id="state_text",
            title="状态（中文）",
            meaning="状态的中文",
            words_of="state",
            source=_MEASURED,
            read=lambda one: STATES[one.result.state].text,
        ),
        Column(
            id="reason",
            title="原因",
            meaning="为何是这个状态",
            source=_MEASURED,
            masking=Masking.WORDS,
            read=lambda one: one.result.reason,
        ),
        Column(
            id="answered",
            title="有协议应答",
            meaning="本轮是否按 RTSP 或 ONVIF 作过应答；仅端口开放不算",
            kind=Kind.TRUTH,
            source=_MEASURED,
            read=lambda one: one.result.answered,
        ),
        Column(
            id="tries",
            title="尝试次数",
            meaning="本轮尝试了几次",
            kind=Kind.WHOLE,
            unit="次",
            source=_MEASURED,
            read=lambda one: one.result.tries,
        ),
        Column(
            id="furthest_step",
            title="最远步骤",
            meaning="最好的一次到了哪一步（resolve … second_picture）；空为未开始",
            source=_STREAM,
            read=lambda one: one.result.furthest_step,
        ),
        Column(
            id="first_frame_ms",
            title="首帧时间",
            meaning="从开始到解出第一幅画面",
            kind=Kind.WHOLE,
            unit="毫秒",
            source=_MEASURED,
            read=lambda one: one.result.first_frame_ms,
        ),
        Column(
            id="codec",
            title="编码格式",
            meaning="主码流的视频编码",
            source=_MEASURED,
            read=lambda one: one.result.codec,
        ),
        Column(
            id="size",
            title="画面尺寸",
            meaning="主码流宽×高",
            unit="像素",
            source=_MEASURED,
            read=lambda one: one.result.size,
        ),
        Column(
            id="defects",
            title="画面缺陷",
            meaning="画面有哪些缺陷（规则编号，分号相隔）",
            source="docs/rules 中 PIC 各条",
            read=lambda one: "；".join(one.result.defects),
        ),
        Column(
            id="picture",
            title="画面文件",
            meaning="相对报告文件夹的路径",
            source=_MEASURED,
            read=lambda one: one.result.picture,
        ),
        Column(
            id="picture_sha256",
            title="画面哈希",
            meaning="画面文件的 SHA-256",
            kind=Kind.CODE,
            source=_MEASURED,
            read=lambda one: one.result.picture_sha256,
        ),
        Column(
            id="picture_taken_at",
            title="画面时间",
            meaning="取得画面的那次尝试开始的时间（检测方时钟）",
            kind=Kind.TIME,
            source=_MEASURED,
            read=lambda one: one.result.picture_taken_at,
        ),
        Column(
            id="picture_stream",
            title="画面码流",
            meaning="画面取自主码流还是子码流；空为没有画面",
            kind=Kind.CHOICE,
            values=plain(("main", "主码流"), ("sub", "子码流")),
            source=_MEASURED,
            read=lambda one: one.result.picture_stream or None,
        ),
        Column(
            id="division",
            title="行政区域",
            meaning="行政区划代码，照台账原文",
            kind=Kind.CODE,
            source="台账；GB/T 2260",
            read=lambda one: one.result.camera.division,
        ),
        Column(
            id="address",
            title="安装地址",
            meaning="照台账原文",
            source=_REGISTRY,
            masking=Masking.WORDS,
            read=lambda one: one.result.camera.address,
        ),
        Column(
            id="status",
            title="设备状态",
            meaning="台账登记的设备状态",
            kind=Kind.CHOICE,
            values=plain(*((key.value, text) for key, text in DEVICE_STATUSES.items())),
            source=_REGISTRY,
            read=lambda one: one.result.camera.status.value,
        ),
        Column(
            id="longitude",
            title="经度",
            meaning="照台账原文",
            unit="度",
            source="台账；GB/T 28181-2022 A.2.1.9",
            masking=Masking.POSITION,
            read=lambda one: one.result.camera.longitude,
        ),
        Column(
            id="latitude",
            title="纬度",
            meaning="照台账原文",
            unit="度",
            source="台账；GB/T 28181-2022 A.2.1.9",
            masking=Masking.POSITION,
            read=lambda one: one.result.camera.latitude,
        ),
        Column(
            id="host",
            title="主机地址",
            meaning="检测的主机：取流地址、ONVIF 地址或 IPv4 地址中的主机",
            source=_REGISTRY,
            masking=Masking.ADDRESS,
            read=lambda one: one.result.camera.host,
        ),
        Column(
            id="failing_nights",
            title="连续失败夜数",
            meaning="连续多少夜不正常；不能判断的夜既不计入也不中断；空为没有历史",
            kind=Kind.WHOLE,
            unit="夜",
            source=_NIGHTS,
            read=lambda one: one.trend.failing_nights if one.trend else None,
        ),
        Column(
            id="failing_since",
            title="失败始于",
            meaning="连续失败的第一夜（以入夜那天的日期为名）",
            source=_NIGHTS,
            read=lambda one: one.failing_since,
        ),
        Column(
            id="flapping",
            title="时好时坏",
            meaning="近 14 个已知夜中好坏变化至少三次；仅作提示，不影响状态和比率",
            kind=Kind.TRUTH,
            source=_NIGHTS,
            read=lambda one: one.trend.flapping if one.trend else None,
        ),
        Column(
            id="nights",
            title="各夜状态",
            meaning="每夜一个字母：o 正常，a 画面异常，n 在线无流，x 离线，- 未检测，b 探测受阻，. 无记录",
            source=_NIGHTS,
            read=lambda one: one.trend.states if one.trend else None,
        ),
    ),
)
