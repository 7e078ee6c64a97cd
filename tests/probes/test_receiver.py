"""Facts about this machine are measured without dialling."""

import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from probes.receiver import PROBE, ReceiverFacts, build, udp_counters
from probes.target import Target

HERE = Target(key="0", host="127.0.0.1")


async def test_the_facts_are_this_machine_s(new_context: Any, tmp_path: Path) -> None:
    context = new_context()
    facts = await build(files_wanted=9, folders=[tmp_path / "not" / "yet"]).run(HERE, context)
    assert facts == ReceiverFacts(
        wall=datetime(2026, 1, 1, tzinfo=UTC),
        monotonic_s=facts.monotonic_s,
        open_file_limit=resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        files_wanted=9,
        udp_buffer_bytes=facts.udp_buffer_bytes,
        udp_errors=facts.udp_errors,
        udp_buffer_errors=facts.udp_buffer_errors,
        free_bytes=facts.free_bytes,
        boot=facts.boot,
    )
    assert facts.free_bytes is not None
    assert min(facts.monotonic_s, facts.udp_buffer_bytes, facts.free_bytes) > 0
    assert not context.answered


async def test_nothing_to_write_to_has_no_free_space(new_context: Any) -> None:
    assert (await PROBE.run(HERE, new_context())).free_bytes is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ip: A\nIp: 1\nUdp: InErrors NoPorts RcvbufErrors\nUdp: 5 0 3\n", (5, 3)),
        ("Udp: InErrors\nUdp: 5\n", (5, None)),
        ("Udp: InErrors RcvbufErrors\nUdp: 5\n", (5, None)),
        ("Udp: InErrors RcvbufErrors\n", (None, None)),
        ("Tcp: 1\n", (None, None)),
        ("Udp: InErrors RcvbufErrors\nUdp: x y\n", (None, None)),
    ],
)
def test_the_kernel_s_counters_are_read(
    text: str, expected: tuple[int | None, int | None], tmp_path: Path
) -> None:
    path = tmp_path / "snmp"
    path.write_text(text)
    assert udp_counters(path) == expected


def test_a_system_without_counters_has_none(tmp_path: Path) -> None:
    assert udp_counters(tmp_path / "none") == (None, None)
