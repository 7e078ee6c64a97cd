"""What a simulated camera tells of its settings: time server, scopes, name, drawn clock.

Pure texts, as in :mod:`auditor.demo.onvif_answers`.
"""

from auditor.demo.onvif_answers import answer, wrap

__all__ = ["host_name", "on_screen_texts", "scopes", "time_server"]

_SCOPES = (
    "onvif://www.onvif.org/type/video_encoder",
    "onvif://www.onvif.org/Profile/Streaming",
    "onvif://www.onvif.org/name/Simulated",
)


def time_server() -> bytes:
    """A time server by address, as the clock's own answer claims."""
    manual = wrap("tt:Type", "IPv4") + wrap("tt:IPv4Address", "127.0.0.1")
    content = wrap("tt:FromDHCP", "false") + wrap("tt:NTPManual", manual)
    return answer("tds:GetNTP", wrap("tds:NTPInformation", content))


def scopes() -> bytes:
    """The scopes by which discovery would find it."""
    items = (wrap("tt:ScopeDef", "Fixed") + wrap("tt:ScopeItem", uri) for uri in _SCOPES)
    return answer("tds:GetScopes", "".join(wrap("tds:Scopes", item) for item in items))


def host_name(row: int) -> bytes:
    """An invented host name."""
    content = wrap("tt:FromDHCP", "false") + wrap("tt:Name", f"simulated-{row:04d}")
    return answer("tds:GetHostname", wrap("tds:HostnameInformation", content))


def on_screen_texts() -> bytes:
    """The clock that is drawn into the picture; no name is drawn."""
    text = wrap("tt:Type", "DateAndTime")
    content = (
        wrap("tt:VideoSourceConfigurationToken", "source")
        + wrap("tt:Type", "Text")
        + wrap("tt:Position", wrap("tt:Type", "UpperLeft"))
        + wrap("tt:TextString", text)
    )
    return answer("trt:GetOSDs", f'<trt:OSDs token="clock">{content}</trt:OSDs>')
