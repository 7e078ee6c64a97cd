"""Credentials are found by name, and no message ever holds one."""

import os
import traceback
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auditor.credentials import environment_name, load_credentials
from auditor.errors import ConfigError
from probes.target import Credential

GATE = frozenset({"north-gate"})
PER_TEST = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)


def written(folder: Path, text: str | bytes, *, mode: int = 0o600) -> Path:
    path = folder / "credentials.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


def fault(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_credentials(GATE, file=path, environment={})
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def from_environment(**variables: str) -> dict[str, Credential]:
    return load_credentials(GATE, file=None, environment=variables)


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("north-gate", "AUDITOR_CREDENTIAL_NORTH_GATE"),
        ("Gate.2", "AUDITOR_CREDENTIAL_GATE_2"),
        ("北门", "AUDITOR_CREDENTIAL___"),
        ("", "AUDITOR_CREDENTIAL_"),
    ],
)
def test_the_name_of_the_variable(name: str, variable: str) -> None:
    assert environment_name(name) == variable


@pytest.mark.parametrize(
    ("text", "username", "password"),
    [("u:p", "u", "p"), ("u:", "u", ""), (":p", "", "p"), ("u:p:q=@ ", "u", "p:q=@ ")],
)
def test_the_environment(text: str, username: str, password: str) -> None:
    assert from_environment(AUDITOR_CREDENTIAL_NORTH_GATE=text) == {
        "north-gate": Credential("north-gate", username, password)
    }


def test_a_name_found_nowhere_is_left_out() -> None:
    assert from_environment(AUDITOR_CREDENTIAL_SOUTH_GATE="u:p") == {}


def test_a_variable_without_a_colon_is_refused_without_being_quoted() -> None:
    with pytest.raises(ConfigError) as caught:
        from_environment(AUDITOR_CREDENTIAL_NORTH_GATE="Zq9")
    assert str(caught.value) == "AUDITOR_CREDENTIAL_NORTH_GATE: write it as user:password"


@pytest.mark.parametrize("names", [{"北门", "南门"}, {"a-b", "A_b"}])
def test_one_variable_never_serves_two_names(names: set[str]) -> None:
    """Or a camera would be given another's password, and lock us out."""
    variable = environment_name(min(names))
    with pytest.raises(ConfigError) as caught:
        load_credentials(frozenset(names), file=None, environment={variable: "u:Zq9"})
    assert str(caught.value) == (
        f"{variable}: several credential names of the registry mean this variable; "
        "use a credentials file, or names that differ in letters or digits"
    )
    assert load_credentials(frozenset(names), file=None, environment={}) == {}


def test_the_file_and_the_environment_which_wins(tmp_path: Path) -> None:
    text = '[a]\nusername = "u"\npassword = "p"\n["北门"]\nusername = "v"\npassword = "q"\n'
    found = load_credentials(
        frozenset({"a", "北门", "absent"}),
        file=written(tmp_path, b"\xef\xbb\xbf" + text.encode()),
        environment={"AUDITOR_CREDENTIAL_A": "w:r"},
    )
    assert found == {"a": Credential("a", "w", "r"), "北门": Credential("北门", "v", "q")}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777])
def test_a_file_that_others_can_access_is_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path, "", mode=mode)
    assert fault(path) == f"others can access it; run: chmod 600 {path}"


@pytest.mark.parametrize(
    ("mode", "folder", "is_read"),
    [(0o440, "", True), (0o444, "", False), (0o460, "", False), (0o440, "elsewhere", False)],
)
def test_what_systemd_hands_over_may_show_its_access_list_as_a_group(
    tmp_path: Path, mode: int, folder: str, *, is_read: bool
) -> None:
    path = written(tmp_path, "", mode=mode)
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path / folder)}
    if is_read:
        assert load_credentials(GATE, file=path, environment=environment) == {}
        return
    with pytest.raises(ConfigError, match="others can access it"):
        load_credentials(GATE, file=path, environment=environment)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_its_owner_alone_is_read(tmp_path: Path, mode: int) -> None:
    assert load_credentials(GATE, file=written(tmp_path, "", mode=mode), environment={}) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[a]\nusername = "u"', "[a] needs username and password, both as text"),
        ('[a]\npassword = "Zq9"', "[a] needs username and password, both as text"),
        ('[a]\nusername = "u"\npassword = 9', "[a] needs username and password, both as text"),
        ('a = "Zq9"', "[a] needs username and password, both as text"),
        ('[a]\npassword = "Zq9', "not valid TOML (at end of document)"),
        ("[a]\npassword = Zq9\n", "not valid TOML (at line 2, column 12)"),
        (b'[a]\npassword = "Zq9\xff"', "not UTF-8 text; save it as UTF-8"),
        (b"#" * (1 << 20) + b"#", "larger than 1 MB; this is no credentials file"),
    ],
)  # fmt: skip
def test_each_fault_has_one_message(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert fault(written(tmp_path, text)) == message


def test_a_missing_file(tmp_path: Path) -> None:
    expected = "credentials cannot be read (No such file or directory); check the path"
    assert fault(tmp_path / "credentials.toml") == expected


def test_what_is_no_regular_file() -> None:
    assert fault(Path(os.devnull)) == "not a regular file"


ODD = st.text(alphabet="QWXZ09\"'\\\n\t[]{}=#.,:@ é密\x00", max_size=12).map(lambda t: f"Zq{t}9X")


def everything_shown(path: Path) -> str:
    """The repr of what was read, or all that Python prints of the fault."""
    try:
        return repr(load_credentials(frozenset({"gate"}), file=path, environment={}))
    except ConfigError as error:
        return "".join(traceback.format_exception(error))


@PER_TEST
@given(ODD)
@example('Zq"""9X')
def test_no_password_is_in_anything_shown(tmp_path: Path, password: str) -> None:
    """Written without care for quoting, which is how files go wrong."""
    text = f'[gate]\nusername = "admin"\npassword = "{password}"\n'
    assert password not in everything_shown(written(tmp_path, text))


@given(ODD)
def test_no_password_is_in_a_repr(password: str) -> None:
    found = from_environment(AUDITOR_CREDENTIAL_NORTH_GATE=f"{password}:{password}")
    assert found["north-gate"].password == password or ":" in password
    assert password not in f"{found!r}{found}"
