"""A small team: two rounds of a community in a store, pictures, users of each role."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from auditor.config import Audit, Config, Files, Web
from auditor.model import CameraState, Finding, Verdict
from auditor.store.store import NewRound, Store
from auditor.web.desk import Desk
from auditor.web.roles import Role
from auditor.web.serve import Place, make_desk
from auditor.web.users import User, UserBook
from tests.auditor.render import builders

FIRST = "20261122T170000Z-0a1b2c"
LAST = builders.ROUND
COMMUNITY = "华新社区"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse 电池 staple"
HOSTILE = '<script>document.title="run"</script><img src=x onerror="document.title=1">'
CAMERAS = 120
STATES = (CameraState.PICTURE_OK, CameraState.OFFLINE, CameraState.PICTURE_ABNORMAL)


@functools.cache
def user(name: str, role: Role) -> User:
    """Hashing is dear on purpose; these are cheap, and are checked at their own cost."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return User(name=name, role=role, password=cheap.hash(PASSWORD))


def team() -> tuple[User, ...]:
    return (
        user("kan", Role.VIEW),
        user("cao", Role.OPERATE),
        user("guan", Role.ADMINISTER),
    )


def finding(row: int, rule: str = "CODE-08", **changes: object) -> Finding:
    code = builders.camera(row).device_code
    return builders.finding(row=row, device_code=code, rule=rule, **changes)


def keep_rounds(place: Path, reports: Path) -> None:
    """Row 1 has a hostile name, row 2 a fault that is new, row 3 one that is fixed."""
    before = (finding(3), finding(4))
    after = (
        finding(2, value="127.0.1.2", message="地址 127.0.1.2，电话 13912345678"),
        finding(4),
        finding(5, verdict=Verdict.WAIVED, waiver="待更换"),
    )
    with Store(place) as store:
        for number, (round_id, findings) in enumerate(((FIRST, before), (LAST, after))):
            _keep(store, round_id, findings, builders.STARTED + timedelta(days=number - 1))
    picture = reports / "pictures" / LAST / "1.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(builders.jpeg())
    (reports / "cameras.csv").write_text("设备编码\n", encoding="utf-8")
    (reports / "secret.txt").write_text("no", encoding="utf-8")


def _keep(store: Store, round_id: str, findings: tuple[Finding, ...], started: datetime) -> None:
    new = NewRound(
        id=round_id,
        community=COMMUNITY,
        started_at=started,
        registry_sha256="a" * 64,
        profile="shandong-growth",
        tool_version="0.1.0",
    )
    cameras = [
        builders.camera_result(row, state=STATES[row % 3], picture=None, reason=f"原因 {row}")
        for row in range(1, CAMERAS + 1)
    ]
    cameras[0] = builders.camera_result(
        1, camera=builders.camera(1, name=HOSTILE), picture=f"pictures/{round_id}/1.jpg"
    )
    origin = builders.provenance(
        round_id=round_id, started_at=started, ended_at=started + timedelta(minutes=40)
    )
    store.begin_round(new)
    store.end_round(builders.report(provenance=origin, cameras=tuple(cameras), findings=findings))


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def config(folder: Path, **web: object) -> Config:
    names = {"users": "users.toml", "queue": "queue"}
    places = {key: str(folder / name) for key, name in names.items()}
    return Config(
        audit=Audit(community=COMMUNITY),
        files=Files(
            store=str(folder / "auditor.sqlite"),
            reports=str(folder / "reports"),
            waivers=str(folder / "waivers.toml"),
            operations=str(folder / "operations.log"),
        ),
        web=Web.model_validate(places | web),
    )


def settle(folder: Path) -> None:
    """The files of the team in ``folder``."""
    chosen = config(folder)
    keep_rounds(Path(chosen.files.store), Path(chosen.files.reports))
    UserBook(Path(chosen.web.users)).change(lambda _: team())


def desk(chosen: Config, store: Store, clock: Callable[[], datetime]) -> Desk:
    made = make_desk(chosen, store, Place())
    return replace(made, clock=clock, hosts=made.hosts | {"testserver"})
