"""联网率 and 完好率: the denominator is the cameras at planned key locations."""

from auditor.aggregate import total_rate
from auditor.examples import camera
from auditor.indicators import health_rate, networking_rate
from auditor.model import Member, Outcome, Rate
from auditor.records import DeviceStatus
from tests.auditor.indicators.rounds import DEAD, GOOD, UNSEEN, every_state, judged_round, seen

HEALTH, NETWORKING = health_rate.INDICATOR, networking_rate.INDICATOR
LABEL = "莱芜区云帆街道云帆社区星河里小区北门01"
ANSWERED = "本轮有 RTSP 或 ONVIF 协议应答"
REFUSED = "设备拒绝了所提供的凭据（口令错误，或连接数已满）"
MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def member(row: int, outcome: Outcome, reason: str) -> Member:
    return Member(key=str(row), label=LABEL, outcome=outcome, reason=reason)


def test_networking_is_an_answer_at_protocol_level() -> None:
    assert total_rate(NETWORKING, judged_round(*every_state())) == Rate(
        indicator="networking_rate",
        version=1,
        title="关键位置联网率",
        scope="all",
        of=7,
        met=5,
        unknown=1,
        excluded=0,
        basis="分母：登记于应建关键位置的在册摄像机；分子：本轮在协议层（RTSP 或 ONVIF）有应答，"
        "仅端口开放不算，要求认证（401）算应答。未采用台账“联网属性”列（各系统 0/1 含义不一）",
        members=(
            member(1, MET, ANSWERED),
            member(2, MET, ANSWERED),
            member(3, MET, ANSWERED),
            member(4, NOT_MET, "端口拒绝连接（3 次尝试均未出图，第二客户端复核一致）"),
            member(5, MET, ANSWERED),
            member(6, MET, ANSWERED),
            member(7, UNKNOWN, "本轮未检测"),
        ),
    )


def test_health_is_a_picture_without_defect() -> None:
    assert total_rate(HEALTH, judged_round(*every_state())) == Rate(
        indicator="health_rate",
        version=1,
        title="关键位置摄像机完好率",
        scope="all",
        of=7,
        met=1,
        unknown=2,
        excluded=0,
        basis="分母：登记于应建关键位置的在册摄像机；分子：本轮取得画面且未见下列异常："
        "黑屏、单色（含无信号画面）、雪花、残缺解码、占位图、非本轮画面、冻结、过曝、条纹、噪声、"
        "偏色、模糊。疑似遮挡、疑似重复、白天过暗只提示人工核对。维修中的摄像机计为不完好",
        members=(
            member(1, MET, "取得画面，未见异常"),
            member(2, NOT_MET, "画面模糊，全图没有清晰边缘"),
            member(3, NOT_MET, "画面为黑屏"),
            member(4, NOT_MET, "端口拒绝连接（3 次尝试均未出图，第二客户端复核一致）"),
            member(
                5, NOT_MET, "设备上没有所登记的码流（404）（3 次尝试均未出图，第二客户端复核一致）"
            ),
            member(6, UNKNOWN, REFUSED),
            member(7, UNKNOWN, "本轮未检测"),
        ),
    )


def test_a_camera_under_repair_is_not_healthy_and_may_be_networked() -> None:
    kinds = {1: GOOD, 2: UNSEEN, 3: DEAD}
    cameras = [
        seen(kind, camera(row=row, status=DeviceStatus.IN_REPAIR)) for row, kind in kinds.items()
    ]
    health = total_rate(HEALTH, judged_round(*cameras))
    networking = total_rate(NETWORKING, judged_round(*cameras))
    assert (health.of, health.met, health.unknown) == (3, 0, 0)
    assert health.members[0].reason == "台账设备状态为维修；取得画面，未见异常"
    assert (networking.of, networking.met, networking.unknown) == (3, 1, 1)


def test_only_cameras_at_planned_key_locations_are_counted() -> None:
    elsewhere = [seen(GOOD, camera(row=n, key_location_id=k)) for n, k in ((1, ""), (2, "KL-99"))]
    for indicator in (HEALTH, NETWORKING):
        assert total_rate(indicator, judged_round(*elsewhere)).of == 0
