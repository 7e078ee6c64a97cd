"""Made-up values of everything that a store keeps, for hypothesis."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from auditor.store.store import NewRound
from probes.certificate import Certificate
from probes.failure import Failure, FailureKind
from probes.observation import Observation, StepTime
from probes.onvif_device import MediaProfile, OnvifDevice
from probes.picture.frame import FrameMetrics
from probes.picture.overlay import Place, TextLine
from probes.receiver import ReceiverFacts
from probes.rtsp.video_format import VideoFormat
from probes.rtsp_describe import StreamDescription
from probes.rtsp_frame import RtspFrame
from probes.tcp_connect import TcpConnect

STARTED = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
ROUND = NewRound(
    id="20260105T140000Z-0a1b2c",
    community="云帆社区",
    started_at=STARTED,
    registry_sha256="a" * 64,
    profile="shandong-growth",
    tool_version="0.1.0",
)

# Peers' bytes are decoded with errors replaced, so no half of a surrogate pair comes through.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
levels = st.floats(0, 255)
shares = st.floats(0, 1)
variances = st.floats(0, 1e6)
spans = st.timedeltas(min_value=timedelta(days=-800_000), max_value=timedelta(days=800_000))
counts = st.integers(0, 2**40)

payloads: dict[str, st.SearchStrategy[object]] = {
    "tcp_connect": st.builds(TcpConnect, port=st.integers(1, 65535)),
    "onvif_device": st.builds(
        OnvifDevice,
        clock_offset=st.none() | spans,
        manufacturer=st.none() | texts,
        model=st.none() | texts,
        firmware_version=st.none() | texts,
        profiles=st.lists(
            st.builds(
                MediaProfile,
                token=texts,
                name=st.none() | texts,
                encoding=st.none() | texts,
                width_px=st.none() | st.integers(),
                height_px=st.none() | counts,
                stream_uri=st.none() | texts,
            ),
            max_size=3,
        ).map(tuple),
        advertised_hosts=st.lists(texts, max_size=3).map(tuple),
        login=st.sampled_from(["anonymous", "digest", "rejected", "withheld", "missing"]),
    ),
    "rtsp_frame": st.builds(
        RtspFrame,
        uri=texts,
        path=st.sampled_from(["own", "ffmpeg"]),
        status_code=st.none() | counts,
        transport=st.none() | texts,
        auth_scheme=st.none() | texts,
        login_accepted=st.booleans(),
        server=st.none() | texts,
        codec=st.none() | texts,
        width_px=st.none() | counts,
        height_px=st.none() | counts,
        packets=counts,
        lost_packets=counts,
        first_packet=st.none() | spans,
        first_key_frame=st.none() | spans,
        first_picture=st.none() | spans,
        picture_sha256=st.none() | texts,
        overlay=st.none()
        | st.lists(
            st.builds(
                TextLine,
                place=st.sampled_from(Place),
                text=texts,
                score=shares,
                height_share=shares,
            ),
            max_size=2,
        ).map(tuple),
        metrics=st.none()
        | st.builds(
            FrameMetrics,
            luma_mean=levels,
            luma_std=levels,
            saturation_mean=levels,
            laplacian_variance=variances,
            dominant_color_share=shares,
            dominant_color=st.tuples(counts, counts, counts),
            dark_share=shares,
            flat_gray_bottom_share=shares,
            flat_color_share=shares,
            luma_low=st.integers(0, 255),
            luma_high=st.integers(0, 255),
            bright_share=shares,
            coarse_std=levels,
            flat_green_bottom_share=shares,
            cast=levels,
            cast_hue_deg=st.floats(-180, 180),
            edge_width_px=st.floats(0, 50),
            edge_cells=st.integers(0, 112),
            smooth_share=shares,
            smooth_luma=levels,
            noise=levels,
            noise_whiteness=st.floats(0, 3),
            stripe_level=levels,
            stripe_purity=shares,
            perceptual_hash=st.just("") | st.text("0123456789abcdef", min_size=16, max_size=16),
        ),
        difference=st.none() | levels,
        difference_from_key_frame=st.booleans(),
        picture_origin=st.none() | texts,
        declared=st.none()
        | st.builds(
            VideoFormat,
            profile=texts,
            width_px=counts,
            height_px=counts,
            frame_rate=st.none() | levels,
        ),
        measured_rate=st.none() | levels,
        certificate=st.none()
        | st.builds(
            Certificate,
            sha256=texts,
            not_after=st.none() | st.datetimes(timezones=st.just(UTC)),
            self_signed=st.none() | st.booleans(),
            names_host=st.none() | st.booleans(),
        ),
    ),
    "receiver": st.builds(
        ReceiverFacts,
        wall=st.datetimes(timezones=st.just(UTC)),
        monotonic_s=variances,
        open_file_limit=counts,
        files_wanted=counts,
        udp_buffer_bytes=counts,
        udp_errors=st.none() | counts,
        udp_buffer_errors=st.none() | counts,
        free_bytes=st.none() | counts,
    ),
}
payloads |= dict.fromkeys(("rtsp_confirm", "rtsp_sub", "rtsp_udp"), payloads["rtsp_frame"])
payloads |= {
    "rtsp_describe": st.builds(
        StreamDescription,
        uri=texts,
        status_code=st.none() | counts,
        auth_scheme=st.none() | texts,
        login_accepted=st.booleans(),
        server=st.none() | texts,
        codec=st.none() | texts,
        declared=st.none()
        | st.builds(VideoFormat, profile=texts, width_px=counts, height_px=counts),
    )
}
payloads |= {"tcp_again": payloads["tcp_connect"]}


def _observation(probe: str) -> st.SearchStrategy[Observation[object]]:
    return st.builds(
        Observation,
        target=st.integers(-20, 2**31).map(str),
        probe=st.just(probe),
        version=st.integers(1, 99),
        attempt=st.integers(1, 20),
        started_at=st.datetimes(timezones=st.just(UTC)),
        duration=spans,
        answered=st.booleans(),
        steps=st.lists(st.builds(StepTime, name=texts, elapsed=spans), max_size=3).map(tuple),
        failure=st.none()
        | st.builds(Failure, step=texts, kind=st.sampled_from(FailureKind), detail=texts),
        payload=st.none() | payloads[probe],
        exchange=st.lists(texts, max_size=3).map(tuple),
        picture=st.none(),
    )


observations = st.sampled_from(sorted(payloads)).flatmap(_observation)


def seen(row: int = 1, **changes: object) -> Observation[object]:
    """One plain observation."""
    values: dict[str, object] = {
        "target": str(row),
        "probe": "tcp_connect",
        "version": 1,
        "attempt": 1,
        "started_at": STARTED,
        "duration": timedelta(milliseconds=3),
        "answered": False,
        "payload": TcpConnect(port=554),
    }
    return Observation(**(values | changes))  # type: ignore[arg-type]  # any field may change
