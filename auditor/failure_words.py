"""What a failure means, in the words of a report (Chinese)."""

from probes.failure import Failure, FailureKind

__all__ = ["failure_text"]

_WORDS = {
    FailureKind.DNS_FAILED: "主机名无法解析",
    FailureKind.CONNECTION_REFUSED: "端口拒绝连接",
    FailureKind.CONNECTION_TIMED_OUT: "连接超时，无任何应答",
    FailureKind.HOST_UNREACHABLE: "主机不可达",
    FailureKind.CONNECTION_RESET: "连接被设备中断",
    FailureKind.TLS_FAILED: "加密连接建立失败",
    FailureKind.RESPONSE_TIMED_OUT: "设备应答超时",
    FailureKind.AUTHENTICATION_REQUIRED: "设备要求认证，未提供凭据",
    FailureKind.AUTHENTICATION_REJECTED: "设备拒绝了所提供的凭据（口令错误，或连接数已满）",
    FailureKind.ACCOUNT_LOCKED: "设备称该账号已被锁定",
    FailureKind.SESSION_LIMIT: "设备会话数已满（或已接受的登录随后被拒）",
    FailureKind.NOT_FOUND: "设备上没有所登记的码流（404）",
    FailureKind.NOT_SUPPORTED: "设备与本系统没有共同支持的传输或认证方式",
    FailureKind.PROTOCOL_ERROR: "设备应答不符合协议",
    FailureKind.NO_MEDIA: "设备同意播放但没有发送媒体数据",
    FailureKind.WRONG_MEDIA: "码流不是 H.264、H.265 或 MJPEG，本系统尚不能解码",
    FailureKind.NOT_DECODABLE: "关键帧完整但无法解码（可能为加密码流）",
    FailureKind.FIRST_FRAME_TIMED_OUT: "有媒体数据，但限时内没有收到完整关键帧，也没有可证实完整的画面",
    FailureKind.ADDRESS_NOT_ALLOWED: "地址不在允许探测的网段内",
    FailureKind.LOGIN_WITHHELD: "凭据已被拒绝过一次（或中断前已发出而结果未知），为防锁定不再重试",
    FailureKind.RESOURCE_EXHAUSTED: "本系统资源不足",
    FailureKind.NO_ROUTE: "本系统没有到该网段的路由",
    FailureKind.DECODER_CRASHED: "本系统解码进程异常",
    FailureKind.INTERRUPTED: "检测被中断",
    FailureKind.SKIPPED: "未检测",
    FailureKind.BUG: "本系统程序错误",
}


def failure_text(failure: Failure) -> str:
    """One sentence; the English detail stays in the stored observation.

    >>> failure_text(Failure("connect", FailureKind.CONNECTION_REFUSED))
    '端口拒绝连接'
    """
    return _WORDS[failure.kind]
