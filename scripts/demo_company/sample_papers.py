"""Pictures of papers that are nobody's, marked as samples. The same bytes every time."""

import io
import subprocess
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from scripts.paths import TOOLS

SIZE = (1000, 700)
PAPER, INK, SEAL = "#FBF8EF", "#2F4B5F", "#B5482E"
FONT = "NotoSansCJK-Regular.ttc"


def draw_paper(title: str, lines: list[str]) -> bytes:
    """Return a paper with a title, some lines and the mark 样本, as JPEG."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, SIZE[0] - 24, SIZE[1] - 24), outline=INK, width=4)
    draw.text((SIZE[0] / 2, 110), title, font=_font(56), fill=INK, anchor="mm")
    for place, line in enumerate(lines):
        draw.text((90, 210 + 70 * place), line, font=_font(34), fill=INK)
    _draw_mark(picture)
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=80)
    return output.getvalue()


def _draw_mark(picture):
    mark = Image.new("L", (600, 240), 0)
    ImageDraw.Draw(mark).text((300, 120), "样  本", font=_font(150), fill=150, anchor="mm")
    mark = mark.rotate(18, expand=True)
    place = ((SIZE[0] - mark.width) // 2, (SIZE[1] - mark.height) // 2 + 80)
    picture.paste(Image.new("RGB", mark.size, SEAL), place, mark)


@cache
def _font(size):
    """Return a font with Chinese signs: ours, or the one of the system."""
    own = next(TOOLS.glob(f"**/{FONT}"), None)
    path = (
        own
        or subprocess.run(
            ["fc-match", "-f", "%{file}", ":lang=zh"], capture_output=True, text=True, check=True
        ).stdout
    )
    return ImageFont.truetype(str(path), size)
