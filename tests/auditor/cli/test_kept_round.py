"""A sampled round is not handed over as if all cameras had been probed."""

from pathlib import Path

import pytest

from auditor.cli.main import execute
from auditor.model import Sample
from auditor.store.store import Store
from tests.auditor.render import builders
from tests.auditor.store.values import ROUND

SAMPLE = Sample(rows=(1, 4), population=40, seed="7", method="stratified")
REFUSAL = (
    f"auditor: round {ROUND.id} probed a sample of 2 of 40 cameras, so its counts are not those "
    "of the community; name a whole round with --round\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose only round is a sample."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITOR_CREDENTIAL_PLATFORM", "key:Inv3nted")
    provenance = builders.provenance(round_id=ROUND.id)
    with Store("auditor.sqlite") as store:
        store.begin_round(ROUND)
        store.end_round(builders.report(provenance=provenance, sample=SAMPLE))
    Path("form.txt").write_text(
        "序号 指标 标准要求 完成情况\n4 视频监控设施 联网率达到95% 联网率98%\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("feed", "export", "--as", "json", "-o", "result.json"),
        ("feed", "fields"),
        ("feed", "push", "--round", "latest", "--url", "http://127.0.0.1:9/"),
        ("declared", "reconcile", "form.txt"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("here")
def test_a_sampled_round_is_refused(
    arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    before = set(Path().iterdir())
    assert execute(arguments) == 2
    assert capfd.readouterr() == ("", REFUSAL)
    assert set(Path().iterdir()) == before
