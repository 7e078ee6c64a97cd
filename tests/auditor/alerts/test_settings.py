"""Channels: what each kind needs, what it does not have, and what would show a secret."""

import re
from pathlib import Path

import pytest

from auditor.alerts.door import open_door
from auditor.alerts.settings import Alerts
from auditor.config import load_config
from auditor.errors import ConfigError
from tests.auditor.alerts.values import ENVIRONMENT, KEY, SIGN, channel, mail_channel

HEAD = '[[alerts.channels]]\nname = "office"\n'
HOOK = f'{HEAD}kind = "webhook"\n'
MAIL = f'{HEAD}kind = "smtp"\nhost = "127.0.0.1"\nsender = "a@b.example"\nrecipients = ["c@d.example"]\n'


def fault(folder: Path, text: str) -> str:
    path = folder / "auditor.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    return str(caught.value).removeprefix(f"{path}: alerts")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f'{HOOK}auth = "none"', ".channels.0: webhook needs url"),
        (f'{HOOK}url = "https://a.example/x"', ".channels.0: webhook needs credential"),
        (f'{HEAD}kind = "wecom"', ".channels.0: wecom needs credential"),
        (f'{HEAD}kind = "smtp"', ".channels.0: smtp needs host"),
        (f'{MAIL}url = "https://a.example/x"', ".channels.0: smtp has no url"),
        (f'{HEAD}kind = "dingtalk"\ncredential = "x"\nform = "text"', ".channels.0: dingtalk has no form"),
        (
            f'{HEAD}kind = "wecom"\ncredential = "x"\nurl = "https://a.example/send?key=1"',
            ".channels.0.url: no user name, query or fragment; name a credential instead",
        ),
        (
            f'{HOOK}auth = "none"\nurl = "http://a.example/x"',
            ".channels.0: http shows the alert to everybody; use https",
        ),
        (
            f'{MAIL.replace("127.0.0.1", "mail.example")}security = "none"',
            '.channels.0: security = "none" shows the alert to everybody; use "starttls"',
        ),
        (
            f'{MAIL}security = "none"\ncredential = "x"',
            ".channels.0: a password is sent with TLS only; leave credential out",
        ),
        (f'{HOOK}auth = "none"\nurl = "http://127.0.0.1/"\n' * 2, ".channels: two channels are called 'office'"),
    ],
)  # fmt: skip
def test_each_fault_has_one_message(tmp_path: Path, text: str, message: str) -> None:
    assert fault(tmp_path, text) == message


def test_a_mistyped_key_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "auditor.toml"
    path.write_text(f'{HOOK}auth = "none"\nurl = "http://127.0.0.1/"\ntimeout = 3', "utf-8")
    with pytest.raises(ConfigError, match=r"channels\.0\.timeout; did you mean timeout_s\?"):
        load_config(path)


def test_the_example_of_the_manual_is_right(tmp_path: Path) -> None:
    manual = Path(__file__).parents[3] / "docs" / "operations.md"
    (example,) = re.findall(r"```toml\n(\[alerts\].*?)```", manual.read_text("utf-8"), re.DOTALL)
    (tmp_path / "auditor.toml").write_text(example, encoding="utf-8")
    channels = load_config(tmp_path / "auditor.toml").alerts.channels
    assert [one.kind for one in channels] == ["wecom", "dingtalk", "webhook", "smtp"]


def test_nobody_is_told_by_default() -> None:
    assert Alerts().channels == ()


def test_bots_have_their_own_address() -> None:
    hosts = [channel(kind).address.split("/")[2] for kind in ("wecom", "dingtalk")]
    assert hosts == ["qyapi.weixin.qq.com", "oapi.dingtalk.com"]


@pytest.mark.parametrize("kind", ["wecom", "dingtalk"])
def test_a_whole_address_is_no_key_and_is_not_repeated(kind: str) -> None:
    pasted = "https://oapi.example/send?key=S3cret-and-more"
    given = dict.fromkeys(ENVIRONMENT, pasted)
    with pytest.raises(ConfigError) as caught:
        open_door(channel(kind), credentials="", environment=given)
    assert "no bot's key" in str(caught.value)
    assert "S3cret" not in str(caught.value)


def test_a_missing_secret_names_its_variable() -> None:
    with pytest.raises(
        ConfigError,
        match=r"credential wecom of channel wecom; put it into AUDITOR_CREDENTIAL_WECOM ",
    ):
        open_door(channel("wecom"), credentials="", environment={})


def test_no_secret_is_in_a_representation() -> None:
    channels = (channel("wecom"), channel("dingtalk"), mail_channel(25))
    shown = "".join(
        f"{opened!r}{opened.destination!r}"
        for opened in (open_door(c, credentials="", environment=ENVIRONMENT) for c in channels)
    )
    assert KEY not in shown
    assert SIGN not in shown
