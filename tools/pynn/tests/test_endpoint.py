"""Who may read what goes to a server: TLS, tokens, and what the environment says of them."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import fake_queue
import grpc
import pytest

from pynn_bss1 import endpoint, errors
from pynn_bss1.client import Jobs

VARIABLES = ("BSS_SERVER", "BSS_TOKEN", "BSS_TOKEN_FILE", "BSS_CA", "BSS_CERT", "BSS_KEY")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Signed by itself, for this machine."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    wanted = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={name}",
    ]
    wanted += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(["openssl", "req", "-x509", *wanted], check=True, capture_output=True)
    return cert, key


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("certificates")
    return {name: certificate(folder, name) for name in ("server", "other", "client")}


@pytest.fixture
def secure(certificates: dict[str, tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A queue that speaks TLS, and wants a certificate of its clients."""
    cert, key = (path.read_bytes() for path in certificates["server"])
    clients = certificates["client"][0].read_bytes()
    credentials = grpc.ssl_server_credentials([(key, cert)], clients, require_client_auth=True)
    running, port = fake_queue.serve(fake_queue.FakeQueue(), credentials)
    monkeypatch.setenv("BSS_SERVER", f"localhost:{port}")
    monkeypatch.setenv("BSS_TOKEN", fake_queue.TOKEN)
    yield
    running.stop(0)


def asked() -> bool:
    with Jobs.connect() as jobs:
        return jobs._connection.has_queue()


def test_a_server_with_a_known_certificate_is_trusted(secure, certificates, monkeypatch):
    monkeypatch.setenv("BSS_CA", str(certificates["server"][0]))
    monkeypatch.setenv("BSS_CERT", str(certificates["client"][0]))
    monkeypatch.setenv("BSS_KEY", str(certificates["client"][1]))
    assert asked()


def test_a_server_with_another_certificate_is_not(secure, certificates, monkeypatch):
    monkeypatch.setenv("BSS_CA", str(certificates["other"][0]))
    monkeypatch.setenv("BSS_CERT", str(certificates["client"][0]))
    monkeypatch.setenv("BSS_KEY", str(certificates["client"][1]))
    with pytest.raises(errors.ServerError, match=r"cannot be reached: .*\$BSS_CA must name the authority"):
        asked()


def test_a_client_without_a_certificate_is_not_let_in(secure, certificates, monkeypatch):
    monkeypatch.setenv("BSS_CA", str(certificates["server"][0]))
    with pytest.raises(errors.ServerError, match="cannot be reached"):
        asked()


def test_plain_text_to_a_server_that_speaks_tls_says_what_is_missing(secure, monkeypatch):
    with pytest.raises(errors.ServerError, match=r"cannot be reached: .*if it speaks TLS, \$BSS_CA must name"):
        asked()


class Listener:
    """Keeps the first bytes of whoever comes, and says nothing."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("0.0.0.0", 0))
        self.port = self.socket.getsockname()[1]
        self.heard = b""
        self.came = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            while True:
                client, _ = self.socket.accept()
                self.heard += client.recv(1 << 16)
                self.came.set()
                client.close()
        except OSError:
            pass

    def close(self) -> None:
        self.socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


def test_a_token_goes_nowhere_else_in_plain_text(listener, monkeypatch):
    # an address that is none of the loopback's, though it leads here
    monkeypatch.setenv("BSS_SERVER", f"0.0.0.0:{listener.port}")
    monkeypatch.setenv("BSS_TOKEN", "a-secret")
    with pytest.raises(errors.ServerError, match="cannot be reached"):
        asked()
    assert listener.came.wait(5)
    assert listener.heard.startswith(b"\x16\x03")  # a TLS handshake
    assert b"a-secret" not in listener.heard


def test_no_proxy_reads_what_is_in_plain_text(listener, monkeypatch):
    running, port = fake_queue.serve(fake_queue.FakeQueue())
    for name in ("http_proxy", "https_proxy", "grpc_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{listener.port}")
    for name in ("no_proxy", "NO_PROXY", "no_grpc_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BSS_SERVER", f"127.0.0.1:{port}")
    monkeypatch.setenv("BSS_TOKEN", fake_queue.TOKEN)
    assert asked()
    assert listener.heard == b""
    running.stop(0)


@pytest.mark.parametrize(
    ("address", "encrypted"),
    [
        ("127.0.0.1:4800", False),
        ("127.8.8.8:4800", False),
        ("localhost:4800", False),
        ("[::1]:4800", False),
        ("wafer.example.org:4800", True),
        ("localhost.example.org:4800", True),
        ("127.0.0.1.example.org:4800", True),
        ("192.168.1.5:4800", True),
        ("[2001:db8::1]:4800", True),
        ("0.0.0.0:4800", True),
    ],
)
def test_only_the_loopback_is_spoken_to_in_plain_text(address, encrypted, monkeypatch, tmp_path):
    monkeypatch.setenv("BSS_SERVER", address)
    assert endpoint.remote().encrypted == encrypted
    (tmp_path / "ca.pem").write_text("an authority")
    monkeypatch.setenv("BSS_CA", str(tmp_path / "ca.pem"))
    assert endpoint.remote().encrypted


@pytest.mark.parametrize("wrong", ["wafer", "wafer:", ":4800", "wafer:many", "wafer:0", "wafer:70000"])
def test_an_address_must_have_a_host_and_a_port(wrong, monkeypatch):
    monkeypatch.setenv("BSS_SERVER", wrong)
    with pytest.raises(errors.InvalidError, match=f"BSS_SERVER is '{wrong}', must be HOST:PORT"):
        endpoint.remote()


def test_a_token_may_lie_in_a_file(monkeypatch, tmp_path):
    monkeypatch.setenv("BSS_SERVER", "localhost:4800")
    (tmp_path / "token").write_text("from-a-file\n")
    monkeypatch.setenv("BSS_TOKEN_FILE", str(tmp_path / "token"))
    assert endpoint.remote().token == "from-a-file"
    monkeypatch.setenv("BSS_TOKEN", "first")
    assert endpoint.remote().token == "first"
    assert "first" not in repr(endpoint.remote())
    monkeypatch.setenv("BSS_TOKEN", "two\nlines")
    with pytest.raises(errors.InvalidError, match="one line of printable ASCII"):
        endpoint.remote()


def test_files_that_are_not_there_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("BSS_SERVER", "localhost:4800")
    monkeypatch.setenv("BSS_CA", str(tmp_path / "none.pem"))
    with pytest.raises(errors.InvalidError, match=r"\$BSS_CA is '.*none.pem', must be a file that can be read"):
        endpoint.remote()
    monkeypatch.delenv("BSS_CA")
    (tmp_path / "cert.pem").write_text("a certificate")
    monkeypatch.setenv("BSS_CERT", str(tmp_path / "cert.pem"))
    with pytest.raises(errors.InvalidError, match="need each other"):
        endpoint.remote()
