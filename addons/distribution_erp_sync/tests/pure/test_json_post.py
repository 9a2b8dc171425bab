import gzip
import html
import json
import time
from decimal import Decimal
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ...clients import http_pool
from ...clients.errors import TransportError
from ...clients.http_pool import is_private
from ...clients.json_post import HttpLimits, JsonPoster, encode
from ...clients.masking import MASK, Masker
from . import fixtures
from .local_server import free_port, local_server
from .scripted_server import Play

# Taken by name, see there.
erp = fixtures.erp
certificate = fixtures.certificate
tls_server = fixtures.tls_server
assert_no_secret = fixtures.assert_no_secret

SLOW_SECONDS = 3.0


@pytest.fixture
def make_poster():
    made = []

    def make(**limits) -> JsonPoster:
        made.append(JsonPoster(HttpLimits(**limits), Masker(["s3cret"])))
        return made[-1]

    yield make
    for poster in made:
        poster.close()


def failure(poster: JsonPoster, url: str, **options) -> TransportError:
    with pytest.raises(TransportError) as caught:
        poster.post(url, {}, **options).read_json()
    return caught.value


def test_answer_is_cut_off_when_it_drips(erp, make_poster):
    erp.script("Slow", Play(how="slow"))
    started = time.monotonic()
    error = failure(make_poster(total_seconds=0.5), erp.url + "Slow")
    assert time.monotonic() - started < SLOW_SECONDS
    assert error.is_sent and "within 0.5 s" in str(error)


def test_poster_works_again_after_a_cut(erp, make_poster):
    erp.script("Slow", Play(how="slow"))
    erp.script("Fine", {"a": 1})
    poster = make_poster(total_seconds=0.5)
    failure(poster, erp.url + "Slow")
    assert poster.post(erp.url + "Fine", {}).read_json() == {"a": 1}


def test_watchdog_of_one_call_does_not_bite_the_next(erp, make_poster):
    erp.script("Fine", Play({}, seconds=0.2))
    poster = make_poster(total_seconds=0.5)
    for _call in range(4):
        assert poster.post(erp.url + "Fine", {}).read_json() == {}
    assert len(erp.ports) == 1


def test_read_times_out_when_the_server_is_mute(erp, make_poster):
    erp.script("Mute", Play(how="mute"))
    error = failure(make_poster(read_seconds=0.3), erp.url + "Mute")
    assert error.is_sent and "timed_out" in str(error)


def test_body_is_refused_when_it_is_too_long(erp, make_poster):
    erp.script("Long", Play(b" " * 200_000))
    error = failure(make_poster(body_bytes_max=100_000), erp.url + "Long")
    assert "longer than 100000 bytes" in str(error)


def test_endless_body_is_refused(make_poster):
    with local_server() as server:
        poster = make_poster(body_bytes_max=1_000_000)
        with pytest.raises(TransportError, match="longer than"):
            poster.get(server.url("endless"))


def test_packed_body_counts_unpacked(erp, make_poster):
    packed = gzip.compress(b" " * 5_000_000)
    erp.script("Packed", Play(packed, headers={"Content-Encoding": "gzip"}))
    error = failure(make_poster(body_bytes_max=1_000_000), erp.url + "Packed")
    assert "longer than" in str(error)


def test_redirect_is_not_followed(erp, make_poster):
    erp.script("Moved", Play(b"", status=307, headers={"Location": f"{erp.url}Fine"}))
    erp.script("Fine", {})
    error = failure(make_poster(), erp.url + "Moved")
    assert (error.status, erp.count("Fine")) == (307, 0)


@pytest.mark.parametrize("status", [200, 206])
def test_status_of_success_is_one_of_two(erp, make_poster, status):
    erp.script("Fine", Play({}, status=status))
    assert make_poster().post(erp.url + "Fine", {}).read_json() == {}


@pytest.mark.parametrize("status", [201, 202, 400, 401, 403, 404, 429, 500, 502, 503])
def test_other_status_is_none_even_with_json(erp, make_poster, status):
    erp.script("Bad", Play({}, status=status))
    assert failure(make_poster(), erp.url + "Bad").status == status


def test_environment_is_ignored_when_it_names_a_proxy(erp, make_poster, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    erp.script("Fine", {})
    assert make_poster().post(erp.url + "Fine", {}).read_json() == {}


def test_private_address_is_refused_before_anything_is_sent(erp, make_poster):
    erp.script("Fine", {})
    for url in (erp.url, erp.url.replace("127.0.0.1", "localhost")):
        error = failure(make_poster(allow_private=False), url + "Fine")
        assert error.is_sent is False and "private" in str(error)
    assert erp.calls == []


def test_address_of_the_link_is_refused_where_private_ones_are_allowed(
    erp, make_poster, monkeypatch
):
    assert http_pool.is_never_an_erp("169.254.169.254")
    monkeypatch.setattr(http_pool, "is_never_an_erp", lambda address: address == "127.0.0.1")
    erp.script("Fine", {})
    error = failure(make_poster(allow_private=True), erp.url + "Fine")
    assert error.is_sent is False and "private" in str(error)
    assert erp.calls == []


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "fc00::1"]
    + ["::ffff:192.168.0.1", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255"],
)
def test_address_is_private_when_the_internet_does_not_have_it(address):
    assert is_private(address)
    assert not is_private("2606:4700:4700::1111")


def test_certificate_is_refused_when_nobody_vouches_for_it(tls_server, make_poster):
    error = failure(make_poster(), tls_server.url(scheme="https"))
    assert error.is_sent is False and "tls_failed" in str(error)
    assert tls_server.seen == []


def test_certificate_is_accepted_when_its_issuer_is_trusted(
    tls_server,
    certificate,
    make_poster,
):
    poster = make_poster(ca_file=str(certificate))
    assert poster.get(tls_server.url(scheme="https")).status == 200


def test_nothing_is_sent_when_nobody_listens_or_the_name_is_unknown(make_poster):
    for url in (f"http://127.0.0.1:{free_port()}/", "http://kingdee.invalid/", "http://[::1/"):
        assert failure(make_poster(), url).is_sent is False


def test_nothing_is_sent_when_nobody_listens_after_a_call_that_was_answered(erp, make_poster):
    erp.script("Fine", {})
    poster = make_poster()
    poster.post(erp.url + "Fine", {})
    assert failure(poster, f"http://127.0.0.1:{free_port()}/").is_sent is False


def test_nothing_is_sent_without_a_certificate_after_a_call_that_was_answered(
    erp, tls_server, make_poster
):
    erp.script("Fine", {})
    poster = make_poster()
    poster.post(erp.url + "Fine", {})
    assert failure(poster, tls_server.url(scheme="https")).is_sent is False


def test_detail_loses_what_no_database_stores(erp, make_poster):
    erp.script("Bad", Play(b"a\x00b", status=500))
    assert failure(make_poster(), erp.url + "Bad").detail == "ab"


def test_secret_query_arrives_and_shows_nowhere(erp, make_poster, assert_no_secret):
    erp.script("Fine", {"echo": "s3cret"})
    erp.script("Reset", Play(how="reset"))
    poster = make_poster()
    reply = poster.get(erp.url + "Fine", query="token=s3cret")
    assert [call.query for call in erp.calls] == ["token=s3cret"]
    errors = [failure(poster, erp.url + "Reset", query="token=s3cret")]
    errors.append(failure(poster, f"http://127.0.0.1:{free_port()}/", query="token=s3cret"))
    assert_no_secret(*errors, poster, reply, reply.text, secrets=["s3cret"])
    assert not any("X-Secret-Query" in call.headers for call in erp.calls)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_decimals_are_sent_with_every_digit(number):
    sent = json.loads(encode([number]), parse_float=Decimal)[0]
    assert Decimal(sent) == number


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), object(), {1}])
def test_value_is_not_sent_when_json_cannot_say_it(value):
    with pytest.raises(TypeError):
        encode([value])


def test_float_without_an_end_is_not_sent():
    with pytest.raises(ValueError):
        encode([float("nan")])


@given(st.text(min_size=1), st.text(), st.text())
def test_secret_is_never_in_a_masked_text(secret, before, after):
    masked = Masker([secret]).mask(before + secret + after)
    assert secret not in masked.replace(MASK, "") or secret in MASK or secret in before + after


@pytest.mark.parametrize("secret", ['a"b\\c', "p4ss/wörd 金蝶", "<&>'", "a+b c"])
def test_secret_is_masked_in_every_spelling(secret):
    masker = Masker([secret])
    for spelling in (
        secret,
        json.dumps(secret)[1:-1],
        html.escape(secret),
        quote(secret),
        quote_plus(secret),
        urlencode({"x": secret})[2:],
    ):
        assert masker.mask(f"[{spelling}]") == f"[{MASK}]"


def test_half_a_secret_does_not_survive_the_cut(erp):
    poster = JsonPoster(HttpLimits(), Masker(["s3cret" * 20]))
    erp.script("Bad", Play(b"x" * 490 + b"s3cret" * 20, status=500))
    assert "s3cret" not in failure(poster, erp.url + "Bad").detail
    poster.close()
