import socket
import time

import pytest

from ...clients import http_session
from ...clients.http_session import Answer, Outcome, fetch_answer, is_same_server
from . import fixtures
from .local_server import free_port, local_server

# Taken by name, see there.
certificate = fixtures.certificate
tls_server = fixtures.tls_server

SOON = {"connect_seconds": 2.0, "read_seconds": 0.3}


@pytest.fixture
def server():
    with local_server() as running:
        yield running


@pytest.mark.parametrize(("behaviour", "status"), [("fine", 200), ("missing", 404), ("error", 500)])
def test_answer_has_the_status_when_a_server_answers(server, behaviour, status):
    answer = fetch_answer(server.url(behaviour))
    assert answer == Answer(outcome=Outcome.ANSWERED, status=status)


def test_redirect_is_followed_when_it_stays_on_the_server(server):
    assert fetch_answer(server.url("inside")).status == 200
    assert server.seen == ["/inside/", "/fine/html5"]


def test_redirect_is_reported_without_its_token_when_it_leaves_the_server(server):
    answer = fetch_answer(server.url("outside"))
    assert answer.outcome is Outcome.REDIRECTED_AWAY
    assert (answer.status, answer.redirect) == (302, "http://other.example/login")


def test_redirects_end_when_they_go_in_circles(server):
    assert fetch_answer(server.url("circle")).outcome is Outcome.FAILED
    assert len(server.seen) == http_session.REDIRECTS_MAX + 1


@pytest.mark.parametrize(
    ("url", "target", "expected"),
    [
        ("http://erp/a", "http://erp:80/b", True),
        ("http://erp/a", "https://erp/b", True),
        ("http://erp/a", "http://ERP/b", True),
        ("https://erp/a", "http://erp/b", False),
        ("http://erp/a", "http://erp:5432/b", False),
        ("http://erp/a", "https://erp:8443/b", False),
        ("http://erp/a", "http://169.254.169.254/latest", False),
        ("http://erp/a", "file:///etc/passwd", False),
    ],
)
def test_server_is_the_same_when_only_the_path_differs_or_tls_is_added(url, target, expected):
    assert is_same_server(url, target) is expected


def test_answer_is_timed_out_when_the_server_is_silent(server):
    started = time.monotonic()
    assert fetch_answer(server.url("silent"), **SOON).outcome is Outcome.TIMED_OUT
    assert time.monotonic() - started < 5


def test_answer_does_not_wait_for_the_body_when_it_never_ends(server):
    started = time.monotonic()
    assert fetch_answer(server.url("endless"), **SOON).status == 200
    assert time.monotonic() - started < 5


def test_answer_is_refused_when_nobody_listens():
    answer = fetch_answer(f"http://localhost:{free_port()}/")
    assert (answer.outcome, answer.detail) == (Outcome.REFUSED, "Connection refused")


def test_answer_is_dns_failed_when_the_name_does_not_exist(monkeypatch):
    def find_nothing(*_args, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", find_nothing)
    answer = fetch_answer("http://kingdee.example/")
    assert (answer.outcome, answer.detail) == (Outcome.DNS_FAILED, "Name or service not known")


def test_answer_is_failed_when_the_server_speaks_no_http(server):
    answer = fetch_answer(server.url("rubbish"))
    assert answer.outcome is Outcome.FAILED
    assert "SSH-2.0" in answer.detail


@pytest.mark.parametrize("url", ["http://" + "a" * 300 + "/", "http://erp:99999/", "http://[::1/"])
def test_answer_is_failed_when_the_address_is_nonsense(url):
    assert fetch_answer(url).outcome in (Outcome.FAILED, Outcome.DNS_FAILED)


def test_certificate_is_refused_when_nobody_vouches_for_it(tls_server):
    answer = fetch_answer(tls_server.url(scheme="https"))
    assert (answer.outcome, answer.detail) == (Outcome.TLS_FAILED, "self-signed certificate")
    assert tls_server.seen == []


def test_certificate_is_accepted_when_its_issuer_is_trusted(tls_server, certificate):
    answer = fetch_answer(tls_server.url(scheme="https"), ca_file=str(certificate))
    assert answer.status == 200


def test_answer_is_tls_failed_when_the_port_speaks_plain_http(server):
    assert fetch_answer(server.url(scheme="https")).outcome is Outcome.TLS_FAILED


def test_environment_is_ignored_when_it_names_a_proxy(server, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://localhost:{free_port()}")
    assert fetch_answer(server.url()).status == 200


def test_nothing_answers_without_a_status():
    with pytest.raises(AssertionError):
        Answer(outcome=Outcome.ANSWERED)
