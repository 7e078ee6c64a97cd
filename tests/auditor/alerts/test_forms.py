"""What is sent: limits in bytes, no markup from a register, signatures as the bots ask for."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.alerts import forms
from auditor.alerts.model import Alert, AlertKind, Notice
from auditor.alerts.notice import build_notice
from auditor.alerts.plain import plain
from auditor.model import CameraState
from tests.auditor.alerts.values import NOW, cameras, night, notice
from tests.auditor.render import builders

OK, OFF = CameraState.PICTURE_OK, CameraState.OFFLINE
HOSTILE = (
    "北门[点击](https://evil.example/) <@all> `x` **b** 192.168.1.9 [::1] fe80::1\u202e\r\nBcc: a@b"
)
MARKUP = set("\\`*_{}[]<>()#+!|~@$^&=")


def content(body: bytes) -> str:
    told = json.loads(body)
    part = told[told["msgtype"]]
    return str(part.get("content", part.get("text")))


def named(name: str) -> Notice:
    tonight = night("b", cameras=cameras(OFF, name=name), community=name)
    alert = Alert(kind=AlertKind.CAMERAS, key="x", text=plain(name, 200))
    return build_notice((alert,), community="", before=None, tonight=tonight, at=NOW)


def test_the_text_for_people() -> None:
    assert content(forms.wecom_body(notice(), "text")).splitlines() == [
        "云帆社区视频巡检告警 1 项",
        "摄像机完好率：达标 → 不达标",
        "",
        "各项指标：",
        "摄像机完好率 18/20，未知 1：不达标",
        "",
        "优先整改：",
        "第 3 行 东门出入口球机：离线（新增）",
        "",
        "轮次 20260106T140000Z-0a1b2c，2026-01-07 05:30:00 +08:00",
    ]


def test_the_webhook_s_document_is_the_notice() -> None:
    told = json.loads(forms.webhook_body(notice()))
    assert told["schema"] == "auditor-alert/1"
    assert told["alerts"] == [
        {
            "kind": "verdict",
            "key": "verdict:health_rate:misses",
            "text": "摄像机完好率：达标 → 不达标",
        }
    ]
    assert told["rates"][0]["met"] == 18
    assert told["at"] == "2026-01-06T21:30:00Z"


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_no_address_leaves_the_house(form: str) -> None:
    bodies = (
        forms.wecom_body(named(HOSTILE), form),  # type: ignore[arg-type]  # both forms
        forms.dingtalk_body(named(HOSTILE)),
        forms.webhook_body(named(HOSTILE)),
        forms.mail(named(HOSTILE), sender="a@b.example", recipients=("c@d.example",)).as_bytes(),
    )
    for body in bodies:
        text = body.decode()
        assert all(
            part not in text for part in ("192.168", "::1", "evil.example", "\\u202e", "127.0.")
        )


@given(st.text(max_size=80))
def test_a_name_is_never_markup(name: str) -> None:
    for body in (forms.wecom_body(named(name), "markdown"), forms.dingtalk_body(named(name))):
        first, _, rest = content(body).partition("\n")
        assert first.startswith("**")
        assert first.endswith("**")
        assert not MARKUP & set(f"{first[2:-2]}{rest}")


@given(st.lists(st.text(max_size=300), min_size=1, max_size=400))
def test_the_limits_hold_in_bytes(texts: list[str]) -> None:
    alerts = tuple(Alert(kind=AlertKind.DROP, key=str(n), text=t) for n, t in enumerate(texts))
    long = replace(notice(), alerts=alerts)
    assert len(content(forms.wecom_body(long, "markdown")).encode()) <= 4096
    assert len(content(forms.wecom_body(long, "text")).encode()) <= 2048
    assert len(content(forms.dingtalk_body(long)).encode()) <= 20_000


def test_what_is_cut_is_said() -> None:
    alerts = tuple(Alert(kind=AlertKind.DROP, key=str(n), text="指标" * 50) for n in range(40))
    last = content(forms.wecom_body(replace(notice(), alerts=alerts), "markdown")).splitlines()[-1]
    assert last == "……另有 35 行，见报告"


def test_the_signature_of_dingtalk() -> None:
    asked = parse_qs(forms.dingtalk_query("token-1", "SEC1", NOW))
    stamp = asked["timestamp"][0]
    digest = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert asked == {
        "access_token": ["token-1"],
        "timestamp": ["1767735000000"],
        "sign": [base64.b64encode(digest).decode()],
    }


def test_a_mail_cannot_be_given_headers() -> None:
    sent = forms.mail(named(HOSTILE), sender="a@b.example", recipients=("c@d.example",))
    read = message_from_bytes(sent.as_bytes(), policy=default)
    assert read["Bcc"] is None
    assert (read["From"], read["To"]) == ("a@b.example", "c@d.example")
    assert read.get_content_type() == "text/plain"


def test_a_repeat_is_known_by_its_id() -> None:
    ids = {
        forms.mail(one, sender="a@b.example", recipients=("c@d.example",))["Message-ID"]
        for one in (notice(), notice(), notice("x"))
    }
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-01-05 22:00:00", "2026-01-05 22:00:00"),
        ("37090216001320000001", "37090216001320000001"),
        ("10.1.0.9:554 东门", "（地址略） 东门"),
        ("10.1.0.9：东门", "（地址略）：东门"),
        ("[2001:db8::1]:554", "（地址略）"),
        ("rtsp://a:b@host/x 东门", "（地址略） 东门"),
        ("版本 1.2.3", "版本 1.2.3"),
        ("字" * 40, f"{'字' * 29}…"),
        (f"rtsp://{'x' * 985}10.11.12.13", "…"),
        ("f" * 995 + "192.168.1.5", f"{'f' * 29}…"),
        (":" * 1_000_000, f"{':' * 29}…"),
    ],
)
def test_addresses_are_left_out_and_figures_stay(text: str, shown: str) -> None:
    assert plain(text, 30) == shown


def test_repairs_put_new_faults_first() -> None:
    before = night("a", cameras=cameras(OFF, OK, key_location_id=""))
    tonight = night("b", cameras=cameras(OFF, OFF, key_location_id=""))
    made = build_notice((), community="", before=before, tonight=tonight, at=NOW)
    assert made.repairs == (
        "第 2 行 东门出入口球机：离线（新增）",
        "第 1 行 东门出入口球机：离线",
    )
    assert made.rates[0].verdict == builders.indicator_result().verdict.value
