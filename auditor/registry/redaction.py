"""User names and passwords taken out of the cells of a frame, a column at a time.

What a secret is, is said by `probes.redact`.  Here whole columns are looked at: cells that can
hold none are passed over, addresses of the usual form are changed together, and only the others
are changed one by one.  The result is that of `redact_address` and `redact_text`.
"""

from collections.abc import Callable, Collection

import polars as pl

from probes.redact import redact_uri

__all__ = ["is_usual", "mapped", "redact_address", "redact_frame", "redact_text"]

_MASK = "***@"
# One word of printed ASCII, whose only @ ends the user's part of the authority.
_USUAL = r"^([A-Za-z]{1,10}://)[!-~&&[^/?#\\@]]+@([!-~&&[^@]]*)$"
_TOKEN_SIGNS = ["=", "%3d", "%3D"]
_USER_SIGNS = ["@", *_TOKEN_SIGNS]
# A word in front of the sign makes it a secret's (`probes.redact`).  The last two are letters
# that regular expressions take for s and k where case does not count.
_TOKEN_WORDS = [
    *("user", "usr", "login", "account", "pass", "pwd", "psw", "psd", "token", "auth", "key"),
    *("secret", "credential", "sign", "session"),
    *("\u017f", "\u212a"),
]


def redact_address(text: str) -> str:
    """A cell of a column of addresses: user and host may stand there without ``//``."""
    # A token's value can be all that held the ``//``: what is left is looked at again.
    return _without_user(redact_uri(_without_user(text)))


def _without_user(text: str) -> str:
    """Mask what stands before the last @ when one stands before any ``//``."""
    if "@" in text.split("//", maxsplit=1)[0]:
        return _MASK + text[text.rfind("@") + 1 :]
    return text


def is_usual(texts: pl.Series) -> pl.Series:
    """Whether each text is an address of the usual form: its one @ ends user and password."""
    return texts.str.contains(_USUAL)


def redact_text(text: str) -> str:
    """A cell of any other column: an address may stand there too, but has a ``//``."""
    return redact_uri(text) if "//" in text else text


def redact_frame(frame: pl.DataFrame, addresses: Collection[str] = ()) -> pl.DataFrame:
    """Redact every String column, those named by ``addresses`` as columns of addresses."""
    names = frame.select(pl.selectors.string()).columns
    if not names:
        return frame
    signs = {name: _USER_SIGNS if name in addresses else ["//"] for name in names}
    suspected = frame.lazy().select(
        pl.col(name).str.contains_any(signs[name]).any() for name in names
    )
    (found,) = suspected.collect().rows()
    columns = [
        _redacted(frame[name], is_address=name in addresses)
        for name, is_suspected in zip(names, found, strict=True)
        if is_suspected
    ]
    return frame.with_columns(columns)


def mapped(column: pl.Series, change: Callable[[str], str], chosen: pl.Series) -> pl.Series:
    """``column`` with the ``chosen`` cells changed, each distinct text once; nulls stay."""
    old = column.filter(chosen).drop_nulls().unique()
    if old.is_empty():
        return column
    new = pl.Series([change(text) for text in old], dtype=pl.String)
    return column.replace(old, new).zip_with(chosen.fill_null(value=False), column)


def _redacted(column: pl.Series, *, is_address: bool) -> pl.Series:
    text, once = pl.col("text"), pl.col("once")
    usual, changed = text.str.contains(_USUAL), text.str.replace(_USUAL, "${1}" + _MASK + "${2}")
    bare = ~text.str.contains("//", literal=True) & text.str.contains("@", literal=True)
    if is_address:
        usual |= bare
        changed = pl.when(bare).then(text.str.replace(r"(?s)^.*@", _MASK)).otherwise(changed)
    # What is left of a usual address can still hold a token behind the host.
    done = (pl.col("usual") & ~_has_token(once)).fill_null(value=False)
    looked_at = (
        column.to_frame("text")
        .with_columns(once=changed, usual=usual)
        .select(
            once=pl.when(done).then(once).otherwise(text),
            doubtful=_can_change(text, is_address=is_address) & ~done,
        )
    )
    change = redact_address if is_address else redact_text
    return mapped(looked_at["once"], change, looked_at["doubtful"]).alias(column.name)


def _can_change(text: pl.Expr, *, is_address: bool) -> pl.Expr:
    """False where redaction is known to change nothing."""
    suspect = text.str.contains("@", literal=True) | _has_token(text)
    return suspect if is_address else text.str.contains("//", literal=True) & suspect


def _has_token(text: pl.Expr) -> pl.Expr:
    words = text.str.contains_any(_TOKEN_WORDS, ascii_case_insensitive=True)
    return text.str.contains_any(_TOKEN_SIGNS) & words
