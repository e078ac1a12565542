"""Where a server listens, and how to speak to it: `$BSS_SERVER`, `$BSS_TOKEN` and what secures the connection."""

from __future__ import annotations

import ipaddress
import os
import ssl
from dataclasses import dataclass, field
from pathlib import Path

import grpc

from .errors import InvalidError, ServerError

_UNLIMITED = [
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.use_local_subchannel_pool", 1),
    # a server that is started again is found within seconds
    ("grpc.initial_reconnect_backoff_ms", 200),
    # which is how long an attempt may take
    ("grpc.min_reconnect_backoff_ms", 10_000),
    ("grpc.max_reconnect_backoff_ms", 3_000),
]
# a proxy would read what is not encrypted, the token too
_NO_PROXY = [("grpc.enable_http_proxy", 0)]
_FAR = [("grpc.keepalive_time_ms", 60_000), ("grpc.keepalive_timeout_ms", 20_000)]


@dataclass(frozen=True)
class Endpoint:
    """Where a server listens, and the token that it wants."""

    address: str
    token: str = field(repr=False)
    embedded: bool
    authorities: bytes | None = field(default=None, repr=False)
    """Certificates (PEM) of those who vouch for the server; none: the system's."""
    certificate: bytes | None = field(default=None, repr=False)
    """Of this client, with its key (PEM)."""
    key: bytes | None = field(default=None, repr=False)

    @property
    def encrypted(self) -> bool:
        """Only what stays on this machine may go in plain text."""
        secured = self.authorities is not None or self.certificate is not None
        return secured or not is_loopback(host(self.address))

    def channel(self) -> grpc.Channel:
        """A connection, which is made at the first call."""
        if not self.encrypted:
            return grpc.insecure_channel(self.address, _UNLIMITED + _NO_PROXY + ([] if self.embedded else _FAR))
        try:
            credentials = grpc.ssl_channel_credentials(
                self.authorities if self.authorities is not None else _system_authorities(), self.key, self.certificate
            )
            return grpc.secure_channel(self.address, credentials, _UNLIMITED + _FAR)
        except (ValueError, RuntimeError) as failure:
            raise ServerError(f"no TLS to {self.address} with $BSS_CA, $BSS_CERT and $BSS_KEY: {failure}") from None


def remote() -> Endpoint | None:
    """The server that the environment names."""
    address = os.environ.get("BSS_SERVER")
    if not address:
        return None
    host(address)
    certificate, key = _file("BSS_CERT"), _file("BSS_KEY")
    if (certificate is None) != (key is None):
        raise InvalidError("$BSS_CERT and $BSS_KEY need each other: a certificate (PEM) and its key")
    return Endpoint(address, _token(), False, _file("BSS_CA"), certificate, key)


def host(address: str) -> str:
    """Of HOST:PORT."""
    name, colon, port = address.rpartition(":")
    if not colon or not name or not port.isdigit() or not 0 < int(port) < 65536:
        raise InvalidError(f"$BSS_SERVER is '{address}', must be HOST:PORT, as 'wafer.example.org:4800'")
    return name.removeprefix("[").removesuffix("]")


def is_loopback(name: str) -> bool:
    """Whether what is sent there stays on this machine."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _token() -> str:
    token = os.environ.get("BSS_TOKEN")
    if token is None:
        stored = _file("BSS_TOKEN_FILE")
        token = stored.decode(errors="replace") if stored is not None else ""
    token = token.strip()
    if not token.isascii() or not (token.isprintable()):
        raise InvalidError("the token ($BSS_TOKEN, $BSS_TOKEN_FILE) must be one line of printable ASCII")
    return token


def _file(variable: str) -> bytes | None:
    name = os.environ.get(variable)
    if not name:
        return None
    try:
        return Path(name).read_bytes()
    except OSError as failure:
        raise InvalidError(f"${variable} is '{name}', must be a file that can be read: {failure.strerror}") from None


def _system_authorities() -> bytes | None:
    # gRPC brings a list of its own, which knows nothing of what an administrator has added
    known = ssl.create_default_context().get_ca_certs(binary_form=True)
    return "".join(map(ssl.DER_cert_to_PEM_cert, known)).encode() if known else None
