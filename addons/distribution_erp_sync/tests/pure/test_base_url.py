import pytest

from ...clients.base_url import BadBaseUrlError, Fault, normalise

GOOD = {
    "https://erp.example.com/k3cloud/": "https://erp.example.com/k3cloud/",
    "https://erp.example.com/k3cloud": "https://erp.example.com/k3cloud/",
    "HTTP://ERP.Example.com/K3API///": "http://erp.example.com/K3API/",
    "  http://192.168.1.10:8080  ": "http://192.168.1.10:8080/",
    "http://[fe80::1]:8080/k3cloud": "http://[fe80::1]:8080/k3cloud/",
    "http://[::1]": "http://[::1]/",
    "http://金蝶.example/k3cloud": "http://金蝶.example/k3cloud/",
    "http://erp/k3cloud?": "http://erp/k3cloud/",
}
BAD = {
    "": Fault.SCHEME,
    "erp.example.com/k3cloud": Fault.SCHEME,
    "ftp://erp.example.com/": Fault.SCHEME,
    "file:///etc/passwd": Fault.SCHEME,
    "javascript:alert(1)": Fault.SCHEME,
    "http://": Fault.HOST,
    "http:///k3cloud/": Fault.HOST,
    "http://:8080/": Fault.HOST,
    "http://[::1/": Fault.HOST,
    "http://[::1]x/": Fault.HOST,
    "http://erp%2eexample/": Fault.HOST,
    "http://..example/": Fault.HOST,
    "http://erp.example:0/": Fault.PORT,
    "http://erp.example:65536/": Fault.PORT,
    "http://erp.example:８０８０/": Fault.PORT,
    "http://erp.example:/": Fault.PORT,
    "http://me:secret@erp.example/": Fault.CREDENTIALS,
    "http://me@erp.example/": Fault.CREDENTIALS,
    "http://@erp.example/": Fault.CREDENTIALS,
    "http://erp.example/?token=1": Fault.QUERY,
    "http://erp.example/#top": Fault.QUERY,
    "http://erp.example/k3 cloud/": Fault.CHARACTERS,
    "http://erp.example\\@other.example/": Fault.CHARACTERS,
    "http://erp.example/\r\nHost: other": Fault.CHARACTERS,
}


@pytest.mark.parametrize(("text", "expected"), GOOD.items())
def test_normalise_returns_one_spelling_when_the_address_is_good(text, expected):
    assert normalise(text) == expected
    assert normalise(expected) == expected


@pytest.mark.parametrize(("text", "fault"), BAD.items())
def test_normalise_names_the_fault_when_the_address_is_bad(text, fault):
    with pytest.raises(BadBaseUrlError) as caught:
        normalise(text)
    assert caught.value.fault is fault
    assert "secret" not in str(caught.value)
