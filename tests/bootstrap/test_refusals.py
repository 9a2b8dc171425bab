"""What is missing is said plainly, with what to do about it."""

import socket
import sys

import pytest

from scripts import debian, postgres_server, python_env, server
from scripts.apt_sources import Source, machine_sources
from scripts.paths import ROOT
from scripts.problem import Problem

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def private_apt(tmp_path, monkeypatch):
    """Return an apt whose state and logs are this test's own."""
    monkeypatch.setattr("scripts.processes.LOG", tmp_path)
    monkeypatch.setattr("scripts.debian.CACHE", tmp_path)
    monkeypatch.setattr("scripts.debian.LOCAL", tmp_path)
    return debian.Apt(debian.OWN)


def test_taken_port_is_named_with_another_one():
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Problem, match=f"port {port} cannot be used") as caught:
            server.check_port(port)
        assert f"PORT={port + 1}" in caught.value.remedy


def test_machine_without_apt_is_told_the_other_ways(private_apt, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(Problem, match="apt-get is not on this machine") as caught:
        private_apt.update()
    assert "ODOO_HOME" in caught.value.remedy


def test_other_distribution_is_told_the_other_ways(private_apt, monkeypatch):
    monkeypatch.setattr("scripts.apt_sources.machine_sources", lambda: [])
    with pytest.raises(Problem, match="no Debian archive") as caught:
        private_apt.update()
    assert "ODOO_HOME" in caught.value.remedy


def test_unreachable_mirror_is_called_a_network_problem(private_apt, monkeypatch):
    nowhere = Source((f"{NOWHERE}/debian",), ("stable",), ("main",))
    monkeypatch.setattr("scripts.apt_sources.machine_sources", lambda: [nowhere])
    with pytest.raises(Problem, match="cannot be reached") as caught:
        private_apt.update()
    assert "network" in caught.value.remedy


def test_unreachable_python_registry_is_called_a_network_problem(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.processes.LOG", tmp_path)
    monkeypatch.setattr("scripts.python_env.CACHE", tmp_path)
    for name, value in {
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_INDEX_URL": f"{NOWHERE}/simple",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Problem, match="cannot be reached|offers nothing"):
        python_env._build(tmp_path)


def test_python_without_venv_is_named(monkeypatch, tmp_path):
    fake = tmp_path / "python3.12"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(python_env, "_candidates", lambda version: [fake])
    python_env.choose_python.cache_clear()
    try:
        with pytest.raises(Problem, match="venv or ensurepip") as caught:
            python_env.choose_python()
    finally:
        python_env.choose_python.cache_clear()
    assert "python3-venv" in caught.value.remedy


def test_too_old_python_gets_a_sentence(command):
    code, output = command(
        sys.executable, "-c", "import sys; sys.version_info = (3, 9, 1); import scripts", cwd=ROOT
    )
    assert code == 1
    assert "need Python 3.10 or newer" in output
    assert "Traceback" not in output


def test_wrong_odoo_home_is_refused(monkeypatch, tmp_path):
    from scripts import odoo_source

    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(Problem, match="holds no odoo/release.py"):
        odoo_source.from_home()
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    with pytest.raises(Problem, match=r"not Odoo 19\.0"):
        odoo_source.from_home()


def test_closed_parent_folder_is_passed_or_named(tmp_path, monkeypatch):
    """As root in a 0700 folder: capabilities let the server through; without setpriv a sentence."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(postgres_server, "_reaches", lambda folder, account: False)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Problem, match="cannot reach") as caught:
        postgres_server.run_as(tmp_path)
    assert "chmod o+x" in caught.value.remedy


@pytest.mark.parametrize("form", ["one-line", "deb822"])
def test_both_formats_of_apt_sources_are_read(tmp_path, form):
    (tmp_path / "sources.list.d").mkdir()
    if form == "one-line":
        text = (
            "deb [arch=amd64 signed-by=/k.gpg] http://m/debian trixie main\n"
            "# deb http://n/debian x main\n"
        )
        (tmp_path / "sources.list").write_text(text)
    else:
        text = (
            "Types: deb deb-src\nURIs: http://m/debian\nSuites: trixie\nComponents: main\n"
            "Signed-By: /k.gpg\n\nEnabled: no\nTypes: deb\nURIs: http://n/debian\nSuites: x\n"
        )
        (tmp_path / "sources.list.d" / "debian.sources").write_text(text)
    (found,) = machine_sources(tmp_path)
    assert found == Source(("http://m/debian",), ("trixie",), ("main",), "/k.gpg")
    assert found.is_debian()
    assert "Suites: sid" in found.with_suite("sid").as_deb822()
