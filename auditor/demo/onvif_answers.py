"""The texts of the simulated ONVIF service: SOAP 1.2 envelopes of answers and faults.

Pure: values in, bytes out.  Who may have which answer is left to
:mod:`auditor.demo.onvif_server`.
"""

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from auditor.demo.encoder import Clip
from auditor.demo.footage import Footage

__all__ = [
    "DEVICE_NS",
    "MEDIA_NS",
    "PROFILES",
    "Addresses",
    "answer",
    "capabilities",
    "date_and_time",
    "device_information",
    "fault",
    "profiles",
    "services",
    "stream_uri",
    "wrap",
]

DEVICE_NS = "http://www.onvif.org/ver10/device/wsdl"
MEDIA_NS = "http://www.onvif.org/ver10/media/wsdl"
PROFILES = ("main", "sub")

_NAMESPACES = (
    ' xmlns:env="http://www.w3.org/2003/05/soap-envelope"'
    f' xmlns:tds="{DEVICE_NS}" xmlns:trt="{MEDIA_NS}"'
    ' xmlns:tt="http://www.onvif.org/ver10/schema"'
    ' xmlns:ter="http://www.onvif.org/ver10/error"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The host and ports that a camera names in its answers, right or wrong."""

    host: str
    onvif_port: int
    rtsp_port: int

    def service(self, name: str) -> str:
        """The address of the ``device`` or ``media`` service."""
        return escape(f"http://{self.host}:{self.onvif_port}/onvif/{name}_service")

    def stream(self, profile: str) -> str:
        """The address of a profile's stream."""
        return escape(f"rtsp://{self.host}:{self.rtsp_port}/{profile}")


def date_and_time(now: datetime) -> bytes:
    """The camera's clock (aware UTC), as GetSystemDateAndTime tells it to anybody."""
    clock = (
        f"<tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute>"
        f"<tt:Second>{now.second}</tt:Second></tt:Time>"
        f"<tt:Date><tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month>"
        f"<tt:Day>{now.day}</tt:Day></tt:Date>"
    )
    content = (
        "<tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>"
        f"<tt:TimeZone><tt:TZ>CST-8</tt:TZ></tt:TimeZone><tt:UTCDateTime>{clock}</tt:UTCDateTime>"
    )
    return answer("tds:GetSystemDateAndTime", wrap("tds:SystemDateAndTime", content))


def device_information(row: int) -> bytes:
    """An invented maker; the serial number is the camera's row in the registry."""
    members = {
        "Manufacturer": "Simulated",
        "Model": "Demonstration camera",
        "FirmwareVersion": "1.0.0",
        "SerialNumber": f"SIM-{row:04d}",
        "HardwareId": "loopback",
    }
    content = "".join(wrap(f"tds:{name}", value) for name, value in members.items())
    return answer("tds:GetDeviceInformation", content)


def capabilities(addresses: Addresses) -> bytes:
    """Where the device and media services are, as the camera believes."""
    streaming = (
        "<tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast>"
        "<tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP>"
        "</tt:StreamingCapabilities>"
    )
    device = wrap("tt:XAddr", addresses.service("device"))
    media = wrap("tt:XAddr", addresses.service("media")) + streaming
    content = wrap("tt:Device", device) + wrap("tt:Media", media)
    return answer("tds:GetCapabilities", wrap("tds:Capabilities", content))


def services(addresses: Addresses) -> bytes:
    """The newer way to ask for the same addresses."""
    version = "<tds:Version><tt:Major>2</tt:Major><tt:Minor>0</tt:Minor></tds:Version>"
    found = ((DEVICE_NS, "device"), (MEDIA_NS, "media"))
    content = "".join(
        f"<tds:Service><tds:Namespace>{namespace}</tds:Namespace>"
        f"<tds:XAddr>{addresses.service(name)}</tds:XAddr>{version}</tds:Service>"
        for namespace, name in found
    )
    return answer("tds:GetServices", content)


def profiles(footage: Footage) -> bytes:
    """The main and the sub stream with what their encoders are set to."""
    clips = zip(PROFILES, (footage.main, footage.sub), strict=True)
    content = "".join(
        f'<trt:Profiles token="{name}" fixed="true"><tt:Name>{name}</tt:Name>'
        f"{_encoder(name, clip)}</trt:Profiles>"
        for name, clip in clips
    )
    return answer("trt:GetProfiles", content)


def stream_uri(addresses: Addresses, profile: str) -> bytes:
    """The RTSP address of a profile; ``profile`` is one of `PROFILES`."""
    content = (
        f"<tt:Uri>{addresses.stream(profile)}</tt:Uri>"
        "<tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>"
        "<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout>"
    )
    return answer("trt:GetStreamUri", wrap("trt:MediaUri", content))


def fault(*subcodes: str, reason: str, sender: bool = True) -> bytes:
    """A SOAP 1.2 fault; ``subcodes`` are the ``ter`` names from general to special."""
    inner = ""
    for name in reversed(subcodes):
        inner = f"<env:Subcode><env:Value>ter:{name}</env:Value>{inner}</env:Subcode>"
    code = wrap("env:Value", "env:Sender" if sender else "env:Receiver") + inner
    text = f'<env:Text xml:lang="en">{escape(reason)}</env:Text>'
    content = wrap("env:Code", code) + wrap("env:Reason", text)
    return _envelope(wrap("env:Fault", content))


def _encoder(name: str, clip: Clip) -> str:
    """An encoder configuration.

    H265 is no member of the ver10 enumeration, yet what H.265 cameras answer here.
    """
    multicast = (
        "<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address>"
        "</tt:Address><tt:Port>0</tt:Port><tt:TTL>0</tt:TTL><tt:AutoStart>false</tt:AutoStart>"
        "</tt:Multicast>"
    )
    return (
        f'<tt:VideoEncoderConfiguration token="encoder_{name}"><tt:Name>{name}</tt:Name>'
        f"<tt:UseCount>1</tt:UseCount><tt:Encoding>{clip.codec.upper()}</tt:Encoding>"
        f"<tt:Resolution><tt:Width>{clip.width_px}</tt:Width>"
        f"<tt:Height>{clip.height_px}</tt:Height></tt:Resolution><tt:Quality>4</tt:Quality>"
        f"<tt:RateControl><tt:FrameRateLimit>{clip.fps}</tt:FrameRateLimit>"
        "<tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>2048</tt:BitrateLimit>"
        f"</tt:RateControl>{multicast}<tt:SessionTimeout>PT60S</tt:SessionTimeout>"
        "</tt:VideoEncoderConfiguration>"
    )


def wrap(name: str, content: str) -> str:
    """An element around ``content``, which is XML already."""
    return f"<{name}>{content}</{name}>"


def answer(operation: str, content: str) -> bytes:
    """The envelope of an operation's response."""
    return _envelope(wrap(f"{operation}Response", content))


def _envelope(content: str) -> bytes:
    body = wrap("env:Body", content)
    text = f'<?xml version="1.0" encoding="UTF-8"?><env:Envelope{_NAMESPACES}>{body}'
    return f"{text}</env:Envelope>".encode()
