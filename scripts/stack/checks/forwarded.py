"""Whom Odoo believes to be talking to: what a visitor claims in headers does not arrive."""

CLAIMS = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "666",
    "X-Real-IP": "6.6.6.6",
    "Forwarded": "for=6.6.6.6;host=evil.example",
}


def wrong(headers: list[tuple[str, str]], address: str, host: str) -> list[str]:
    """Return what is wrong with the headers that arrived behind nginx."""
    expected = {
        "x-forwarded-for": [address],
        "x-forwarded-host": [host],
        "x-forwarded-proto": ["https"],
        "x-real-ip": [address],
        "host": [host],
    }
    seen: dict[str, list[str]] = {}
    for name, value in headers:
        seen.setdefault(name.lower(), []).append(value)
    faults = [
        f"{name}: {seen.get(name)}" for name, values in expected.items() if seen.get(name) != values
    ]
    claimed = ("x-forwarded-prefix", "x-forwarded-port", "forwarded")
    return faults + [f"{name}: {seen[name]}" for name in claimed if name in seen]
