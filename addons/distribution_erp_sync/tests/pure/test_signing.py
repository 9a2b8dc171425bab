import base64

import pytest

from ...clients.signing import (
    Application,
    build_login_sign,
    build_signed_headers,
    split_app_id,
)

APPLICATION = Application(
    account_id="6500000000000a",
    user_name="集成用户",
    app_id="200001_ICEnJ3ImLyB7LygoKC4pJ0IRG0BFEkIU",
    app_secret="0123456789abcdef0123456789abcdef",
    organisation=100,
)
QUERY = "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc"


def test_headers_are_those_of_the_official_sdk_when_its_clock_stands_still():
    headers = build_signed_headers(
        APPLICATION, f"http://127.0.0.1:8069/k3cloud/{QUERY}", 1767225600
    )
    assert headers == {
        "X-Api-ClientID": "200001",
        "X-Api-Auth-Version": "2.0",
        "x-api-timestamp": "1767225600",
        "x-api-nonce": "1767225600",
        "x-api-signheaders": "x-api-timestamp,x-api-nonce",
        "X-Api-Signature": (
            "YTcxYTc4ZTI4ZmI1YWFjNDE4ZmJmZjU0MDMzM2E0MWE2NDRhOWEwYjViN2RjNjk3Zjg4YzZkNzUyNDU2NzY0NA=="
        ),
        "X-Kd-Appkey": "200001_ICEnJ3ImLyB7LygoKC4pJ0IRG0BFEkIU",
        "X-Kd-Appdata": "NjUwMDAwMDAwMDAwMGEs6ZuG5oiQ55So5oi3LDIwNTIsMTAw",
        "X-Kd-Signature": (
            "ZDM1MDAxOTdhYTkxOGE4NTdlNmQ0ZWI4MzkyODNiYWRjYzg0M2RiZjUyMWZhODQ0MGM2YTZkMzM2NjhkZDUxMQ=="
        ),
    }


def test_login_sign_is_the_manuals_for_both_algorithms():
    assert build_login_sign(APPLICATION, 1767225600) == (
        "4096380a9ba359f9079ff441388da10a6950e709c0a7030221811e62f93f8e82"
    )
    assert build_login_sign(APPLICATION, 1767225600, "sha1") == (
        "c28cd5754c04512db37a6a76229df3a316944944"
    )


def test_client_secret_comes_out_of_the_app_id():
    assert split_app_id(APPLICATION.app_id) == ("200001", "EBESExQVFhcYGRobHB0eHyAhIiMkJSYn")


@pytest.mark.parametrize(
    "app_id", ["", "200001", "200001_short", "1_2_" + "A" * 32, "1_" + "!" * 32, "1_" + "A" * 33]
)
def test_client_secret_is_empty_when_the_app_id_is_malformed(app_id):
    assert split_app_id(app_id)[1] == ""
    assert build_signed_headers(
        Application(account_id="a", user_name="u", app_id=app_id, app_secret="s"),
        "http://erp.example/k3cloud/x",
        1,
    )["X-Api-Signature"]


def test_signature_of_the_path_differs_when_time_or_service_do_and_that_of_the_caller_does_not():
    first = build_signed_headers(APPLICATION, "https://erp.example/k3cloud/A", 1)
    later = build_signed_headers(APPLICATION, "https://erp.example/k3cloud/A", 2)
    other = build_signed_headers(APPLICATION, "https://erp.example/k3cloud/B", 1)
    assert len({h["X-Api-Signature"] for h in (first, later, other)}) == 3
    assert len({h["X-Kd-Signature"] for h in (first, later, other)}) == 1
    assert base64.b64decode(first["X-Kd-Appdata"]).decode() == "6500000000000a,集成用户,2052,100"


def test_secrets_stay_out_of_repr():
    assert "0123456789abcdef" not in repr(APPLICATION)
    assert "ICEnJ3" not in repr(APPLICATION)
