"""Programs beside Odoo: PDF writer, Chinese fonts; Chromium, pdftoppm, nginx for tests, pictures.

The machine's own are preferred. What it lacks is unpacked below `.local/tools` with everything it
depends on, and started through small wrappers in `.local/bin`, which comes first on the PATH of all
our processes.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import processes
from scripts.debian import OWN, Apt, unpack
from scripts.paths import BIN, TOOLS
from scripts.problem import Problem
from scripts.steps import Step

# Chromium otherwise looks for its maker's servers at every start; without a setuid helper it has no
# sandbox, which is fair for pages of our own on this machine.
CHROMIUM_OPTIONS = (
    "--no-sandbox --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update "
    "--disable-sync --disable-dev-shm-usage"
)
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <include ignore_missing="yes">{root}/etc/fonts/conf.d</include>
  <dir>{pdf}/usr/share/fonts</dir>
  <dir>{root}/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A program, the Debian package that has it, and where it lies in there."""

    program: str
    package: str
    path: str
    options: str = ""


PDF_TOOLS = tuple(
    Tool(program=program, package="wkhtmltopdf", path=f"usr/bin/{program}")
    for program in ("wkhtmltopdf", "wkhtmltoimage")
)
BROWSER_TOOLS = (
    Tool(
        program="chromium",
        package="chromium",
        path="usr/lib/chromium/chromium",
        options=CHROMIUM_OPTIONS,
    ),
    Tool(program="pdftoppm", package="poppler-utils", path="usr/bin/pdftoppm"),
    Tool(program="pdftotext", package="poppler-utils", path="usr/bin/pdftotext"),
)
WEB_SERVER_TOOLS = (Tool(program="nginx", package="nginx", path="usr/sbin/nginx"),)
WRAPPER_VERSION = 2  # raise it when _write_wrappers changes
CHINESE_FONTS = "fonts-noto-cjk"
PLAIN_FONTS = "fonts-dejavu-core"


def steps(*, with_browser: bool) -> list[Step]:
    """Return the steps that bring the tools."""
    wanted = [_step("pdf", "PDF tools and Chinese fonts", PDF_TOOLS, 0.7)]
    if with_browser:
        wanted.append(_step("browser", "browser for tests (Chromium)", BROWSER_TOOLS, 0.9))
        wanted.append(_step("web_server", "web server for tests (nginx)", WEB_SERVER_TOOLS, 0.1))
    return wanted


def _step(name: str, title: str, tools: Sequence[Tool], size_gb: float) -> Step:
    def build(partial: Path) -> None:
        packages = _missing_packages(tools)
        if name == "pdf":
            packages += [PLAIN_FONTS] + ([] if _has_chinese_fonts() else [CHINESE_FONTS])
        if packages:
            _fetch(packages, partial)
        _write_wrappers(tools, partial, TOOLS / name)

    return Step(
        title=title,
        target=TOOLS / name,
        inputs=lambda: repr((WRAPPER_VERSION, tools, CHINESE_FONTS, FONTS_CONF)),
        build=build,
        size_gb=size_gb,
    )


def _missing_packages(tools: Sequence[Tool]) -> list[str]:
    return sorted({tool.package for tool in tools if not _on_machine(tool)})


def _on_machine(tool: Tool) -> str | None:
    outside = [
        folder
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if folder != str(BIN)
    ]
    return shutil.which(tool.program, path=os.pathsep.join(outside))


def _has_chinese_fonts() -> bool:
    return bool(processes.read(["fc-list", ":lang=zh-cn", "family"]).strip())


def _fetch(packages: Sequence[str], into: Path) -> None:
    apt = Apt(OWN)
    try:
        apt.update()
        unpack(apt.fetch(apt.closure(packages)), into)
    except Problem as problem:
        remedy = f"{problem.remedy} Or install {', '.join(packages)} on this machine yourself."
        raise Problem(problem.message, remedy, tail=problem.tail) from problem


def _write_wrappers(tools: Sequence[Tool], partial: Path, final: Path) -> None:
    """Write `.local/bin/<program>`; it names the final place, which the renaming of the step makes
    true.
    """
    BIN.mkdir(parents=True, exist_ok=True)
    folders = {
        path.parent.relative_to(partial)
        for path in partial.rglob("lib*.so*")
        if "plugins" not in path.parts
    }
    libraries = [str(final / folder) for folder in sorted(folders)]
    plugins = [
        str(final / path.relative_to(partial)) for path in partial.glob("usr/lib/*/qt5/plugins")
    ]
    fonts = FONTS_CONF.format(root=final, pdf=TOOLS / "pdf", cache=final / "fontconfig-cache")
    (partial / "fonts.conf").write_text(fonts)
    for tool in tools:
        found = _on_machine(tool)
        lines = [
            "#!/bin/sh",
            f"# Written by scripts/tools.py: {tool.package}, "
            f"{'the one of this machine' if found else 'unpacked'}.",
            f"export FONTCONFIG_FILE='{final}/fonts.conf'",
            "export QT_QPA_PLATFORM=offscreen",
        ]
        if not found:
            lines.append(f"export LD_LIBRARY_PATH='{os.pathsep.join(libraries)}'")
            lines.append(f"export QT_PLUGIN_PATH='{os.pathsep.join(plugins)}'")
        lines.append(f"exec '{found or final / tool.path}' {tool.options} \"$@\"")
        wrapper = BIN / f".{tool.program}.{os.getpid()}"
        wrapper.write_text("\n".join(lines) + "\n")
        wrapper.chmod(0o755)
        wrapper.replace(BIN / tool.program)
