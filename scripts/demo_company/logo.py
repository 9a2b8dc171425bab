"""The company's logo, drawn: a wall of six bricks and a roof. Pure, the same bytes every time."""

import io
import math

from PIL import Image, ImageDraw

SIZE = 256
BRICK = "#B5482E"
ROOF = "#2F4B5F"
SEAL = "#C8141E"
SCALE = 4  # drawn larger and scaled down, so that slanted edges are smooth


def draw_logo() -> bytes:
    """Return the logo as PNG."""
    side = SIZE * SCALE
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    unit = side // 32
    roof = [(16, 2), (31, 13), (31, 16), (16, 5.2), (1, 16), (1, 13)]
    draw.polygon([(x * unit, y * unit) for x, y in roof], fill=ROOF)
    for row, starts in enumerate(((8, 16.5), (3, 11.5, 20), (3, 8.5, 17, 25.5))):
        for place, left in enumerate(starts):
            is_half = row == 2 and place in (0, 3)
            width = 4.5 if is_half else 7.5
            top = 14.5 + row * 5
            box = [left * unit, top * unit, (left + width) * unit, (top + 4) * unit]
            draw.rounded_rectangle(box, radius=unit // 2, fill=BRICK)
    output = io.BytesIO()
    picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(output, "PNG")
    return output.getvalue()


def draw_seal() -> bytes:
    """Return a round red seal with a star, as PNG with a transparent ground; it names nobody."""
    side = SIZE * SCALE
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    middle = side / 2
    for radius, width in ((0.48, side // 40), (0.40, side // 160)):
        near, far = middle - radius * side, middle + radius * side
        draw.ellipse([near, near, far, far], outline=SEAL, width=width)
    points = []
    for corner in range(10):
        angle = math.pi * (corner / 5 - 0.5)
        reach = side * (0.20 if corner % 2 == 0 else 0.08)
        points.append((middle + reach * math.cos(angle), middle + reach * math.sin(angle)))
    draw.polygon(points, fill=SEAL)
    output = io.BytesIO()
    picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(output, "PNG")
    return output.getvalue()
