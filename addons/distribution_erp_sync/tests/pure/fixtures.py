"""Fixtures that test files take by name: Odoo's runner cannot load a conftest inside an addon."""

import datetime
import logging
import ssl
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ...clients.k3cloud_client import K3CloudClient, K3CloudSettings
from ...clients.k3wise_client import K3WiseClient, K3WiseSettings
from .local_server import local_server
from .scripted_server import scripted_server
from .wise_answers import CODE, STOCK_TOKEN, token

APP_ID = "200001_ICEnJ3ImLyB7LygoKC4pJ0IRG0BFEkIU"
APP_SECRET = "0123456789abcdef0123456789abcdef"
PASSWORD = "p4ss/wörd 金蝶"
# What must appear nowhere: also what an AppId hides.
SECRETS = (APP_SECRET, PASSWORD, APP_ID, APP_ID[7:], "EBESExQVFhcYGRobHB0eHyAhIiMkJSYn")


@pytest.fixture
def erp():
    """Serve as an ERP."""
    with scripted_server() as running:
        yield running


@pytest.fixture
def settings(erp):
    """Return the settings of the worked vector, for the server of the test."""
    return K3CloudSettings(
        base_url=erp.url,
        account_id="6500000000000a",
        user_name="集成用户",
        app_id=APP_ID,
        app_secret=APP_SECRET,
        password=PASSWORD,
        read_seconds=5.0,
        page_size=3,
    )


@pytest.fixture
def pauses():
    """Return the seconds a client wanted to wait."""
    return []


@pytest.fixture
def make_client(settings, pauses):
    """Return a function that makes a client which does not really wait."""
    made = []

    def make(memory=None, **changes) -> K3CloudClient:
        client = K3CloudClient(
            replace(settings, **changes), memory=memory, sleep=pauses.append, chance=lambda: 0.5
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client):
    """Return a client with signed headers."""
    return make_client()


@pytest.fixture
def assert_no_secret(caplog):
    """Return a function that looks for secrets in texts, in every log record and in errors."""
    caplog.set_level(logging.DEBUG)

    def check(*things, secrets=SECRETS):
        texts = [record.getMessage() for record in caplog.records]
        for thing in things:
            texts += [str(thing), repr(thing)]
            if isinstance(thing, Exception):
                texts.append(repr(vars(thing)))
            for chained in (
                getattr(thing, "__context__", None),
                getattr(thing, "__cause__", None),
            ):
                texts += [str(chained), repr(chained)]
        for secret in secrets:
            for text in texts:
                assert secret not in text
                assert secret.encode("unicode_escape").decode() not in text

    return check


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return a file with a certificate for localhost that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def tls_server(certificate):
    """Serve over TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with local_server(context) as running:
        yield running


@pytest.fixture
def clock():
    """Return a clock that stands still: a list with the seconds."""
    return [1000.0]


@pytest.fixture
def make_wise(erp, clock, pauses):
    """Return a function that makes a client of K/3 WISE."""
    made = []
    erp.script("Create", token("t0ken-1"), token("t0ken-2"))

    def make(memory=None, **changes) -> K3WiseClient:
        settings = K3WiseSettings(
            **{
                "base_url": erp.url.replace("k3cloud", "K3API"),
                "authority_code": CODE,
                "stock_url": f"{erp.url}stock?view=1",
                "stock_token": STOCK_TOKEN,
                "page_size": 2,
                "read_seconds": 5.0,
                **changes,
            }
        )
        made.append(
            K3WiseClient(
                settings,
                memory=memory,
                sleep=pauses.append,
                clock=lambda: clock[0],
                chance=lambda: 0.5,
            )
        )
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def wise(make_wise):
    """Return a client of K/3 WISE."""
    return make_wise()
