"""A camera's state from what was seen: every kind of failure, and never blame for our own."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.agreement import BLOCKED, CONFIRMABLE
from auditor.examples import camera, confirmed, evidence, failed, frame, metrics, onvif, pictured
from auditor.failure_words import failure_text
from auditor.judge import best_picture
from auditor.model import CameraState, Evidence
from auditor.state import SILENT_ROUND, StateResult, answered, camera_state, is_final, is_silent
from probes.failure import Failure, FailureKind
from probes.observation import Observation
from probes.onvif_device import OnvifDevice
from probes.rtsp_frame import RtspFrame

TRIES = 3
K = FailureKind
OURS = frozenset(kind for kind in K if kind.is_ours)
CONDEMNING = frozenset(K) - OURS - BLOCKED - CONFIRMABLE
BLACK = frame(metrics(dark_share=1.0, luma_mean=1.0))
BLURRED = frame(metrics(laplacian_variance=3.0))


def state(*seen: Observation[object], tries: int = TRIES) -> StateResult:
    item = evidence(*seen)
    return camera_state(item, best_picture(item), tries=tries)


def thrice(kind: FailureKind, *, answered: bool = False) -> list[Observation[object]]:
    return [failed(kind, attempt=n, answered=answered) for n in (1, 2, 3)]


def open_port(attempt: int = 1) -> Observation[object]:
    return replace(pictured(attempt=attempt), probe="tcp_connect", payload=None, answered=False)


# Each kind of failure, thrice, against what the second client said: it got a picture, it got none
# either, it was not asked, and it was kept away.
OK, OFF, NOT = CameraState.PICTURE_OK, CameraState.OFFLINE, CameraState.NOT_PROBED
STOP = CameraState.PROBE_BLOCKED
TABLE = {
    # kind: (a picture, none either, not asked, kept away by the number of sessions)
    K.DNS_FAILED: (OK, STOP, STOP, STOP),
    K.CONNECTION_REFUSED: (OK, OFF, NOT, STOP),
    K.CONNECTION_TIMED_OUT: (OK, OFF, NOT, STOP),
    K.HOST_UNREACHABLE: (OK, OFF, NOT, STOP),
    K.CONNECTION_RESET: (OK, OFF, NOT, STOP),
    K.TLS_FAILED: (OK, STOP, STOP, STOP),
    K.RESPONSE_TIMED_OUT: (OK, OFF, NOT, STOP),
    K.AUTHENTICATION_REQUIRED: (OK, STOP, STOP, STOP),
    K.AUTHENTICATION_REJECTED: (OK, STOP, STOP, STOP),
    K.ACCOUNT_LOCKED: (OK, STOP, STOP, STOP),
    K.SESSION_LIMIT: (OK, STOP, STOP, STOP),
    K.NOT_FOUND: (OK, OFF, NOT, STOP),
    K.NOT_SUPPORTED: (OK, STOP, STOP, STOP),
    K.PROTOCOL_ERROR: (OK, OFF, STOP, STOP),
    K.NO_MEDIA: (OK, OFF, NOT, STOP),
    K.WRONG_MEDIA: (OK, OFF, STOP, STOP),
    K.NOT_DECODABLE: (OK, OFF, STOP, STOP),
    K.FIRST_FRAME_TIMED_OUT: (OK, OFF, STOP, STOP),
    K.ADDRESS_NOT_ALLOWED: (OK, NOT, NOT, STOP),
    K.LOGIN_WITHHELD: (OK, STOP, STOP, STOP),
    K.RESOURCE_EXHAUSTED: (OK, NOT, NOT, STOP),
    K.NO_ROUTE: (OK, NOT, NOT, STOP),
    K.DECODER_CRASHED: (OK, STOP, STOP, STOP),
    K.INTERRUPTED: (OK, NOT, NOT, STOP),
    K.SKIPPED: (OK, NOT, NOT, STOP),
    K.BUG: (OK, NOT, NOT, STOP),
}


def test_each_kind_of_failure_against_each_second_opinion() -> None:
    opinions: tuple[list[Observation[object]], ...] = (
        [confirmed(None)],
        [confirmed(K.NO_MEDIA)],
        [],
        [confirmed(K.SESSION_LIMIT)],
    )
    found = {
        kind: tuple(state(*thrice(kind), *opinion).state for opinion in opinions) for kind in K
    }
    assert found == TABLE


@pytest.mark.parametrize("kind", sorted(K))
def test_each_second_opinion_on_three_silences(kind: FailureKind) -> None:
    expected = OFF if kind in CONDEMNING | CONFIRMABLE else STOP if kind in BLOCKED else NOT
    assert state(*thrice(K.RESPONSE_TIMED_OUT), confirmed(kind)).state is expected


@pytest.mark.parametrize("kind", sorted(CONDEMNING | CONFIRMABLE))
@pytest.mark.parametrize(
    ("answered", "expected"),
    [(False, CameraState.OFFLINE), (True, CameraState.ONLINE_NO_STREAM)],
)
def test_three_failures_and_an_agreeing_second_client_are_a_no(
    kind: FailureKind,
    answered: bool,  # noqa: FBT001 - a parameter of the test
    expected: CameraState,
) -> None:
    words = failure_text(Failure("describe", kind))
    assert state(*thrice(kind, answered=answered), confirmed(kind)) == StateResult(
        expected, f"{words}（3 次尝试均未出图，第二客户端复核一致）"
    )


def test_without_the_second_client_nothing_is_final() -> None:
    assert state(*thrice(K.NOT_FOUND, answered=True)) == StateResult(
        NOT, "设备上没有所登记的码流（404）（3 次尝试均未出图，第二客户端尚未复核，不作结论）"
    )
    assert state(*thrice(K.NOT_FOUND), confirmed(K.INTERRUPTED)) == StateResult(
        NOT,
        "设备上没有所登记的码流（404）（3 次尝试均未出图，第二客户端未能复核（检测被中断），不作结论）",
    )


def test_the_second_dial_alone_confirms_a_closed_port() -> None:
    again = replace(failed(K.CONNECTION_REFUSED, attempt=4), probe="tcp_again", payload=None)
    refused = thrice(K.CONNECTION_REFUSED)
    assert state(*refused, again).state is OFF
    assert state(*refused, replace(again, failure=None)).state is NOT
    assert state(*refused, replace(again, failure=None), confirmed()).state is OFF


def test_every_stream_that_was_asked_must_be_confirmed() -> None:
    opinions = [confirmed(K.NOT_FOUND), confirmed(K.DECODER_CRASHED)]
    assert state(*thrice(K.NOT_FOUND), *opinions).state is STOP


def test_the_other_transport_speaks_only_by_a_picture() -> None:
    silent = replace(failed(K.NO_MEDIA, attempt=4, answered=True), probe="rtsp_udp")
    tries = thrice(K.NO_MEDIA, answered=True)
    assert state(*tries, silent).state is NOT
    assert state(*tries, confirmed(), silent).state is CameraState.ONLINE_NO_STREAM
    assert state(*tries, confirmed(), replace(pictured(attempt=4), probe="rtsp_udp")) == (
        StateResult(OK, "取得画面，未见异常（画面改用 UDP 传输取得）")
    )


def test_a_picture_says_by_which_way_it_came() -> None:
    assert state(*thrice(K.NO_MEDIA), confirmed(None)) == StateResult(
        OK, "取得画面，未见异常（画面由第二客户端 FFmpeg 取得）"
    )


@pytest.mark.parametrize("kind", sorted(BLOCKED | CONFIRMABLE))
def test_what_keeps_us_from_the_picture_blocks_the_probe(kind: FailureKind) -> None:
    expected = StateResult(CameraState.PROBE_BLOCKED, failure_text(Failure("describe", kind)))
    assert state(failed(kind)) == expected
    assert state(*thrice(kind, answered=True)) == expected


@pytest.mark.parametrize("kind", sorted(OURS - BLOCKED))
def test_our_own_failures_never_condemn(kind: FailureKind) -> None:
    words = failure_text(Failure("describe", kind))
    assert state(*thrice(kind), confirmed()) == StateResult(
        CameraState.NOT_PROBED, f"有效尝试 0 次，不足 3 次，不作结论：{words}"
    )


@pytest.mark.parametrize("asked", [2, 3, 4])
def test_fewer_conclusive_tries_than_asked_give_no_verdict(asked: int) -> None:
    refused = [failed(K.CONNECTION_REFUSED, attempt=n) for n in range(1, asked)]
    assert state(*refused, tries=asked) == StateResult(
        CameraState.NOT_PROBED, f"有效尝试 {asked - 1} 次，不足 {asked} 次，不作结论"
    )


def test_two_failures_of_one_try_are_one_try() -> None:
    pair = [failed(K.CONNECTION_REFUSED), failed(K.NOT_FOUND, answered=True)]
    assert state(*pair, tries=2).state is CameraState.NOT_PROBED


def test_a_try_that_ended_at_the_open_port_says_nothing() -> None:
    assert state(open_port(), tries=1) == StateResult(
        CameraState.NOT_PROBED, "有效尝试 0 次，不足 1 次，不作结论"
    )
    refused = [failed(K.NOT_FOUND, attempt=n, answered=True) for n in (1, 2)]
    assert state(*refused, open_port(3)).state is CameraState.NOT_PROBED


def test_a_device_that_lists_no_stream_is_online_without_one() -> None:
    assert state(onvif(OnvifDevice()), tries=1) == StateResult(
        CameraState.ONLINE_NO_STREAM, "没有取得画面（1 次尝试均未出图）"
    )


def test_the_stream_decides_the_reason_not_what_came_after_it() -> None:
    gone = Failure("connect", K.CONNECTION_REFUSED)
    told = [failed(K.NOT_FOUND, answered=True), onvif(OnvifDevice(), failure=gone)]
    assert state(*told, confirmed(), tries=1).reason == (
        "设备上没有所登记的码流（404）（1 次尝试均未出图，第二客户端复核一致）"
    )


def test_a_trouble_of_onvif_does_not_hide_what_the_registered_stream_said() -> None:
    refused = Failure("identity", K.AUTHENTICATION_REJECTED)
    told = [failed(K.NOT_FOUND, answered=True), onvif(OnvifDevice(), failure=refused)]
    assert state(*told, confirmed(), tries=1) == StateResult(
        CameraState.ONLINE_NO_STREAM,
        "设备上没有所登记的码流（404）（1 次尝试均未出图，第二客户端复核一致）",
    )
    assert state(onvif(OnvifDevice(), failure=refused), tries=1).state is CameraState.PROBE_BLOCKED


def test_the_refusal_is_told_rather_than_our_restraint_after_it() -> None:
    told = [failed(K.AUTHENTICATION_REJECTED), failed(K.LOGIN_WITHHELD, attempt=2)]
    assert state(*told).reason == failure_text(Failure("describe", K.AUTHENTICATION_REJECTED))


def test_silence_over_udp_may_be_a_firewalls() -> None:
    def silent(transport: str, attempt: int) -> Observation[object]:
        seen = failed(K.NO_MEDIA, attempt=attempt, answered=True)
        return replace(seen, payload=RtspFrame(uri="rtsp://127.0.0.1/main", transport=transport))

    assert state(*(silent("udp", n) for n in (1, 2, 3))) == StateResult(
        CameraState.PROBE_BLOCKED, "设备同意播放但没有发送媒体数据"
    )
    over_tcp = (silent("tcp", n) for n in (1, 2, 3))
    assert state(*over_tcp, confirmed()).state is CameraState.ONLINE_NO_STREAM


def test_without_a_stream_the_last_failure_is_the_reason() -> None:
    gone = Failure("connect", K.CONNECTION_REFUSED)
    lone = replace(onvif(OnvifDevice(), failure=gone), answered=False)
    assert state(lone, tries=1) == StateResult(
        CameraState.OFFLINE, "端口拒绝连接（1 次尝试均未出图）"
    )


def test_one_good_picture_of_several_tries_is_enough() -> None:
    refused = [failed(K.CONNECTION_REFUSED, attempt=n) for n in (1, 2)]
    assert state(*refused, pictured(attempt=3)) == StateResult(
        CameraState.PICTURE_OK, "取得画面，未见异常"
    )
    assert state(pictured(), failed(K.AUTHENTICATION_REJECTED)).state is CameraState.PICTURE_OK


def test_an_abnormal_picture_needs_as_many_tries_as_any_failure() -> None:
    assert state(pictured(BLACK)) == StateResult(
        CameraState.NOT_PROBED, "有效尝试 1 次，不足 3 次，画面异常待确认：画面为黑屏"
    )
    black = [pictured(BLACK, attempt=n) for n in (1, 2, 3)]
    assert state(*black) == StateResult(
        CameraState.NOT_PROBED, "第二客户端尚未复核，画面异常待确认：画面为黑屏"
    )
    assert state(*black, confirmed()) == StateResult(CameraState.PICTURE_ABNORMAL, "画面为黑屏")
    assert state(*black, confirmed(None)).state is CameraState.PICTURE_OK


def test_a_blurred_picture_needs_no_second_client() -> None:
    blurred = [pictured(BLURRED, attempt=n) for n in (1, 2, 3)]
    assert state(*blurred).state is CameraState.PICTURE_ABNORMAL


@pytest.mark.parametrize("kind", sorted(BLOCKED | OURS))
def test_tries_that_were_kept_from_us_confirm_no_abnormal_picture(kind: FailureKind) -> None:
    kept_away = [failed(kind, attempt=n, answered=True) for n in (2, 3)]
    assert state(pictured(BLACK), *kept_away) == StateResult(
        CameraState.NOT_PROBED, "有效尝试 1 次，不足 3 次，画面异常待确认：画面为黑屏"
    )


def test_silence_over_udp_confirms_no_abnormal_picture() -> None:
    silent = failed(K.NO_MEDIA, attempt=2, answered=True)
    over_udp = replace(silent, payload=RtspFrame(uri="rtsp://127.0.0.1/main", transport="udp"))
    second = confirmed()
    assert state(pictured(BLACK), over_udp, second, tries=2).state is CameraState.NOT_PROBED
    assert state(pictured(BLACK), silent, second, tries=2).state is CameraState.PICTURE_ABNORMAL


def test_a_trouble_of_onvif_leaves_a_stream_s_try_conclusive() -> None:
    refused = onvif(OnvifDevice(), failure=Failure("identity", K.PROTOCOL_ERROR))
    pair = [pictured(BLACK), refused, failed(K.NOT_FOUND, attempt=2, answered=True)]
    again = replace(refused, attempt=2)
    assert state(*pair, again, confirmed(), tries=2).state is CameraState.PICTURE_ABNORMAL


def test_a_picture_counts_as_a_try_whatever_else_went_wrong_in_it() -> None:
    mixed = [pictured(BLURRED), failed(K.ADDRESS_NOT_ALLOWED)]
    assert state(*mixed, tries=1).state is CameraState.PICTURE_ABNORMAL


def test_a_camera_that_was_not_visited_is_not_probed() -> None:
    assert state() == StateResult(CameraState.NOT_PROBED, "本轮未检测")
    bare = Evidence(camera=camera(stream_uri=None))
    assert camera_state(bare, None, tries=TRIES) == StateResult(
        CameraState.NOT_PROBED, "台账没有可用的取流地址或 ONVIF 地址，无法检测"
    )
    listed = Evidence(camera=camera(stream_uri=None, onvif_uri="http://127.0.0.1/onvif"))
    assert camera_state(listed, None, tries=TRIES).reason == "本轮未检测"


SEEN = st.builds(failed, st.sampled_from(K), attempt=st.integers(1, 4), answered=st.booleans())


@given(st.lists(SEEN, max_size=8), st.integers(1, 4), st.lists(st.sampled_from(K), max_size=2))
def test_a_bad_state_has_enough_tries_and_an_agreeing_second_client(
    seen: list[Observation[object]], tries: int, opinions: list[FailureKind]
) -> None:
    result = state(*seen, *map(confirmed, opinions), tries=tries)
    if result.state.is_conclusive:
        assert opinions
        assert set(opinions) <= CONDEMNING | CONFIRMABLE
        kinds = {o.failure.kind for o in seen if o.failure}
        ours = {o.attempt for o in seen if o.failure and o.failure.kind.is_ours}
        assert len({o.attempt for o in seen} - ours) >= tries
        assert not kinds & BLOCKED
        assert (result.state is CameraState.OFFLINE) == (not any(o.answered for o in seen))


@given(st.lists(SEEN, max_size=6))
def test_one_good_picture_outweighs_any_failures(seen: list[Observation[object]]) -> None:
    assert state(*seen, pictured(attempt=5)).state is CameraState.PICTURE_OK


@pytest.mark.parametrize("kind", sorted(K))
def test_only_a_refusal_is_final(kind: FailureKind) -> None:
    final = {K.AUTHENTICATION_REQUIRED, K.AUTHENTICATION_REJECTED, K.ACCOUNT_LOCKED}
    final |= {K.ADDRESS_NOT_ALLOWED}
    assert is_final(evidence(pictured(), failed(kind))) is (kind in final)


def test_an_open_port_is_no_answer() -> None:
    assert not answered(evidence(open_port(), failed(K.RESPONSE_TIMED_OUT)))
    assert answered(evidence(open_port(), failed(K.AUTHENTICATION_REQUIRED, answered=True)))


SILENT = st.sampled_from([K.CONNECTION_TIMED_OUT, K.HOST_UNREACHABLE, *sorted(OURS)])


@given(st.lists(st.lists(st.builds(failed, SILENT), min_size=1, max_size=3), min_size=1))
def test_a_round_in_which_nothing_comes_back_is_silent(
    cameras: list[list[Observation[object]]],
) -> None:
    assert is_silent(evidence(*seen) for seen in cameras)


@pytest.mark.parametrize(
    "sign",
    [
        failed(K.CONNECTION_REFUSED),
        failed(K.CONNECTION_RESET),
        failed(K.CONNECTION_TIMED_OUT, answered=True),
        open_port(),
        pictured(),
    ],
)
def test_one_sign_of_life_anywhere_is_enough(sign: Observation[object]) -> None:
    dead = evidence(failed(K.CONNECTION_TIMED_OUT))
    assert not is_silent([dead, evidence(sign)])
    assert not is_silent([evidence()])


def test_a_silent_round_condemns_nobody() -> None:
    dead = evidence(*thrice(K.CONNECTION_TIMED_OUT), confirmed(K.CONNECTION_TIMED_OUT))
    found = camera_state(dead, None, tries=TRIES, doubt=SILENT_ROUND)
    assert found == StateResult(
        CameraState.NOT_PROBED, "本轮所有地址均无任何网络回应，可能是检测机自身网络故障，不作结论"
    )
    black = evidence(*(pictured(BLACK, attempt=n) for n in (1, 2, 3)), confirmed())
    assert camera_state(black, best_picture(black), tries=TRIES, doubt="断网") == StateResult(
        CameraState.NOT_PROBED, "断网：画面为黑屏"
    )
    good = evidence(pictured())
    assert camera_state(good, best_picture(good), tries=TRIES, doubt="断网").state is OK
    assert camera_state(dead, None, tries=TRIES).state is CameraState.OFFLINE


def test_an_address_that_cannot_be_used_is_the_registrys_fault() -> None:
    bad = Evidence(camera=camera(stream_uri="http://127.0.0.1/main"))
    assert camera_state(bad, None, tries=TRIES) == StateResult(
        CameraState.NOT_PROBED, "台账没有可用的取流地址或 ONVIF 地址，无法检测"
    )
