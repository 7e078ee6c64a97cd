"""The file of users: name, role and password hash; TOML that only its owner can read.

Whether a password is right is left to `auditor.web.passwords`.
"""

import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from auditor.errors import ConfigError
from auditor.web.files import locked, mark_of, quoted, replace_file
from auditor.web.passwords import hash_password, is_hash
from auditor.web.roles import Role

__all__ = ["User", "UserBook", "Users", "new_user", "with_user", "without_user"]

_MAX_BYTES = 1 << 20
_NAME = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._-]{0,39}")

_NAME_FORM = "a name has 1 to 40 letters, digits, '.', '_' or '-'"


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(_NAME_FORM)
    return value


def _hash(value: str) -> str:
    if not is_hash(value):
        raise ValueError("no argon2id hash; make it with: auditor web user password NAME")
    return value


class User(BaseModel):
    """Somebody who may sign in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, AfterValidator(_name)]
    role: Role
    password: Annotated[str, AfterValidator(_hash)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    users: tuple[User, ...] = ()


Users = tuple[User, ...]


@dataclass(slots=True)
class UserBook:
    """The file, read again whenever it has changed."""

    path: Path
    _mark: tuple[int, int, int] | None = field(default=None, init=False)
    _users: Users = field(default=(), init=False)

    def users(self) -> Users:
        """Everybody; none when there is no file.  ConfigError for a file that cannot be used."""
        mark = _mark(self.path)
        if mark is None or mark != self._mark:
            self._users = () if mark is None else _read(self.path)
            self._mark = mark
        return self._users

    def find(self, name: str) -> User | None:
        """The user of that name."""
        return next((user for user in self.users() if user.name == name), None)

    def change(self, change: Callable[[Users], Users]) -> None:
        """Put what ``change`` makes of the users into the file."""
        try:
            with locked(self.path):
                replace_file(self.path, _text(change(self.users())).encode())
        except OSError as error:
            raise ConfigError(
                f"{self.path}: users cannot be written ({error.strerror}); check the path"
            ) from error


def new_user(name: str, role: Role, password: str) -> User:
    """A user with a new password; ConfigError for a name or a password that cannot be one."""
    if not _NAME.fullmatch(name):
        raise ConfigError(f"{_NAME_FORM}; choose another")
    return User(name=name, role=role, password=hash_password(password))


def with_user(users: Users, user: User) -> Users:
    """The same with ``user`` in the place of the one of that name, or added."""
    others = tuple(other for other in users if other.name != user.name)
    return _administered(users, (*others, user))


def without_user(users: Users, name: str) -> Users:
    """The same without one; ConfigError when there is none, or nobody is left to administer."""
    left = tuple(user for user in users if user.name != name)
    if len(left) == len(users):
        raise ConfigError(f"no user {name}; see: auditor web user list")
    return _administered(users, left)


def _administered(before: Users, after: Users) -> Users:
    """The last administrator stays one: nobody could give the role back."""
    if _administrators(before) and not _administrators(after):
        raise ConfigError("the last user with the role administer must stay; add another first")
    return after


def _administrators(users: Users) -> bool:
    return any(user.role is Role.ADMINISTER for user in users)


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        return mark_of(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(path: Path) -> Users:
    """A name given twice is refused: nobody could tell who signed in."""
    try:
        with path.open("rb") as file:
            _check_private(path, os.fstat(file.fileno()).st_mode)
            data = file.read(_MAX_BYTES)
        users = _File.model_validate(tomllib.loads(data.decode())).users
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise ConfigError(f"{path}: {place}: {fault['msg']}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ConfigError(f"{path}: not valid TOML in UTF-8; restore the file") from None
    if len({user.name for user in users}) != len(users):
        raise ConfigError(f"{path}: two users have one name; remove one of them")
    return users


def _check_private(path: Path, mode: int) -> None:
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(f"{path}: others can access it; run: chmod 600 {path}")


def _unreadable(path: Path, error: OSError) -> ConfigError:
    return ConfigError(f"{path}: users cannot be read ({error.strerror}); check the path")


def _text(users: Iterable[User]) -> str:
    tables = (
        f"[[users]]\nname = {quoted(user.name)}\nrole = {quoted(user.role.value)}\n"
        f"password = {quoted(user.password)}\n"
        for user in users
    )
    return "# Users of auditor web; change them with: auditor web user\n\n" + "\n".join(tables)
