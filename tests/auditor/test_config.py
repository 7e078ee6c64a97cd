"""Settings are checked whole, and each fault has its exact message."""

from pathlib import Path

import pytest

from auditor.config import Audit, Config, Files, Probing, Rtsps, Schedule, Web, load_config
from auditor.errors import ConfigError
from auditor.schedule.spread import Pace
from probes.rtsp_tls import TlsPolicy, Trust


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "auditor.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fault(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def test_an_empty_file_is_the_default_configuration(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "")) == Config()


def test_no_network_is_allowed_by_default() -> None:
    assert Config().probing.allowed_networks == ()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_key_is_read(tmp_path: Path, mark: bytes) -> None:
    text = """
    [audit]
    profile = "shandong-basic"
    community = "云帆社区"
    [files]
    registry = "a.csv"
    key_locations = "b.csv"
    reports = "out"
    store = "c.sqlite"
    credentials = "d.toml"
    [probing]
    allowed_networks = ["127.0.0.0/8", "::1/128"]
    tries = 5
    retry_spacing_s = 60
    first_frame_s = 20.5
    key_patience_s = 9
    concurrency = 8
    [rtsps]
    trust = "pinned"
    pins = ["AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB"]
    [schedule]
    window = "21:30-04:00"
    time_zone = "Asia/Urumqi"
    deadline = "03:30"
    reprobe_at = "02:30"
    pace = "spread"
    [web]
    users = "u.toml"
    public_url = "https://Audit.example:8443/"
    queue = "q"
    hosts = ["audit.example"]
    idle_minutes = 5
    session_hours = 8
    reprobes_per_hour = 3
    """
    assert load_config(written(tmp_path, mark + text.encode())) == Config(
        audit=Audit(profile="shandong-basic", community="云帆社区"),
        files=Files(
            registry="a.csv",
            key_locations="b.csv",
            reports="out",
            store="c.sqlite",
            credentials="d.toml",
        ),
        probing=Probing(
            allowed_networks=("127.0.0.0/8", "::1/128"),
            tries=5,
            retry_spacing_s=60.0,
            first_frame_s=20.5,
            key_patience_s=9.0,
            concurrency=8,
        ),
        rtsps=Rtsps(trust="pinned", pins=(":".join(["AB"] * 32),)),
        schedule=Schedule(
            window="21:30-04:00",
            time_zone="Asia/Urumqi",
            deadline="03:30",
            reprobe_at="02:30",
            pace=Pace.SPREAD,
        ),
        web=Web(
            users="u.toml",
            public_url="https://audit.example:8443",
            queue="q",
            hosts=("audit.example",),
            idle_minutes=5,
            session_hours=8,
            reprobes_per_hour=3,
        ),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[probing]\ntrys = 3", "unknown key probing.trys; did you mean tries?"),
        ("[probe]\ntries = 3", "unknown key probe; did you mean probing?"),
        ("[files]\nzzz = 1", "unknown key files.zzz; known keys: credentials, exclusions, key_locations, operations, registry, reports, store, waivers"),
        ("zzz = 1", "unknown key zzz; known keys: alerts, audit, control, feed, files, health, probing, records, rtsps, schedule, web"),
        ('[web]\npublic_url = "http://a"', "web.public_url: write the address that browsers see, such as https://audit.example"),
        ('[web]\npublic_url = "https://a/b"', "web.public_url: write the address that browsers see, such as https://audit.example"),
        ("[probing]\nuplink_mbps = 0", "probing.uplink_mbps: Input should be greater than 0"),
        ("[probing]\nsubnet_prefix = 33", "probing.subnet_prefix: Input should be less than or equal to 32"),
        ('[control]\ntargets = [{uri = "http://127.0.0.1/x"}]', "control.targets.0.uri: write a stream address such as rtsp://10.1.0.9/live"),
        ('[control]\ntargets = [{uri = "rtsp://a:b@127.0.0.1/x"}]', "control.targets.0.uri: no user name or password here; name a credential instead"),
        ('[control]\ntargets = [{uri = "rtsp://127.0.0.1:99999/x"}]', "control.targets.0.uri: Port out of range 0-65535"),
        ('[control]\ntargets = [{credential = "x"}]', "control.targets.0.uri: Field required"),
        ('[control]\ntargets = [{uri = "rtsp://127.0.0.1/x", password = "y"}]', "unknown key control.targets.0.password; known keys: credential, uri"),
        ('[probing]\ntries = "3"', "probing.tries: Input should be a valid integer"),
        ("[probing]\ntries = 3.0", "probing.tries: Input should be a valid integer"),
        ("[probing]\ntries = true", "probing.tries: Input should be a valid integer"),
        ("[probing]\ntries = 0", "probing.tries: Input should be greater than or equal to 1"),
        ("[probing]\ntries = 21", "probing.tries: Input should be less than or equal to 20"),
        ("[probing]\nfirst_frame_s = 0", "probing.first_frame_s: Input should be greater than 0"),
        ("[probing]\nfirst_frame_s = 121", "probing.first_frame_s: Input should be less than or equal to 120"),
        ("[probing]\nfirst_frame_s = nan", "probing.first_frame_s: Input should be a finite number"),
        ("[probing]\nretry_spacing_s = -1", "probing.retry_spacing_s: Input should be greater than or equal to 0"),
        ("[probing]\nretry_spacing_s = inf", "probing.retry_spacing_s: Input should be a finite number"),
        ("[probing]\nconcurrency = 513", "probing.concurrency: Input should be less than or equal to 512"),
        ("[files]\nregistry = 1", "files.registry: Input should be a valid string"),
        ('[files]\nstore = "a\\u0000b"', "files.store: a file name cannot hold a NUL character"),
        ("files = 1", "files: Input should be a valid dictionary or instance of Files"),
        ('[probing]\nallowed_networks = "127.0.0.0/8"', 'probing.allowed_networks: write a list, for example ["10.1.0.0/16"]'),
        ('[rtsps]\ntrust = "none"', "rtsps.trust: Input should be 'any', 'system' or 'pinned'"),
        ('[rtsps]\ntrust = "pinned"', 'rtsps: pins are listed with trust = "pinned", and only then'),
        (f'[rtsps]\npins = ["{"a" * 64}"]', 'rtsps: pins are listed with trust = "pinned", and only then'),
        ('[rtsps]\npins = ["abc"]', "rtsps.pins: 'abc' is not the 64 hexadecimal digits of SHA-256"),
        ('[rtsps]\npins = "abc"', "rtsps.pins: write a list of SHA-256 fingerprints"),
        ("[probing]\nallowed_networks = [1]", "probing.allowed_networks.0: Input should be a valid string"),
        ('[probing]\nallowed_networks = ["127.0.0.0/33"]', "probing.allowed_networks: '127.0.0.0/33' does not appear to be an IPv4 or IPv6 network"),
        ('[probing]\nallowed_networks = ["127.0.0.1/8"]', "probing.allowed_networks: 127.0.0.1/8 has host bits set"),
        ('[probing]\nallowed_networks = ["camera.invalid"]', "probing.allowed_networks: 'camera.invalid' does not appear to be an IPv4 or IPv6 network"),
        ('[schedule]\nwindow = "22:00"', "schedule: '22:00' is no window; write one such as 22:00-05:00"),
        ("[probing\n", "not valid TOML: Expected ']' at the end of a table declaration (at line 1, column 9)"),
        ('[schedule]\nwindow = "22-5"', "schedule: '22' is no time of day; write one such as 05:00"),
        ('[schedule]\ntime_zone = "Mars/Base"', "schedule: 'Mars/Base' is no time zone; write one such as Asia/Shanghai"),
        ('[schedule]\nreprobe_at = "12:00"', "schedule: reprobe_at 12:00 is not in the window 22:00-05:00"),
        ('[schedule]\nreprobe_at = "05:00"', "schedule: reprobe_at 05:00 is not before the round's end at 05:00"),
        ('[schedule]\ndeadline = "23:30"\nreprobe_at = "04:00"', "schedule: reprobe_at 04:00 is not before the round's end at 23:30"),
        ('[schedule]\ndeadline = "22:00"', "schedule: deadline 22:00 is not in the window 22:00-05:00"),
        ('[schedule]\ndeadline = "5 am"', "schedule: '5 am' is no time of day; write one such as 05:00"),
        ('[schedule]\npace = "slow"', "schedule.pace: Input should be 'fast' or 'spread'"),
        ('[health]\nlisten = "0.0.0.0:9464"', "health: listen 0.0.0.0:9464: the pages ask for no login; name a loopback address such as 127.0.0.1:9464, or write public = true"),
        ('[health]\nlisten = "localhost:9464"', "health: listen 'localhost:9464': write an address and a port such as 127.0.0.1:9464"),
        ('[health]\nlisten = "127.0.0.1"', "health: listen '127.0.0.1': write an address and a port such as 127.0.0.1:9464"),
        ('[health]\nlisten = "127.0.0.1:65536"', "health: listen '127.0.0.1:65536': write an address and a port such as 127.0.0.1:9464"),
        ('[health]\nlisten = "127.0.0.999:1"', "health: listen '127.0.0.999:1': write an address and a port such as 127.0.0.1:9464"),
        ('[health]\nlisten = "::1:1"', "health: listen '::1:1': write an address and a port such as 127.0.0.1:9464"),
        ("tries = = 3", "not valid TOML: Invalid value (at line 1, column 9)"),
        (b"# \xff\xfe", "not UTF-8 text; save it as UTF-8"),
        (b"#" * (1 << 20) + b"#", "larger than 1 MB; this is no configuration file"),
    ],
)  # fmt: skip
def test_each_fault_has_one_message(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert fault(written(tmp_path, text)) == message


def test_a_missing_file(tmp_path: Path) -> None:
    expected = "cannot be read (No such file or directory); check the path"
    assert fault(tmp_path / "auditor.toml") == expected


def test_a_folder(tmp_path: Path) -> None:
    assert fault(tmp_path) == "cannot be read (Is a directory); check the path"


def test_the_greatest_file_that_is_read(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, b"#" * (1 << 20))) == Config()


def test_pins_are_handed_to_the_probe(tmp_path: Path) -> None:
    pin = "ab" * 32
    config = load_config(written(tmp_path, f'[rtsps]\ntrust = "pinned"\npins = ["{pin}"]'))
    assert config.rtsps.policy == TlsPolicy(trust=Trust.PINNED, pins=frozenset({pin}))
    assert Config().rtsps.policy == TlsPolicy()
