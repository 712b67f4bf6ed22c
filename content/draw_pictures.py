"""Draw the pictures of the demonstration school.

Every picture of `content/demo/images/` and `content/demo/private/images/` is made here, with Pillow alone,
so that the demonstration owes nothing to anyone's photographs:

    python content/draw_pictures.py [NAME ...]

The file is in three parts: a canvas, which knows shapes and nothing else; a kit of things (a tree, a person,
a building, a table); and one function per picture, registered under its file name. Coordinates are those of
the finished picture. The canvas works at two to four times that size and is reduced at the end, which is what
makes the edges smooth. All chance is seeded with the picture's name: the same Pillow always writes the same
bytes. What each picture must show is said by its text alternative, in the `images.toml` beside it.
"""

from __future__ import annotations

import itertools
import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).resolve().parent
PUBLIC = HERE / "demo" / "images"
PRIVATE = HERE / "demo" / "private" / "images"

PAPER, CREAM, SAND, STONE = "#f3e8d6", "#fbf5ea", "#e6d3b3", "#d3bf9f"
OCHRE, HONEY, BRICK, RUST, ROSE = "#d99f3e", "#efc574", "#b9533a", "#8c3b2b", "#e0a088"
BLUE, SEA, SKY, MIST, NIGHT, INK = "#2a5278", "#5f8ba3", "#bcd5d8", "#dde8e2", "#16283f", "#22303f"
SAGE, MOSS, PINE, LEAF = "#9db593", "#6d8f6b", "#3d6355", "#b9c98f"
WOOD, BARK = "#a9744a", "#6b4a36"
SKINS = ("#f0c4a0", "#d99f75", "#a86e48", "#7a4a32", "#e8b48e")
HAIRS = ("#2b2320", "#4a3024", "#7a4b2a", "#b9833f", "#1c1a22")
CLOTHES = (BRICK, OCHRE, BLUE, MOSS, SEA, CREAM, RUST, PINE, ROSE)

Point = tuple[float, float]
Shape = list[Point]


# --- Shapes and the canvas --------------------------------------------------------------------------------


def arc(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Shape:
    """Points along an ellipse, in degrees from the right, clockwise."""
    steps = max(8, int(abs(end - start) / 5))
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> Shape:
    """A rectangle from its top left corner, with rounded corners if asked."""
    right, bottom, r = x + width, y + height, min(radius, width / 2, height / 2)
    if not r:
        return [(x, y), (right, y), (right, bottom), (x, bottom)]
    return (
        arc(x + r, y + r, r, r, 180, 270)
        + arc(right - r, y + r, r, r, 270, 360)
        + arc(right - r, bottom - r, r, r, 0, 90)
        + arc(x + r, bottom - r, r, r, 90, 180)
    )


def arch(x: float, y: float, width: float, height: float) -> Shape:
    """A round-headed opening, standing on y around x."""
    half = width / 2
    return [*arc(x, y - height + half, half, half, 180, 360), (x + half, y), (x - half, y)]


def rows(numbers: str) -> list[tuple[float, ...]]:
    """A table of numbers written as "x,y,size x,y,size"."""
    return [tuple(float(number) for number in row.split(",")) for row in numbers.split()]


def path(points: str) -> Shape:
    """Points written in the same way."""
    return [(x, y) for x, y in rows(points)]


def curve(points: Sequence[Point]) -> Shape:
    """A soft line through the points (Catmull-Rom), from the first to the last."""
    ends = [points[0], *points, points[-1]]
    line: Shape = []
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(12):
            t = step / 12
            u, v, w, z = -t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2
            line.append(((u * ax + v * bx + w * cx + z * dx) / 2, (u * ay + v * by + w * cy + z * dy) / 2))
    return [*line, points[-1]]


def smooth(points: Sequence[Point]) -> Shape:
    """A soft outline through the points."""
    return curve([points[-1], *points, *points[:2]])[12:-13]


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies between two others."""
    pairs = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Canvas:
    """A sheet to draw on: it fills shapes, moves its origin, and prints itself at its true size."""

    def __init__(self, name: str, size: tuple[int, int] = (680, 383), scale: int = 3, zoom: float = 1) -> None:
        self.width, self.height = size
        self.size = (round(size[0] * zoom), round(size[1] * zoom))
        self.scale = scale
        self.chance = random.Random(name)  # noqa: S311 -- the same picture each time
        self.image = Image.new("RGB", (size[0] * scale, size[1] * scale), PAPER)
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.matrix = (float(scale), 0.0, 0.0, 0.0, float(scale), 0.0)

    @contextmanager
    def at(self, x: float, y: float, size: float = 1, turn: float = 0, flip: bool = False) -> Iterator[None]:
        """Draw from another origin, larger or smaller, turned (degrees, clockwise) or mirrored."""
        before = a, b, c, d, e, f = self.matrix
        cos, sin = size * math.cos(math.radians(turn)), size * math.sin(math.radians(turn))
        side = -1 if flip else 1
        self.matrix = (
            (a * cos + b * sin) * side,
            b * cos - a * sin,
            a * x + b * y + c,
            (d * cos + e * sin) * side,
            e * cos - d * sin,
            d * x + e * y + f,
        )
        yield
        self.matrix = before

    def placed(self, shape: Sequence[Point]) -> Shape:
        a, b, c, d, e, f = self.matrix
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in shape]

    def fill(self, shape: Sequence[Point], colour: str, alpha: float = 1) -> None:
        self.pen.polygon(self.placed(shape), fill=(*ImageColor.getrgb(colour), round(255 * alpha)))

    def box(self, x: float, y: float, w: float, h: float, colour: str, r: float = 0, alpha: float = 1) -> None:
        self.fill(box(x, y, w, h, r), colour, alpha)

    def disc(self, x: float, y: float, r: float, colour: str, ry: float | None = None, alpha: float = 1) -> None:
        self.fill(arc(x, y, r, r if ry is None else ry), colour, alpha)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """A line with round ends and elbows."""
        thick = width * math.hypot(self.matrix[0], self.matrix[3])
        ink, placed = ImageColor.getrgb(colour), self.placed(points)
        for (ax, ay), (bx, by) in itertools.pairwise(placed):
            span = math.hypot(bx - ax, by - ay) or 1
            nx, ny = (ay - by) / span * thick / 2, (bx - ax) / span * thick / 2
            self.pen.polygon([(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)], ink)
        for x, y in placed:
            self.pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), ink)

    def text(self, x: float, y: float, words: str, size: float, colour: str) -> None:
        """Words centred on a point, never turned."""
        font = ImageFont.load_default(size * self.scale)
        self.pen.text(self.placed([(x, y)])[0], words, ImageColor.getrgb(colour), font, anchor="mm")

    def shade(self, shape: Sequence[Point], colour: str, alpha: float = 0.5, side: str = "bottom") -> None:
        """Dust a shape with colour, thickest along one side of it, in the grain of a print."""
        placed = self.placed(shape)
        left, top = (math.floor(min(p[axis] for p in placed)) for axis in (0, 1))
        right, bottom = (math.ceil(max(p[axis] for p in placed)) + 1 for axis in (0, 1))
        size = (right - left, bottom - top)
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in placed], fill=round(255 * alpha))
        ramp = Image.linear_gradient("L")
        turns = {"right": Image.Transpose.ROTATE_90, "top": Image.Transpose.ROTATE_180}
        turns["left"] = Image.Transpose.ROTATE_270
        ramp = ramp.transpose(turns[side]) if side in turns else ramp
        mask = ImageChops.multiply(mask, ramp.resize(size, Image.Resampling.BILINEAR))
        cells = (max(1, size[0] // self.scale), max(1, size[1] // self.scale))
        speckle = Image.frombytes("L", cells, self.chance.randbytes(cells[0] * cells[1]))
        speckle = speckle.point([195 + v * 60 // 255 for v in range(256)])
        mask = ImageChops.multiply(mask, speckle.resize(size, Image.Resampling.BILINEAR))
        self.image.paste(Image.new("RGB", size, colour), (left, top), mask)

    def form(self, shape: Sequence[Point], colour: str, tone: str, alpha: float = 0.5, side: str = "bottom") -> None:
        """Fill a shape, then shade it: what gives most things their roundness."""
        self.fill(shape, colour)
        self.shade(shape, tone, alpha, side)

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float = 0.6) -> None:
        """Light around a point, fading outwards."""
        (x, y), radius = self.placed([(x, y)])[0], radius * self.scale
        size = (round(2 * radius), round(2 * radius))
        mask = ImageChops.invert(Image.radial_gradient("L")).resize(size, Image.Resampling.BILINEAR)
        mask = mask.point([round(max(0, v - 75) / 180 * 255 * alpha) for v in range(256)])
        self.image.paste(Image.new("RGB", size, colour), (round(x - radius), round(y - radius)), mask)

    def printed(self) -> Image.Image:
        """The finished picture: reduced, with a little grain."""
        image = self.image.resize(self.size, Image.Resampling.LANCZOS)
        noise = Image.frombytes("L", image.size, self.chance.randbytes(image.width * image.height))
        noise = noise.filter(ImageFilter.GaussianBlur(0.8)).point([110 + v // 7 for v in range(256)])
        grain = Image.merge("RGB", [noise] * 3)
        return ImageChops.overlay(image, grain)


# --- Things -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """How someone is dressed."""

    top: str = BLUE
    bottom: str = NIGHT
    skin: str = SKINS[0]
    hair: str = HAIRS[1]
    cut: str = "short"
    skirt: bool = False
    back: bool = False  # seen from behind
    bag: str = ""
    bib: bool = False


Limb = tuple[float, float]


@dataclass(frozen=True)
class Pose:
    """Angles of the upper and lower part of each limb: 0 hangs down, 90 points forward."""

    far_arm: Limb = (-10, -4)
    near_arm: Limb = (10, 16)
    far_leg: Limb = (-5, -4)
    near_leg: Limb = (5, 4)
    lean: float = 0
    lift: float = 0


STAND = Pose()
WALK = Pose((26, 40), (-24, -12), (-24, -30), (24, 12))
STROLL = Pose((12, 24), (-14, -4), (-13, -18), (13, 6))
RUN = Pose((60, 140), (-50, 40), (-30, -95), (62, 8), lean=10, lift=4)
SPRINT = Pose((-45, 45), (62, 145), (66, -12), (-22, -80), lean=13, lift=5)
CHEER = Pose((-148, -170), (148, 170), (-9, -6), (9, 6))
RAISE = replace(STAND, near_arm=(150, 174))
SHOW = replace(STAND, near_arm=(95, 118))
HOLD = Pose((28, 92), (22, 96))
LOUNGE = Pose((34, 92), (40, 98), (104, 30), (84, 84), lean=-8)
WORK = Pose((38, 82), (42, 78), (84, 0), (88, -4), lean=6)


def reach(start: Point, limb: Limb, upper: float, lower: float) -> Shape:
    """The joints of a limb: its root, its elbow or knee, its end."""
    points = [start]
    for angle, length in zip(limb, (upper, lower), strict=True):
        x, y = points[-1]
        points.append((x + length * math.sin(math.radians(angle)), y + length * math.cos(math.radians(angle))))
    return points


def person(c: Canvas, x: float, y: float, tall: float, look: Look, pose: Pose = STAND, flip: bool = False) -> Point:
    """Somebody facing right (left if flipped), feet at (x, y); says where the near hand is."""
    with c.at(x, y, tall / 100, flip=flip):
        legs = [reach((side, 0), limb, 22, 22) for side, limb in ((-3, pose.far_leg), (3, pose.near_leg))]
        ground = -max(5.0, *(y for leg in legs for _, y in leg)) - pose.lift
        with c.at(0, ground):
            for leg, cloth in zip(legs, (mix(look.bottom, INK, 0.25), look.bottom), strict=True):
                c.line(leg[1:] if look.skirt else leg, look.skin if look.skirt else cloth, 6.5 if look.skirt else 8.5)
                foot_x, foot_y = leg[-1]
                c.line([(foot_x, foot_y + 1), (foot_x + 5, foot_y + 1)], INK, 5)
            if look.skirt:
                knees = sorted((leg[1] for leg in legs), key=lambda p: p[0])
                low = max(k[1] for k in knees)
                c.fill([(-8, -4), (8, -4), (knees[1][0] + 8, low), (knees[0][0] - 8, low)], look.bottom)
            with c.at(0, 0, turn=pose.lean):
                near = upper_body(c, look, pose)
            lean = math.radians(pose.lean)
            hand_x = near[0] * math.cos(lean) - near[1] * math.sin(lean)
            hand_y = near[0] * math.sin(lean) + near[1] * math.cos(lean)
    return x + hand_x * tall / 100 * (-1 if flip else 1), y + (hand_y + ground) * tall / 100


def upper_body(c: Canvas, look: Look, pose: Pose) -> Point:
    """From the hips up, the hips at the origin; says where the near hand is."""
    sleeve = mix(look.top, INK, 0.18)
    if look.bag and not look.back:
        c.form(box(-19, -37, 15, 29, 6), look.bag, INK, 0.4, "left")
    for limb, cloth, root in ((pose.far_arm, sleeve, -7), (pose.near_arm, look.top, 7)):
        arm = reach((root, -32), limb, 16, 15)
        if root > 0:
            torso = smooth(path("-10,-36 0,-38.5 10,-36 11,-18 9.5,3 0,4 -9.5,3 -11,-18"))
            c.form(torso, look.top, INK, 0.35, "left")
            if look.bib:
                c.box(-6, -27, 13, 13, CREAM, 1)
                c.line([(-2, -23), (-2, -18)], BRICK, 1.8)
                c.line([(3, -23), (3, -18)], BRICK, 1.8)
            head(c, look)
            cloth = mix(look.top, CREAM, 0.1)
        c.line(arm, cloth, 6.6)
        c.disc(*arm[-1], 3.5, look.skin)
    if look.bag and look.back:
        c.form(box(-9, -36, 18, 27, 6), look.bag, INK, 0.4, "left")
        c.box(-6, -22, 12, 10, mix(look.bag, CREAM, 0.18), 3)
    return arm[-1]


def head(c: Canvas, look: Look) -> None:
    """A head turned to the right, above the shoulders."""
    if look.cut == "long":
        c.fill(smooth(path("-9,-56 2,-60 5,-48 1,-34 -7,-28 -12,-33 -11,-46")), look.hair)
    if look.cut == "bun":
        c.disc(-9, -57, 4.5, look.hair)
    if look.cut == "tail":
        c.fill(smooth(path("-7,-54 -14,-50 -16,-38 -12,-34 -10,-42 -6,-48")), look.hair)
    c.line([(0.5, -44), (0.5, -36)], mix(look.skin, RUST, 0.2), 6)
    c.disc(1, -49.5, 8.2, look.skin, 8.8)
    if look.back:
        c.disc(0.5, -51, 9, look.hair, 9.2)
        if look.cut in ("long", "tail"):
            wide = 9 if look.cut == "long" else 4
            c.box(0.5 - wide, -52, wide * 2, 24, look.hair, 4.5)
        return
    if look.cut == "curly":
        for angle in range(150, 320, 24):
            c.disc(9 * math.cos(math.radians(angle)), -50.5 + 9 * math.sin(math.radians(angle)), 4.6, look.hair)
    c.fill(smooth(path("-8.6,-46 -8.6,-55 -2,-60 5,-59.5 9.3,-54.5 2,-54 -3,-50 -4.5,-44")), look.hair)
    c.disc(-3, -48.5, 1.9, mix(look.skin, RUST, 0.15))


def anyone(c: Canvas, **fixed: Any) -> Look:
    """Someone taken at random."""
    pick = c.chance.choice
    look = Look(
        top=pick(CLOTHES),
        bottom=pick((NIGHT, BLUE, INK, BARK)),
        skin=pick(SKINS),
        hair=pick(HAIRS),
        cut=pick(("short", "long", "bun", "curly", "tail", "short")),
    )
    return replace(look, **fixed)


def audience(c: Canvas, y: float, size: float, colour: str, step: float = 46) -> None:
    """A row of heads and shoulders seen from behind, at the foot of the picture."""
    x = c.chance.uniform(-step / 2, 0)
    while x < c.width + step:
        top = y + c.chance.uniform(-5, 5)
        c.box(x - size * 0.95, top + size * 0.66, size * 1.9, size * 3, colour, size * 0.7)
        c.disc(x, top, size * 0.52, colour, size * 0.6)
        if c.chance.random() < 0.35:
            c.disc(x, top - size * 0.6, size * 0.25, colour)
        x += step * c.chance.uniform(0.85, 1.15)


def sky(c: Canvas, top: str = SKY, bottom: str = CREAM, horizon: float | None = None) -> None:
    """A sky from the top of the picture down to the horizon."""
    c.box(0, 0, c.width, c.height, top)
    c.shade(box(0, 0, c.width, horizon or c.height), bottom, 1.0)
    c.shade(box(0, 0, c.width, horizon or c.height), bottom, 0.6)


def sun(c: Canvas, x: float, y: float, r: float, colour: str = HONEY) -> None:
    c.glow(x, y, r * 4.5, mix(colour, CREAM, 0.4), 0.8)
    c.disc(x, y, r, colour)


def cloud(c: Canvas, x: float, y: float, size: float, colour: str = CREAM) -> None:
    with c.at(x, y, size):
        shape = box(-40, -8, 80, 16, 8)
        c.fill(shape, colour, 0.9)
        c.disc(-12, -8, 14, colour, alpha=0.9)
        c.disc(10, -11, 19, colour, alpha=0.9)


def hills(c: Canvas, y: float, rise: float, colour: str, haze: str | None = None, wave: float = 1) -> None:
    """A line of hills across the picture, hazy at the foot if a haze is given."""
    shift = c.chance.uniform(0, 9)
    ridge = [
        (x, y - rise * (0.6 * math.sin(x / 105 / wave + shift) + 0.4 * math.sin(x / 47 / wave + 2 * shift)))
        for x in range(0, c.width + 8, 8)
    ]
    shape = [(0, c.height), *ridge, (c.width, c.height)]
    c.form(shape, colour, haze or mix(colour, INK, 0.3), 0.7)


def birds(c: Canvas, x: float, y: float, count: int = 3, colour: str = INK) -> None:
    for i in range(count):
        with c.at(x + i * 24 + c.chance.uniform(-4, 4), y + c.chance.uniform(-16, 16), c.chance.uniform(0.6, 1)):
            c.line(arc(-5, 0, 5, 4, 200, 340), colour, 1.4)
            c.line(arc(5, 0, 5, 4, 200, 340), colour, 1.4)


def shadow(c: Canvas, x: float, y: float, width: float, length: float, alpha: float = 0.16) -> None:
    """A long shadow on the ground, to the right of what stands on (x, y)."""
    half = width / 2
    c.fill(
        [(x - half, y), (x + half, y), (x + half + length, y + length * 0.3), (x - half + length, y + length * 0.3)],
        NIGHT,
        alpha,
    )


def foliage(c: Canvas, colour: str) -> None:
    """A few leaves that catch the light, in the crown of a tree of height 100."""
    for _ in range(22):
        around, far = c.chance.uniform(0, 2 * math.pi), 24 * math.sqrt(c.chance.random())
        dab = (far * math.cos(around), far * math.sin(around) - 66)
        c.disc(*dab, 1.7, mix(colour, CREAM, 0.35), 1.1, alpha=0.75)


def tree(c: Canvas, x: float, y: float, tall: float, colour: str = MOSS, kind: str = "round") -> None:
    """A tree on its foot: round, poplar, or plane with its patched trunk."""
    with c.at(x, y, tall / 100, flip=c.chance.random() < 0.5):
        c.fill(path("-3,0 -2,-60 2,-60 3.5,0"), STONE if kind == "plane" else BARK)
        wood = STONE if kind == "plane" else BARK
        c.line([(0, -32), (11, -48)], wood, 2.4)
        c.line([(0, -40), (-9, -52)], wood, 2)
        if kind == "poplar":
            shape = smooth(path("0,-104 11,-74 13,-44 7,-18 -7,-18 -13,-44 -11,-74"))
        else:
            shape = smooth(path("-27,-50 -30,-66 -20,-84 -4,-97 14,-94 27,-80 31,-62 22,-44 0,-37"))
        if kind == "plane":
            c.shade(path("-3,0 -2,-60 2,-60 3.5,0"), BARK, 0.8, "right")
            for patch_x, patch_y in ((-0.8, -8), (1, -15), (-0.9, -22), (0.6, -30)):
                c.disc(patch_x, patch_y, 1, mix(STONE, MOSS if patch_x > 0 else CREAM, 0.45), 2.6)
            for blob_x, blob_y, r in ((-24, -56, 17), (23, -58, 19), (0, -52, 16)):
                c.disc(blob_x, blob_y, r, mix(colour, RUST, 0.25))
        c.form(shape, colour, mix(colour, NIGHT if kind != "plane" else RUST, 0.75), 0.8, "right")
        c.shade(shape, mix(colour, HONEY, 0.5), 0.55, "left")
        if kind == "plane":
            foliage(c, colour)


def bush(c: Canvas, x: float, y: float, size: float, colour: str = PINE) -> None:
    with c.at(x, y, size):
        shape = smooth(path("-30,2 -29,-11 -17,-21 -4,-24 8,-20 22,-17 31,-5 30,2"))
        c.form(shape, colour, NIGHT, 0.4, "right")


def grass(c: Canvas, y: float, colour: str = SAGE, shade: str = MOSS) -> None:
    """The ground, from y to the foot of the picture."""
    ground = box(0, y, c.width, c.height - y)
    c.form(ground, colour, shade, 0.75)


def window(c: Canvas, x: float, y: float, w: float, h: float, glass: str = BLUE, shutter: str | None = None) -> None:
    """A tall window with its panes, its sill and perhaps its shutters."""
    if shutter:
        for side in (x - w * 0.52, x + w * 1.04):
            c.box(side, y, w * 0.48, h, shutter)
            c.line([(side + w * 0.24, y + 2), (side + w * 0.24, y + h - 2)], mix(shutter, INK, 0.2), w * 0.03)
    c.box(x - w * 0.08, y - w * 0.08, w * 1.16, h + w * 0.12, CREAM)
    c.box(x, y, w, h, glass)
    c.fill([(x, y + h * 0.62), (x + w, y + h * 0.18), (x + w, y), (x, y)], CREAM, 0.18)
    c.line([(x + w / 2, y), (x + w / 2, y + h)], CREAM, w * 0.08)
    for level in (0.33, 0.66):
        c.line([(x, y + h * level), (x + w, y + h * level)], CREAM, w * 0.06)
    c.box(x - w * 0.16, y + h, w * 1.32, w * 0.12, STONE)


def facade(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    bays: int,
    floors: int = 2,
    wall: str = SAND,
    glass: str = BLUE,
    shutter: str | None = None,
) -> None:
    """The front of a building, standing on y, with as many windows as bays and floors, under a slate roof."""
    roof = h * 0.26
    c.form(
        [(x - w * 0.015, y - h), (x + h * 0.1, y - h - roof), (x + w - h * 0.1, y - h - roof), (x + w * 1.015, y - h)],
        BLUE,
        NIGHT,
        0.6,
        "right",
    )
    c.form(box(x, y - h, w, h), wall, mix(wall, RUST, 0.5), 0.5, "right")
    c.box(x - w * 0.015, y - h - 3, w * 1.03, h * 0.045 + 3, CREAM)
    step, storey = w / bays, h / floors
    for floor in range(floors):
        if floor:
            c.box(x, y - h + floor * storey - 2, w, h * 0.025, CREAM)
        for bay in range(bays):
            wide, high = min(step * 0.36, storey * 0.36), storey * 0.56
            window(
                c, x + (bay + 0.5) * step - wide / 2, y - h + floor * storey + storey * 0.24, wide, high, glass, shutter
            )
    c.box(x, y - h * 0.06, w, h * 0.06, STONE)


def table(c: Canvas, x: float, y: float, w: float, tall: float = 60, colour: str = WOOD) -> None:
    """A table seen from the front, its top at y."""
    for leg in (x + w * 0.06, x + w * 0.94 - 6):
        c.box(leg, y, 6, tall, mix(colour, INK, 0.35))
    c.box(x, y, w, 9, colour, 2)
    c.box(x, y + 6, w, 3, mix(colour, INK, 0.3), 1)


def floor(c: Canvas, y: float, wall: str, ground: str, tone: str = RUST) -> None:
    """An empty room: the wall, the floor from y on, and a skirting board."""
    c.form(box(0, 0, c.width, y), wall, mix(wall, tone, 0.5), 0.5, "right")
    c.form(box(0, y, c.width, c.height - y), ground, mix(ground, INK, 0.5), 0.6)
    c.box(0, y - 6, c.width, 6, mix(wall, CREAM, 0.55))


def sunbeam(c: Canvas, x: float, y: float, w: float, drop: float) -> None:
    """The light a window throws across a wall."""
    c.fill([(x, y), (x + w, y), (x + w - drop * 0.6, y + drop), (x - drop * 0.6, y + drop)], HONEY, 0.25)


def book(c: Canvas, x: float, y: float, w: float, h: float, colour: str, turn: float = 0) -> None:
    """A closed book standing on (x, y), seen by its spine."""
    with c.at(x, y, turn=turn):
        c.box(0, -h, w, h, colour, 1.5)
        c.shade(box(0, -h, w, h), INK, 0.4, "right")
        c.box(0, -h * 0.86, w, h * 0.05, HONEY)
        c.box(0, -h * 0.2, w, h * 0.05, HONEY)
        c.box(w * 0.3, -h * 0.68, w * 0.4, h * 0.3, CREAM, 1, alpha=0.75)


def shelf(c: Canvas, x: float, y: float, w: float, rows: int, storey: float = 62) -> None:
    """A bookcase full of books, standing on y."""
    c.box(x - 7, y - rows * storey - 8, w + 14, rows * storey + 8, WOOD, 2)
    for row in range(rows):
        base = y - row * storey - 6
        c.box(x, base - storey + 8, w, storey - 8, mix(BARK, INK, 0.35))
        along = x + 2.0
        while along < x + w - 18:
            if c.chance.random() < 0.14:
                along += c.chance.uniform(8, 20)
                continue
            wide, high = c.chance.uniform(6, 13), c.chance.uniform(0.62, 0.9) * (storey - 10)
            turn = c.chance.choice((0, 0, 0, 0, 0, 7))
            book(c, along, base, wide, high, c.chance.choice((BRICK, OCHRE, BLUE, MOSS, SEA, SAND, RUST, PINE)), turn)
            along += wide + 1 + turn * 0.9
        c.box(x - 7, base, w + 14, 6, mix(WOOD, CREAM, 0.12))


def pile(c: Canvas, x: float, y: float, w: float, colours: Sequence[str]) -> None:
    """Books lying on one another, from the lowest up."""
    for i, colour in enumerate(colours):
        wide, high = w * c.chance.uniform(0.84, 1), w * 0.15
        left, top = x + (w - wide) * c.chance.random(), y - (i + 1) * high
        c.box(left, top, wide, high, colour, 3)
        c.box(left + wide * 0.06, top + high * 0.2, wide * 0.94, high * 0.6, CREAM)
        c.box(left, top, wide * 0.1, high, colour, 2)


def open_book(c: Canvas, x: float, y: float, size: float, cover: str = BRICK, turn: float = 0) -> None:
    with c.at(x, y, size / 100, turn):
        c.fill(path("-52,-24 52,-24 56,14 -56,14"), cover)
        for side in (-1, 1):
            page = curve([(0, -22), (side * 24, -30), (side * 48, -26)])
            page += curve([(side * 51, 8), (side * 26, 3), (0, 11)])
            c.form(page, CREAM, STONE, 0.8, "right" if side < 0 else "left")
            for line in range(5):
                c.line([(side * 9, -18 + line * 5.2), (side * 42, -21.5 + line * 5.4)], mix(STONE, INK, 0.2), 1.3)


def laptop(c: Canvas, x: float, y: float, size: float, screen: str = SKY) -> None:
    """An open laptop resting on y, its screen towards us."""
    with c.at(x, y, size / 100):
        c.box(-46, -66, 92, 62, INK, 4)
        c.box(-42, -62, 84, 53, screen)
        c.fill(path("-48,-5 48,-5 60,4 -60,4"), "#c9c3b6")
        c.box(-60, 3, 120, 3, "#9d978b", 1)


def bunting(
    c: Canvas,
    start: Point,
    end: Point,
    sag: float,
    count: int,
    colours: Sequence[str] = (BRICK, OCHRE, BLUE, CREAM, MOSS),
) -> None:
    """A string of little flags."""
    points = []
    for i in range(count + 1):
        t = i / count
        points.append((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t)))
    c.line(points, INK, 1)
    for i, ((ax, ay), (bx, by)) in enumerate(itertools.pairwise(points)):
        c.fill(
            [(ax + (bx - ax) * 0.1, ay), (ax + (bx - ax) * 0.9, by), ((ax + bx) / 2, (ay + by) / 2 + (bx - ax) * 0.9)],
            colours[i % len(colours)],
        )


def blackboard(c: Canvas, x: float, y: float, w: float, h: float, colour: str = PINE) -> None:
    """An empty blackboard in its wooden frame."""
    c.box(x - 6, y - 6, w + 12, h + 12, WOOD, 3)
    c.form(box(x, y, w, h), colour, NIGHT, 0.6)
    c.box(x + w * 0.1, y + h + 4, w * 0.8, 6, mix(WOOD, INK, 0.2), 2)


def leaf(c: Canvas, x: float, y: float, size: float, colour: str, turn: float) -> None:
    with c.at(x, y, size / 100, turn):
        shape = smooth(path("0,-50 20,-22 22,8 0,40 -22,8 -20,-22"))
        c.form(shape, colour, INK, 0.35, "right")
        c.line([(0, -40), (0, 54)], mix(colour, CREAM, 0.45), 2.4)
        for level in (-18, 0, 18):
            for side in (-1, 1):
                c.line([(0, level + 6), (side * 14, level - 6)], mix(colour, CREAM, 0.45), 1.5)


def college(c: Canvas, x: float, y: float, w: float) -> None:
    """The front of our school, standing on y around x: pediment and clock, flag, door and three steps."""
    h, wide = w * 0.33, w * 0.17
    facade(c, x - w / 2, y, w, h, 9, wall="#ecdcbf", glass=SEA)
    c.line([(x, y - h * 1.35), (x, y - h * 1.85)], INK, w * 0.005)
    for i, colour in enumerate((BLUE, CREAM, BRICK)):
        c.box(x + i * w * 0.022, y - h * 1.84, w * 0.022, h * 0.2, colour)
    c.form(box(x - wide / 2, y - h * 1.04, wide, h * 1.04), "#f6ead3", ROSE, 0.4, "right")
    c.fill([(x - wide * 0.6, y - h * 1.02), (x, y - h * 1.4), (x + wide * 0.6, y - h * 1.02)], CREAM)
    c.fill([(x - wide * 0.46, y - h * 1.05), (x, y - h * 1.34), (x + wide * 0.46, y - h * 1.05)], SAND)
    c.disc(x, y - h * 1.15, h * 0.075, CREAM)
    c.line([(x, y - h * 1.19), (x, y - h * 1.15), (x + h * 0.03, y - h * 1.14)], INK, h * 0.013)
    for side in (-1, 0, 1):
        window(c, x + side * wide * 0.3 - wide * 0.09, y - h * 0.87, wide * 0.18, h * 0.3, SEA)
    c.fill(arch(x, y, wide * 0.48, h * 0.42), STONE)
    c.fill(arch(x, y, wide * 0.38, h * 0.39), BRICK)
    c.line([(x, y - h * 0.44), (x, y)], RUST, wide * 0.02)
    for step in range(3):
        c.box(
            x - wide * (0.34 + step * 0.09),
            y - h * 0.075 + step * h * 0.03,
            wide * (0.68 + step * 0.18),
            h * 0.03,
            (CREAM, SAND, STONE)[step],
        )


def river(c: Canvas, y: float, depth: float, colour: str = SEA) -> None:
    """Calm water across the picture, with its glints."""
    c.form(box(0, y, c.width, depth), colour, mix(colour, NIGHT, 0.5), 0.6)
    for _ in range(int(c.width * depth / 1400)):
        x, down, long = c.chance.uniform(0, c.width), c.chance.uniform(0.08, 0.92), c.chance.uniform(12, 46)
        c.box(x, y + depth * down, long * (0.5 + down), 1.6, MIST, 0.8, alpha=0.5)


def lamps(c: Canvas, start: Point, end: Point, sag: float, count: int, size: float = 5) -> None:
    """Lit lanterns on a string."""
    points = [
        (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t))
        for t in (i / (count + 1) for i in range(count + 2))
    ]
    c.line(points, INK, 1)
    for i, (x, y) in enumerate(points[1:-1]):
        c.glow(x, y + size, size * 4.5, HONEY, 0.7)
        c.disc(x, y + size, size, (HONEY, ROSE, CREAM)[i % 3], size * 1.15)


def curtain(c: Canvas, x: float, y: float, w: float, h: float, colour: str = BRICK, folds: int = 6) -> None:
    """A hanging curtain with its folds."""
    c.box(x, y, w, h, colour)
    for i in range(folds):
        fold = box(x + w * i / folds, y, w / folds, h)
        c.shade(fold, mix(colour, NIGHT, 0.7), 0.75, "right")
    c.box(x, y + h - 5, w, 5, OCHRE)


def cup(c: Canvas, x: float, y: float, size: float = 1, colour: str = CREAM, hot: bool = True) -> None:
    """A cup on its saucer, standing on y."""
    with c.at(x, y, size):
        c.disc(0, -1, 19, mix(colour, INK, 0.15), 4)
        c.line(arc(13, -14, 6, 6, -90, 90), colour, 3)
        c.form(path("-13,-22 13,-22 9,-4 5,-1 -5,-1 -9,-4"), colour, INK, 0.35, "right")
        c.disc(0, -22, 13, mix(colour, INK, 0.1), 3)
        c.disc(0, -21.6, 11, BARK, 2.2)
        if hot:
            for side in (-5, 4):
                c.line(curve([(side, -28), (side + 4, -35), (side - 2, -42), (side + 3, -50)]), CREAM, 1.8)


def clock(c: Canvas, x: float, y: float, r: float) -> None:
    c.disc(x, y, r, INK)
    c.disc(x, y, r * 0.86, CREAM)
    for angle in range(0, 360, 30):
        c.disc(*reach((x, y), (angle, 0), r * 0.7, 0)[1], r * 0.05, INK)
    c.line([(x + r * 0.3, y + r * 0.22), (x, y), (x, y - r * 0.58)], INK, r * 0.09)


def writing(
    c: Canvas, x: float, y: float, w: float, rows: int, gap: float, colour: str = SEA, thick: float = 1.4
) -> None:
    """Lines of text too small to read."""
    for row in range(rows):
        c.line([(x, y + row * gap), (x + w * c.chance.uniform(0.6, 1), y + row * gap)], colour, thick)


def poster(c: Canvas, x: float, y: float, w: float, h: float, colour: str, motif: str) -> None:
    c.box(x, y, w, h, CREAM, 1)
    c.box(x + w * 0.07, y + w * 0.07, w * 0.86, h * 0.66, colour)
    c.disc(x + w * 0.62, y + h * 0.26, w * 0.15, motif)
    ridge = [
        (x + w * 0.07, y + h * 0.58),
        (x + w * 0.35, y + h * 0.38),
        (x + w * 0.6, y + h * 0.55),
        (x + w * 0.93, y + h * 0.44),
    ]
    c.fill(
        [*ridge, (x + w * 0.93, y + w * 0.07 + h * 0.66), (x + w * 0.07, y + w * 0.07 + h * 0.66)],
        mix(colour, INK, 0.4),
    )
    writing(c, x + w * 0.1, y + h * 0.84, w * 0.8, 2, h * 0.07)


def potted(c: Canvas, x: float, y: float, size: float, colour: str = MOSS) -> None:
    """A green plant in its pot."""
    with c.at(x, y, size / 100):
        for turn, length in ((-62, 52), (-36, 66), (-12, 78), (14, 74), (38, 64), (64, 50)):
            with c.at(0, -26, length / 78, turn):
                blade = smooth(path("0,0 -10,-32 0,-76 10,-32"))
                c.form(blade, colour if turn % 4 else mix(colour, PINE, 0.6), PINE, 0.6, "right")
        c.form(path("-17,-30 17,-30 12,0 -12,0"), BRICK, RUST, 0.9, "right")
        c.box(-19, -33, 38, 7, mix(BRICK, CREAM, 0.15), 2)


def chair(c: Canvas, x: float, y: float, size: float, colour: str = OCHRE, flip: bool = False) -> None:
    """A chair turned to the right, its feet on y."""
    with c.at(x, y, size / 100, flip=flip):
        for leg in ((-20, -44, -25, 0), (18, -44, 23, 0), (-20, -44, -27, -98)):
            c.line([(leg[0], leg[1]), (leg[2], leg[3])], INK, 4)
        c.line([(-20, -45), (20, -45)], colour, 8)
        c.line([(-24, -66), (-27, -96)], colour, 9)


def stool(c: Canvas, x: float, y: float, tall: float, colour: str = WOOD) -> None:
    for side in (-1, 1):
        c.line([(x + side * tall * 0.16, y - tall), (x + side * tall * 0.25, y)], INK, tall * 0.06)
    c.line([(x - tall * 0.2, y - tall * 0.4), (x + tall * 0.2, y - tall * 0.4)], INK, tall * 0.05)
    c.box(x - tall * 0.3, y - tall - tall * 0.05, tall * 0.6, tall * 0.13, colour, tall * 0.06)


def microscope(c: Canvas, x: float, y: float, size: float) -> None:
    with c.at(x, y, size / 100):
        c.box(-32, -10, 64, 10, INK, 4)
        c.line(path("14,-8 24,-30 20,-62 2,-74"), NIGHT, 9)
        c.box(-28, -36, 46, 6, INK, 2)
        c.box(-14, -40, 20, 3, SKY)
        with c.at(-2, -62, turn=-18):
            c.box(-8, -24, 16, 34, CREAM, 2)
            c.shade(box(-8, -24, 16, 34), INK, 0.5, "right")
            c.box(-5, 8, 10, 12, OCHRE, 1)
            c.box(-6, -38, 12, 15, INK, 2)
        c.disc(22, -34, 6, OCHRE)


def flask(c: Canvas, x: float, y: float, size: float, liquid: str) -> None:
    """A conical flask standing on y, half full."""
    with c.at(x, y, size / 100):
        glass = path("-9,-92 9,-92 9,-60 36,-6 32,0 -32,0 -36,-6 -9,-60")
        c.fill(glass, "#ffffff", 0.5)
        c.line([*glass, glass[0]], "#f8fbf7", 2.2)
        wet = path("-21,-36 21,-36 35,-6 31,-1 -31,-1 -35,-6")
        c.form(wet, liquid, INK, 0.4, "right")
        c.disc(0, -36, 21, mix(liquid, CREAM, 0.3), 3.5)
        c.box(-12, -96, 24, 6, CREAM, 3)
        c.line([(-8, -56), (-26, -14)], CREAM, 2.5)
        for bubble in range(6):
            c.disc(c.chance.uniform(-12, 12), -44 - bubble * 15, c.chance.uniform(2, 6), liquid, alpha=0.65)


def trophy(c: Canvas, x: float, y: float, size: float) -> None:
    with c.at(x, y, size / 100):
        for side in (-1, 1):
            c.line(arc(side * 26, -70, 14, 16), OCHRE, 5)
        bowl = path("-30,-94 30,-94 26,-62 10,-44 -10,-44 -26,-62")
        c.box(-5, -48, 10, 30, OCHRE)
        c.form(bowl, HONEY, OCHRE, 1, "right")
        c.box(-33, -98, 66, 7, HONEY, 3)
        c.box(-22, -20, 44, 20, BARK, 2)


def hand(c: Canvas, x: float, y: float, turn: float, sleeve: str, skin: str, size: float = 1) -> None:
    """A forearm and its hand, the finger tips at (x, y); not turned, it points up."""
    with c.at(x, y, size, turn):
        arm = path("-15,56 15,56 26,420 -26,420")
        c.fill(path("-12,40 12,40 15,80 -15,80"), skin)
        c.form(arm, sleeve, INK, 0.4, "right")
        c.box(-18, 54, 36, 14, mix(sleeve, CREAM, 0.25), 4)
        for i, (finger_x, top) in enumerate(((-11, 9), (-4, 3), (4, 4), (11, 10))):
            c.line([(finger_x * 0.75, top), (finger_x, 28)], mix(skin, RUST, 0.06 * (i % 2)), 7.6)
        c.fill(smooth(path("-15,24 15,24 14,44 0,50 -14,44")), skin)
        c.line([(-13, 40), (-21, 26), (-17, 14)], skin, 7)


def planks(c: Canvas, colour: str, rows: int = 7) -> None:
    """A wooden surface seen from above, filling the picture."""
    c.box(0, 0, c.width, c.height, colour)
    deep = c.height / rows
    for row in range(rows):
        x = -c.chance.uniform(0, 200)
        while x < c.width:
            long = c.chance.uniform(150, 300)
            c.box(
                x,
                row * deep,
                long - 1.5,
                deep - 1.5,
                mix(colour, c.chance.choice((CREAM, BARK, HONEY)), c.chance.uniform(0, 0.16)),
            )
            x += long
    c.shade(box(0, 0, c.width, c.height), mix(colour, INK, 0.6), 0.5)


def disc_shadow(c: Canvas, x: float, y: float, r: float, ry: float | None = None) -> None:
    """What something round casts on the table it lies on, seen from above."""
    c.disc(x + r * 0.07 + 3, y + r * 0.07 + 4, r, NIGHT, ry, alpha=0.25)


def apple(c: Canvas, x: float, y: float, r: float, colour: str = BRICK) -> None:
    c.form(arc(x, y, r, r * 0.92), colour, INK, 0.5, "right")
    c.disc(x - r * 0.35, y - r * 0.35, r * 0.2, CREAM, alpha=0.5)
    c.line([(x, y - r * 0.7), (x + r * 0.15, y - r * 1.25)], BARK, r * 0.14)
    c.fill(
        smooth(
            [
                (x + r * 0.15, y - r * 1.1),
                (x + r * 0.5, y - r * 1.5),
                (x + r * 0.9, y - r * 1.3),
                (x + r * 0.5, y - r * 1.05),
            ]
        ),
        MOSS,
    )


def bus(c: Canvas, x: float, y: float, w: float, colour: str) -> None:
    """A coach heading right, its wheels on y."""
    with c.at(x, y, w / 300):
        c.disc(150, 0, 150, NIGHT, 6, alpha=0.25)
        body = box(0, -104, 300, 90, 12)
        c.form(body, colour, mix(colour, INK, 0.6), 0.6)
        c.box(0, -44, 300, 8, CREAM)
        for i in range(5):
            c.box(14 + i * 44, -92, 39, 38, NIGHT, 4)
            c.fill([(18 + i * 44, -60), (36 + i * 44, -90), (46 + i * 44, -90), (28 + i * 44, -60)], SKY, 0.35)
        c.box(238, -92, 22, 74, NIGHT, 4)
        c.fill(path("268,-92 291,-92 300,-78 300,-48 268,-48"), SKY)
        c.disc(295, -30, 5, HONEY)
        for wheel in (62, 222):
            c.disc(wheel, -15, 19, INK)
            c.disc(wheel, -15, 9, STONE)


def paving(c: Canvas, y: float, colour: str = STONE) -> None:
    """A paved square from y to the foot of the picture, its courses widening towards us."""
    c.box(0, y, c.width, c.height - y, colour)
    row = 0
    while y < c.height:
        deep, step = 7 + row * 3.2, 20 + row * 9
        for i in range(-1, int(c.width / step) + 2):
            tone = mix(colour, c.chance.choice((CREAM, BARK, SEA)), c.chance.uniform(0, 0.2))
            c.box(i * step + (row % 2) * step / 2, y, step - 1.5, deep - 1.5, tone, 2)
        y, row = y + deep, row + 1


def column(c: Canvas, x: float, y: float, tall: float, colour: str = SAND, broken: bool = False) -> None:
    w = tall * 0.1
    c.box(x - w * 0.75, y - tall * 0.05, w * 1.5, tall * 0.05, mix(colour, INK, 0.1))
    shaft = [
        (x - w / 2, y - tall * 0.05),
        (x - w * 0.43, y - tall * 0.92),
        (x + w * 0.43, y - tall * (0.98 if broken else 0.92)),
    ]
    shaft.append((x + w / 2, y - tall * 0.05))
    c.form(shaft, colour, BARK, 0.7, "right")
    for flute in (-0.25, 0, 0.25):
        c.line(
            [(x + w * flute, y - tall * 0.07), (x + w * flute * 0.9, y - tall * 0.9)], mix(colour, BARK, 0.3), w * 0.05
        )
    if not broken:
        c.fill(
            [
                (x - w * 0.45, y - tall * 0.92),
                (x + w * 0.45, y - tall * 0.92),
                (x + w * 0.75, y - tall),
                (x - w * 0.75, y - tall),
            ],
            mix(colour, CREAM, 0.3),
        )


def pupils(c: Canvas, xs: Sequence[float], y: float, tall: float, pose: Pose = STAND, **fixed: Any) -> None:
    """Several people at random on the same line, with their shadows."""
    for x in xs:
        shadow(c, x, y, tall * 0.15, tall * 0.6)
        size = tall * c.chance.uniform(0.93, 1.05)
        person(c, x, y + c.chance.uniform(-3, 3), size, anyone(c, **fixed), pose, flip=c.chance.random() < 0.4)


# --- Pictures ------------------------------------------------------------------------------------------------

Scene = Callable[[Canvas], None]
PICTURES: dict[Path, tuple[Scene, Callable[[str], Canvas]]] = {}
SHEETS: dict[str, Callable[[str], Canvas]] = {
    "page": Canvas,
    "large": lambda name: Canvas(name, scale=3, zoom=1020 / 680),
    "banner": lambda name: Canvas(name, size=(2100, 480), scale=2),
    "logo": lambda name: Canvas(name, size=(512, 512), scale=4),
}


def picture(name: str, sheet: str = "page", folder: Path = PUBLIC) -> Callable[[Scene], Scene]:
    """Register the function that draws a picture."""

    def register(scene: Scene) -> Scene:
        PICTURES[folder / name] = (scene, SHEETS[sheet])
        return scene

    return register


# The banners and the logo


@picture("bandeau-accueil.jpg", "banner")
def home_banner(c: Canvas) -> None:
    sky(c, "#a9cdd6", "#fbeed8", 330)
    sun(c, 1500, 150, 46)
    for x, y, size in rows("210,90,1.5 560,62,1.1 1360,76,1.2 1850,100,1.6 880,40,0.8"):
        cloud(c, x, y, size)
    hills(c, 206, 56, "#a8c4c6", "#f3e6d0", 2)
    hills(c, 258, 40, "#8fb0a6", MIST, 1.5)
    hills(c, 302, 20, SAGE, LEAF)
    for x in (70, 118, 166, 1690, 1730, 1772, 1985):
        tree(c, x, 338, c.chance.uniform(76, 104), PINE, "poplar")
    for x in range(250, 640, 44):
        bush(c, x, 340, c.chance.uniform(0.7, 1.1), MOSS)
    c.box(1466, 296, 130, 36, SAND)
    c.fill(path("1456,298 1490,270 1572,270 1606,298"), BRICK)
    c.fill([(1510, 300), (1524, 214), (1538, 300)], BLUE)
    river(c, 328, 56)
    for arch_x in range(1560, 2100, 92):
        c.fill([(arch_x, 322), (arch_x + 92, 322), (arch_x + 92, 368), (arch_x, 368)], STONE)
        c.fill(arc(arch_x + 46, 368, 34, 32, 180, 360), SEA)
    c.box(1556, 314, 560, 10, SAND)
    grass(c, 376, "#d9c48f", "#a98f55")
    c.fill(curve(path("1014,378 940,420 760,482 1350,482 1160,420 1086,378")), "#f4e4c4")
    c.shade(path("1014,378 760,482 1350,482 1086,378"), STONE, 0.5)
    bush(c, 724, 380, 1.2)
    bush(c, 1376, 380, 1.2)
    college(c, 1050, 378, 600)
    birds(c, 640, 130, 4)
    birds(c, 1640, 90, 3)
    avenue = rows("610,386,190 490,396,236 345,412,300 150,440,390 -60,476,470")
    for spot, (x, y, tall) in enumerate(avenue):
        for side, gold in ((x, OCHRE), (2100 - x, "#cf8f3c")):
            shadow(c, side, y, tall * 0.06, tall * 0.75, 0.2)
            tree(c, side, y, tall, mix(gold, HONEY, (spot % 2) * 0.5), "plane")
    for _ in range(240):
        x = c.chance.gauss(0, 330) + c.chance.choice((300, 1800))
        c.disc(x, c.chance.uniform(392, 478), 3.4, c.chance.choice((OCHRE, RUST, HONEY)), 1.6)
    walkers = ((905, 452, 96, False), (946, 458, 84, False), (1142, 446, 90, True), (1216, 462, 98, False))
    for x, y, tall, flip in (*walkers, (1256, 464, 92, True), (1030, 404, 60, False), (1072, 408, 62, True)):
        shadow(c, x, y, 14, 60, 0.2)
        bag = c.chance.choice((BRICK, OCHRE, PINE, BLUE))
        person(c, x, y, tall, anyone(c, bag=bag), WALK, flip)


def boundary_wall(c: Canvas) -> None:
    """The stone wall on either side of the school gate."""
    for x, w in ((-10, 780), (1330, 790)):
        c.form(box(x, 318, w, 96), SAND, ROSE, 0.7)
        for _ in range(70):
            stone = (x + c.chance.uniform(8, w - 40), 332 + c.chance.randrange(5) * 16)
            c.box(*stone, c.chance.uniform(16, 34), 10, c.chance.choice((STONE, CREAM, ROSE)), 3, alpha=0.5)
        c.box(x, 308, w, 14, CREAM, 3)


def open_gate(c: Canvas) -> None:
    """The two leaves of the school gate, wide open, and its pillars."""
    for hinge, free in ((790, 664), (1310, 1436)):
        for i in range(11):
            bar, drop = hinge + (free - hinge) * i / 10, i * 3.2
            c.line([(bar, 224 - drop * 0.7 + abs(5 - i) * 3), (bar, 414 + drop)], PINE, 5)
            c.disc(bar, 219 - drop * 0.7 + abs(5 - i) * 3, 4.5, OCHRE)
        for high, slope in ((246, -0.5), (330, 0.3), (402, 0.9)):
            c.line([(hinge, high), (free, high + 32 * slope)], PINE, 7)
    for x in (770, 1330):
        shadow(c, x, 416, 58, 120)
        c.form(box(x - 30, 196, 60, 220), "#e9d3ac", RUST, 0.55, "right")
        for level in range(5):
            c.box(x - 30, 232 + level * 36, 60, 3, STONE)
        c.box(x - 38, 184, 76, 16, CREAM, 3)
        c.form(arc(x, 166, 20, 20), STONE, BARK, 0.7, "right")
        c.box(x - 38, 398, 76, 18, STONE, 2)


@picture("bandeau-portes-ouvertes.jpg", "banner", folder=PRIVATE)
def open_day_banner(c: Canvas) -> None:
    sky(c, "#9fc6d2", "#fdf1dc", 340)
    sun(c, 1545, 104, 38)
    for x, y, size in ((330, 80, 1.4), (760, 50, 1), (1740, 84, 1.3), (1960, 60, 1)):
        cloud(c, x, y, size)
    hills(c, 236, 40, "#a8c4c6", "#f3e6d0", 2)
    hills(c, 286, 22, SAGE, LEAF, 1.4)
    grass(c, 356, "#f0dfbd", "#d8b985")
    college(c, 1050, 362, 560)
    for x, tall in ((610, 190), (700, 160), (1400, 160), (1490, 190)):
        shadow(c, x, 372, 12, 90)
        tree(c, x, 372, tall, MOSS, "plane")
    for x, y in ((930, 386), (962, 388), (1150, 384), (1182, 390), (1060, 380)):
        person(c, x, y, c.chance.uniform(44, 58), anyone(c, back=c.chance.random() < 0.5), WALK)
    for x in (*range(20, 700, 74), *range(1430, 2140, 74)):
        bush(c, x, 378, 2.5, c.chance.choice((PINE, MOSS)))
    boundary_wall(c)
    grass(c, 412, "#ecd7b0", "#c9a874")
    c.form(path("800,412 1300,412 1480,482 620,482"), "#f8ead0", STONE, 0.6)
    open_gate(c)
    for x, tall in ((150, 400), (470, 330), (1640, 330), (1960, 400)):
        shadow(c, x, 424, tall * 0.06, tall * 0.6)
        tree(c, x, 424, tall, "#7f9d62", "plane")
    for start, end, sag, count in (((770, 150), (1330, 150), 26, 18), ((470, 150), (770, 150), 22, 10)):
        bunting(c, start, end, sag, count)
    bunting(c, (1330, 150), (1640, 150), 22, 10)
    bunting(c, (-20, 110), (470, 150), 30, 15)
    bunting(c, (1640, 150), (2120, 110), 30, 15)
    people = [(STROLL, place) for place in rows("1012,446,146 1056,448,90 812,470,186 866,474,112")]
    people += [(STAND, place) for place in rows("920,470,176 1146,470,182")]
    people += [(RAISE, place) for place in rows("1200,474,124")]
    people += [(STROLL, place) for place in rows("1252,472,172 1370,466,150 706,466,136")]
    for pose, place in people:
        foot_x, foot_y, size = place
        shadow(c, foot_x, foot_y, size * 0.16, size * 0.7)
        bag = c.chance.choice((BRICK, OCHRE, PINE)) if size < 130 else ""
        person(c, foot_x, foot_y, size, anyone(c, back=True, bag=bag), pose, flip=foot_x > 1050)


@picture("logo.png", "logo")
def logo(c: Canvas) -> None:
    c.box(0, 0, 512, 512, NIGHT)
    c.fill(arc(256, 256, 236, 236), BLUE)
    half = path("0,-178 28,-130 60,-132 54,-80 94,-112 118,-98 176,-96 146,-58 150,-22")
    half += path("98,-6 128,36 72,40 44,68 0,46")
    with c.at(256, 222, 1.04):
        c.line(curve([(0, 40), (-2, 82), (-20, 118)]), HONEY, 14)
        c.fill(half + [(-x, y) for x, y in reversed(half)], HONEY)
        c.fill(half, OCHRE)
        c.line([(0, -126), (0, 46)], BLUE, 9)
        for root, tip in (((0, 42), (124, -74)), ((0, -32), (34, -98)), ((60, -14), (114, -32)), ((0, 42), (76, 22))):
            for side in (-1, 1):
                c.line([(root[0] * side, root[1]), (tip[0] * side, tip[1])], BLUE, 7.5)
    for y, colour, shift in ((364, CREAM, 0), (402, SKY, 1.2), (440, SEA, 2.4)):
        half_width = math.sqrt(204**2 - (y - 256) ** 2)
        xs = [256 - half_width + half_width * i / 40 for i in range(81)]
        c.line([(x, y + 11 * math.sin((x - 256) / 30 + shift)) for x in xs], colour, 17)


# Life at school


@picture("facade-du-college.jpg")
def front(c: Canvas) -> None:
    sky(c, horizon=280)
    cloud(c, 130, 60, 1.1)
    cloud(c, 540, 46, 0.8)
    hills(c, 236, 22, "#a8c4c6", MIST)
    hills(c, 272, 12, SAGE, LEAF)
    grass(c, 306, "#efdcb8", "#cfae78")
    college(c, 340, 316, 500)
    c.fill(path("296,318 384,318 470,383 210,383"), "#f8ecd4")
    for x in (66, 614):
        shadow(c, x, 330, 16, 130)
        tree(c, x, 330, 268, OCHRE, "plane")
    pupils(c, (276, 420), 362, 62, WALK, bag=BRICK)
    birds(c, 440, 70)


@picture("simone-lacaze-herbier.jpg")
def herbarium(c: Canvas) -> None:
    planks(c, BARK)
    with c.at(340, 192, turn=-2):
        c.box(-199, -172, 412, 362, NIGHT, alpha=0.3)
        c.box(-206, -180, 412, 360, "#f0dfba")
        for edge in ("bottom", "right", "top", "left"):
            c.shade(box(-206, -180, 412, 360), "#c49a5a", 0.32, edge)
        stem = curve(path("-16,112 -22,50 -12,-20 -20,-96"))
        for i in range(9):
            tip = reach((-16, 110), (-70 + i * 17, -40 + i * 9), 24, c.chance.uniform(18, 34))
            c.line(curve(tip), BARK, 2.2)
        c.line(stem, "#6f7d4a", 5)
        for node_y, node_x, length in ((84, -18, 96), (34, -21, 88), (-14, -13, 70), (-52, -15, 52)):
            for side in (-1, 1):
                with c.at(node_x, node_y, length / 100, flip=side < 0):
                    blade = smooth(path("0,4 26,-24 70,-48 100,-52 84,-22 40,6"))
                    c.form(blade, "#8c9a5e", "#5b6a3d", 0.9)
                    for vein in (-6, 6):
                        c.line(curve([(6, 0), (46, -22 + vein), (90, -46)]), "#b6bd84", 1.4)
        for x, y, turn, size in ((-20, -92, 4, 1), (-58, -74, -34, 0.72), (20, -72, 36, 0.72)):
            with c.at(x, y, size, turn):
                bell = path("-9,10 -15,-26 -34,-58 -14,-46 0,-68 14,-46 34,-58 15,-26 9,10")
                c.form(bell, "#3d5a9a", NIGHT, 0.8)
                c.fill(path("-11,14 -13,-6 0,2 13,-6 11,14"), "#6f7d4a")
        for x, y, turn in ((-18, 66, 8), (-14, -30, -10), (54, 8, 30), (-92, 10, -24)):
            with c.at(x, y, turn=turn):
                c.box(-17, -3, 34, 7, CREAM, alpha=0.85)
        c.box(72, 92, 118, 70, CREAM)
        c.line([*box(76, 96, 110, 62), (76, 96)], BRICK, 1)
        for row in range(4):
            ink = [(84 + i * 4, 110 + row * 13 + c.chance.uniform(-3, 3)) for i in range(c.chance.randint(14, 23))]
            c.line(curve(ink), BLUE, 1.3)


@picture("portes-ouvertes-visite.jpg")
def guided_tour(c: Canvas) -> None:
    floor(c, 292, "#efe0c2", "#c9b690")
    for i in range(4):
        c.fill([(90 + i * 150, 0), (160 + i * 150, 0), (150 + i * 150, 14), (100 + i * 150, 14)], CREAM)
        c.glow(125 + i * 150, 8, 90, CREAM, 0.5)
    colours = (BRICK, OCHRE, SEA, MOSS, BLUE)
    for i in range(13):
        x = 14 + i * 40
        c.box(x, 84, 38, 196, colours[i % 5], 2)
        c.shade(box(x, 84, 38, 196), INK, 0.4, "right")
        for slit in range(4):
            c.box(x + 9, 98 + slit * 7, 20, 2.6, INK, 1, alpha=0.45)
        c.box(x + 28, 180, 4, 16, CREAM, 2)
    c.box(10, 276, 524, 12, INK)
    c.box(560, 66, 96, 226, WOOD)
    c.box(568, 74, 80, 218, PINE)
    c.box(582, 90, 52, 70, SKY, 2)
    c.disc(640, 192, 4, HONEY)
    guides = ((168, 354, 164, SHOW, False), (510, 350, 160, SHOW, True))
    for x, y, tall, pose, flip in guides:
        shadow(c, x, y, 24, 60)
        person(c, x, y, tall, anyone(c, top=CREAM, cut="long" if flip else "curly"), pose, flip)
        side = -1 if flip else 1
        with c.at(x + side * 2, y - tall * 0.58):
            c.line([(-7, -22), (0, 6), (8, -22)], BRICK, 1.8)
            c.box(-9, 4, 18, 13, OCHRE, 2)
            c.box(-6, 8, 12, 2.4, INK)
    for x, tall, pose, flip in ((276, 190, STAND, True), (336, 122, WALK, True), (402, 182, STAND, True)):
        shadow(c, x, 356, 26, 70)
        person(c, x, 356, tall, anyone(c, top=(BLUE, OCHRE, RUST)[(x - 276) // 60]), pose, flip)


@picture("fete-du-college.jpg")
def school_party(c: Canvas) -> None:
    sky(c, "#25365c", "#e3a07c", 290)
    for _ in range(40):
        c.disc(c.chance.uniform(0, 680), c.chance.uniform(0, 120), c.chance.uniform(0.6, 1.4), CREAM, alpha=0.8)
    hills(c, 248, 18, "#54547a", "#8a6a80")
    facade(c, 210, 290, 270, 96, 7, wall="#6b5f78", glass=HONEY)
    c.form(box(0, 286, 680, 97), "#5c4f63", NIGHT, 0.8)
    for x, tall in ((150, 262), (530, 262), (-6, 330), (686, 330)):
        tree(c, x, 312, tall, "#43556a")
    for x, colour in ((36, BRICK), (560, MOSS)):
        c.glow(x + 44, 272, 80, HONEY, 0.7)
        for post in (x + 4, x + 80):
            c.box(post, 226, 4, 100, BARK)
        for i in range(6):
            c.fill([*box(x - 6 + i * 16.4, 210, 16.4, 26), (x + 2 + i * 16.4, 243)], CREAM if i % 2 else colour)
        c.form(box(x, 284, 88, 42), WOOD, NIGHT, 0.6)
        for i in range(4):
            cup(c, x + 16 + i * 19, 284, 0.4, (CREAM, OCHRE, ROSE, SKY)[i], hot=False)
        person(c, x + 44, 330, 104, anyone(c), SHOW)
        c.form(box(x, 286, 88, 40), WOOD, NIGHT, 0.7)
    c.glow(340, 250, 130, HONEY, 0.9)
    c.fill(path("262,300 418,300 432,322 248,322"), WOOD)
    c.box(248, 322, 184, 12, BARK)
    for x in (262, 414):
        c.box(x, 196, 4, 106, INK)
    c.box(256, 190, 168, 9, INK, 3)
    for x in range(276, 420, 26):
        c.fill([(x - 4, 198), (x + 4, 198), (x + 16, 300), (x - 16, 300)], HONEY, 0.18)
        c.disc(x, 200, 4, CREAM)
    hand_x, hand_y = person(c, 318, 312, 92, anyone(c, top=BRICK), HOLD)
    with c.at(hand_x - 6, hand_y + 2, turn=-24):
        c.disc(-8, 0, 10, OCHRE)
        c.disc(4, 0, 7, OCHRE)
        c.line([(6, 0), (34, 0)], BARK, 3)
    person(c, 368, 312, 92, anyone(c, cut="long", top=CREAM), CHEER, flip=True)
    lamps(c, (0, 70), (150, 96), 22, 5)
    lamps(c, (140, 96), (520, 96), 42, 12, 6)
    lamps(c, (520, 96), (680, 70), 22, 5)
    lamps(c, (140, 140), (340, 176), 12, 6, 4)
    lamps(c, (340, 176), (520, 140), 12, 6, 4)
    pupils(c, (150, 196, 470, 512), 350, 76, STAND, back=True)
    audience(c, 366, 24, NIGHT, 52)


@picture("salle-de-sciences.jpg")
def science_room(c: Canvas) -> None:
    floor(c, 262, "#dfe5d6", "#cdbb97", SEA)
    blackboard(c, 212, 40, 262, 110)
    for i, (x, y) in enumerate(((276, 78), (322, 104), (368, 78), (414, 104))):
        c.line([(x, y), (x + 46, y + (26 if i % 2 == 0 else -26))] if i < 3 else [(x, y), (x, y)], CREAM, 2)
        c.disc(x, y, 8, (HONEY, ROSE, SKY, LEAF)[i])
    window(c, 40, 46, 90, 140, SKY)
    window(c, 556, 46, 90, 140, SKY)
    sunbeam(c, 560, 196, 90, 66)
    for y, count, deep, size in ((222, 5, 46, 50), (292, 4, 46, 80)):
        step = 640 / count
        c.form(box(20, y, 640, deep), CREAM, STONE, 0.9)
        for x in range(1, count):
            c.line([(20 + step * x, y + 10), (20 + step * x, y + deep)], STONE, 1.5)
        c.box(10, y - 4, 660, 11, "#ffffff", 3)
        c.box(10, y + 4, 660, 4, SEA)
        for i in range(count):
            microscope(c, 20 + step * (i + 0.5), y - 4, size)
            stool(c, 20 + step * (i + 0.5) + size * 0.5, y + deep + size * 0.4, size * 0.8, OCHRE)
        flask(c, 20 + step, y - 4, size * 0.6, (SEA, OCHRE)[y > 250])
        flask(c, 20 + step * 3, y - 4, size * 0.6, (BRICK, MOSS)[y > 250])


@picture("urne-elections.jpg")
def ballot_box(c: Canvas) -> None:
    floor(c, 300, "#dcd9c4", "#c3a67c", BLUE)
    for x in (40, 196):
        c.box(x, 46, 8, 262, INK)
    c.box(36, 42, 172, 9, INK, 3)
    curtain(c, 50, 56, 144, 222, BLUE, 7)
    person(c, 122, 306, 200, Look(top=OCHRE, bottom=INK), STAND)
    curtain(c, 50, 56, 110, 190, BLUE, 6)
    for i, colour in enumerate((BLUE, CREAM, BRICK)):
        c.box(566 + i * 24, 40, 24, 46, colour)
    table(c, 210, 318, 450, 70)
    c.box(282, 178, 220, 140, "#f4f7f1", 4, alpha=0.55)
    for _ in range(26):
        with c.at(c.chance.uniform(310, 474), c.chance.uniform(262, 302), turn=c.chance.uniform(-34, 34)):
            c.box(-24, -14, 48, 28, c.chance.choice((CREAM, "#e7d5b4", "#d9e2dc")), 1)
            c.line([(-23, -13), (0, 3), (23, -13)], STONE, 1.2)
    c.fill(path("282,318 330,178 372,178 310,318"), CREAM, 0.25)
    c.line([*box(282, 178, 220, 140, 4), (282, 182)], "#8fa9ac", 3)
    c.box(272, 164, 240, 18, BLUE, 4)
    c.box(352, 162, 84, 6, NIGHT, 3)
    with c.at(394, 166, turn=9):
        c.box(-36, -58, 72, 60, CREAM, 2)
        c.shade(box(-36, -58, 72, 60), STONE, 0.7)
        c.line([(-35, -57), (0, -30), (35, -57)], STONE, 2)
    hand(c, 406, 134, -140, BRICK, SKINS[1], 0.92)
    with c.at(398, 120, turn=-30):
        c.line([(-22, 10), (10, 12)], SKINS[1], 12)


@picture("brevet-panneau.jpg")
def results_board(c: Canvas) -> None:
    sky(c, SKY, CREAM, 240)
    c.form(box(0, 0, 680, 46), RUST, INK, 0.6)
    c.form(box(0, 46, 680, 262), "#ead6b2", ROSE, 0.5, "right")
    grass(c, 306, "#d9c39a", "#b4935f")
    c.box(92, 64, 496, 190, BARK, 4)
    c.box(100, 72, 480, 174, PINE)
    for row in range(2):
        for col in range(7):
            with c.at(136 + col * 68, 116 + row * 84, turn=c.chance.uniform(-2, 2)):
                c.box(-27, -36, 56, 76, NIGHT, alpha=0.25)
                c.box(-29, -38, 56, 76, CREAM)
                c.box(-23, -32, 30, 5, BRICK if row else BLUE)
                writing(c, -22, -20, 42, 7, 7.6)
                c.disc(0, -36, 2.6, OCHRE)
    for x in (24, 636):
        c.form(box(x, 40, 20, 270), STONE, BARK, 0.6, "right")
    crowd = ((110, STAND), (176, STAND), (250, STAND), (338, CHEER), (424, STAND), (486, HOLD), (566, STAND))
    for x, pose in crowd:
        tall = c.chance.uniform(178, 200)
        shadow(c, x, 380, 30, 90)
        person(c, x, 382, tall, anyone(c, back=True), pose, flip=x > 340)


@picture("remise-des-diplomes.jpg")
def awards(c: Canvas) -> None:
    c.box(0, 0, 680, 383, NIGHT)
    curtain(c, 0, 0, 680, 268, BLUE, 17)
    c.glow(340, 150, 300, HONEY, 0.35)
    c.form(box(0, 262, 680, 121), WOOD, BARK, 0.9)
    for y in (284, 312, 346):
        c.line([(0, y), (680, y)], mix(WOOD, BARK, 0.5), 1.6)
    for i, colour in enumerate((BLUE, CREAM, BRICK)):
        c.fill(
            [
                (0, 40 + i * 12),
                (340, 66 + i * 12),
                (680, 40 + i * 12),
                (680, 52 + i * 12),
                (340, 78 + i * 12),
                (0, 52 + i * 12),
            ],
            colour,
        )
    for x in (290, 362, 434, 506, 578):
        shadow(c, x, 336, 22, 50, 0.25)
        look = anyone(c, top=c.chance.choice((CREAM, OCHRE, BRICK, SAGE)))
        hand_x, hand_y = person(c, x, 336, 152, look, replace(HOLD, near_arm=(8, 84)))
        with c.at(hand_x, hand_y, turn=-70):
            c.form(box(-22, -5.5, 44, 11, 4), CREAM, STONE, 0.7)
            c.box(-3, -6, 6, 12, BRICK)
    shadow(c, 160, 350, 90, 60, 0.25)
    person(c, 158, 340, 190, Look(top=INK, skin=SKINS[4], cut="bun", hair=HAIRS[2]), SHOW)
    c.form(path("112,238 212,238 202,354 122,354"), BARK, INK, 0.6, "right")
    c.fill(path("102,228 222,228 216,244 108,244"), WOOD)
    leaf(c, 162, 294, 54, HONEY, 20)
    c.line([(196, 230), (214, 206)], INK, 2.5)
    c.disc(216, 203, 5, INK)
    for x in (30, 652):
        potted(c, x, 372, 120)


# Sport


@picture("cross-depart.jpg")
def race_start(c: Canvas) -> None:
    sky(c, SKY, "#fbeed8", 240)
    sun(c, 352, 150, 26)
    hills(c, 196, 26, "#a8c4c6", "#f3e6d0")
    hills(c, 224, 16, "#8fb0a6", MIST)
    hills(c, 246, 8, SAGE, LEAF)
    grass(c, 254, "#c9b877", "#97894f")
    c.form(path("318,256 364,256 640,383 40,383"), "#f3e0bd", STONE, 0.7)
    for x, y, tall in rows("276,262,66 238,270,100 182,284,150 104,308,222 -12,346,320"):
        for side in (x, 680 - x):
            shadow(c, side, y, tall * 0.06, tall * 0.6)
            tree(c, side, y, tall, c.chance.choice((OCHRE, "#cf8f3c", MOSS)), "plane")
    for x, y, tall in ((318, 292, 56), (352, 290, 54), (386, 296, 58), (292, 300, 60)):
        person(c, x, y, tall, anyone(c, bib=True), SPRINT)
    ranks = ((226, 330, 100, RUN), (296, 326, 98, SPRINT), (370, 332, 102, RUN), (446, 328, 98, SPRINT))
    for x, y, tall, pose in (
        *ranks,
        (176, 370, 138, SPRINT),
        (282, 374, 142, RUN),
        (396, 370, 140, SPRINT),
        (508, 374, 140, RUN),
    ):
        shadow(c, x, y, 22, 70, 0.22)
        person(c, x, y, tall, anyone(c, bib=True, cut=c.chance.choice(("short", "tail", "curly", "bun"))), pose)


@picture("cross-arrivee.jpg")
def race_finish(c: Canvas) -> None:
    sky(c)
    cloud(c, 90, 70, 0.9)
    hills(c, 232, 22, "#8fb0a6", MIST)
    hills(c, 262, 10, SAGE, LEAF)
    grass(c, 282, "#c3c489", MOSS)
    c.fill(path("0,300 680,300 680,383 0,383"), "#efdcb8")
    c.shade(box(0, 300, 680, 83), STONE, 0.7)
    for x in (40, 640):
        tree(c, x, 296, 170, OCHRE, "plane")
    for x in range(120, 600, 30):
        person(
            c,
            x + c.chance.uniform(-8, 8),
            304,
            c.chance.uniform(78, 92),
            anyone(c),
            c.chance.choice((CHEER, STAND, RAISE)),
            x > 400,
        )
    for x in (196, 472):
        c.box(x, 96, 16, 250, BRICK)
        for i in range(8):
            c.box(x, 96 + i * 32, 16, 16, CREAM)
        shadow(c, x + 8, 346, 16, 90)
    c.box(184, 84, 316, 34, BLUE, 5)
    for i in range(20):
        c.box(192 + i * 15, 90 + (i % 2) * 11, 15, 11, CREAM)
    c.box(326, 8, 32, 20, INK, 3)
    c.line([(386, 34), (396, 24)], INK, 8)
    c.disc(342, 78, 60, INK)
    c.form(arc(342, 78, 51, 51), CREAM, STONE, 0.6, "right")
    for angle in range(0, 360, 30):
        c.line([reach((342, 78), (angle, 0), far, 0)[1] for far in (42, 47)], INK, 3)
    c.fill([(342, 78), *arc(342, 78, 36, 36, -90, 20)], OCHRE, 0.6)
    c.line([(342, 78), (376, 90)], BRICK, 4)
    c.disc(342, 78, 5, INK)
    for x, y, colour in (
        (196, 50, BRICK),
        (176, 68, OCHRE),
        (218, 66, SEA),
        (476, 46, OCHRE),
        (500, 66, BLUE),
        (456, 66, ROSE),
    ):
        c.line([(x, y), (204 if x < 300 else 480, 96)], INK, 1)
        c.form(arc(x, y, 15, 18), colour, INK, 0.4, "right")
        c.disc(x - 5, y - 6, 3, CREAM, 5, alpha=0.6)
    shadow(c, 338, 374, 30, 120, 0.22)
    person(
        c,
        330,
        376,
        190,
        Look(top=OCHRE, bottom=BLUE, cut="tail", bib=True),
        replace(RUN, far_arm=(-146, -168), near_arm=(140, 160)),
    )
    c.line(curve(path("204,282 280,288 352,300 420,292 480,282")), BRICK, 6)
    for x, y, tall in ((60, 366, 130), (116, 356, 116)):
        shadow(c, x, y, 22, 70)
        person(c, x, y, tall, anyone(c, bib=True), SPRINT)


@picture("cross-podium.jpg")
def podium(c: Canvas) -> None:
    sky(c, SKY, CREAM, 300)
    hills(c, 250, 22, SAGE, LEAF)
    for x, y, colour in ((92, 60, BRICK), (196, 40, OCHRE), (484, 40, MOSS), (588, 60, BLUE)):
        c.box(x, y, 5, 270, INK)
        flag = curve([(x + 5, y), (x + 34, y + 8), (x + 76, y - 2)])
        flag += curve([(x + 76, y + 46), (x + 36, y + 56), (x + 5, y + 48)])
        c.form(flag, colour, INK, 0.4, "right")
        c.disc(x + 38, y + 26, 11, CREAM, alpha=0.85)
        c.disc(x + 2, y - 4, 5, OCHRE)
    grass(c, 318, "#cbbf86", "#8f8c55")
    bunting(c, (0, 30), (680, 30), 12, 26)
    c.box(0, 318, 680, 8, MOSS)
    steps = ((130, 70, SEA, 2), (410, 48, OCHRE, 3), (270, 104, BRICK, 1))
    for x, high, colour, bars in steps:
        shadow(c, x + 70, 366, 140, 70, 0.2)
        c.form(box(x, 366 - high, 140, high), colour, INK, 0.45, "right")
        c.box(x, 366 - high, 140, 9, mix(colour, CREAM, 0.4))
        for i in range(bars):
            c.box(x + 70 - bars * 8 + i * 16 + 4, 366 - high + 18, 8, high - 30, CREAM, 2)
    winners = (
        (200, 70, STAND, Look(top=MOSS, skin=SKINS[2], cut="curly", hair=HAIRS[0])),
        (340, 104, CHEER, Look(top=CREAM, bottom=BLUE, cut="tail", hair=HAIRS[2])),
        (480, 48, RAISE, Look(top=BLUE, skin=SKINS[1], hair=HAIRS[3])),
    )
    for (x, high, pose, look), medal in zip(winners, ("#d5d2c8", HONEY, "#c98a52"), strict=True):
        person(c, x, 366 - high, 160, look, pose)
        with c.at(x + 1, 366 - high - 128):
            c.line([(-9, 0), (1, 30), (11, 0)], BRICK if x != 200 else CREAM, 4)
            c.disc(1, 38, 11, OCHRE)
            c.disc(1, 38, 9, medal)
    for _ in range(60):
        with c.at(c.chance.uniform(0, 680), c.chance.uniform(60, 300), turn=c.chance.uniform(0, 90)):
            c.box(-3, -2, 6, 4, c.chance.choice((BRICK, OCHRE, BLUE, CREAM, MOSS)))


@picture("association-sportive.jpg")
def sports_club(c: Canvas) -> None:
    planks(c, "#d2a468", 9)
    c.line([(0, 60), (680, 20)], BLUE, 12)
    c.line([(70, 0), (170, 383)], CREAM, 9)
    with c.at(330, 150, 1.15, 52):
        for dx, colour, alpha in ((7, NIGHT, 0.25), (0, BRICK, 1)):
            c.fill(
                smooth([(-50 + dx, -54), (dx, -110), (50 + dx, -54), (34 + dx, 4), (dx, 24), (-34 + dx, 4)]),
                colour,
                alpha,
            )
            c.box(-5 + dx, 20, 10, 120, colour, 4, alpha)
        inside = smooth(path("-42,-54 0,-101 42,-54 28,0 0,16 -28,0"))
        c.fill(inside, "#e9cf9e")
        for i in range(-3, 4):
            c.line([(i * 11, -94 + i * i * 4), (i * 11, 8 - i * i * 2.4)], CREAM, 1.6)
            half = 40 - abs(i) * abs(i) * 1.6 if i < 1 else 40 - i * i * 2.6
            c.line([(-half, -50 + i * 15), (half, -50 + i * 15)], CREAM, 1.6)
        c.box(-8, 86, 16, 62, INK, 5)
        for i in range(6):
            c.line([(-8, 94 + i * 9), (8, 90 + i * 9)], SEA, 1.4)
    with c.at(120, 250, 1.15, -38):
        c.fill(path("-14,6 -44,-62 44,-62 14,6"), NIGHT, 0.2)
        for i in range(-3, 4):
            c.fill(smooth([(i * 4, 2), (i * 13 - 8, -58), (i * 13, -72), (i * 13 + 8, -58)]), CREAM if i % 2 else MIST)
        c.line([(-25, -26), (25, -26)], STONE, 2.5)
        c.line([(-32, -42), (32, -42)], STONE, 2.5)
        c.fill([*arc(0, 10, 16, 18, 0, 180), (-16, 0), (16, 0)], CREAM)
        c.box(-16, -4, 32, 9, BRICK, 3)
    disc_shadow(c, 540, 122, 74)
    c.disc(540, 122, 74, HONEY)
    patch = path("0,-24 23,-7 14,20 -14,20 -23,-7")
    for turn in range(0, 360, 72):
        with c.at(540, 122, turn=turn + 14):
            c.line([(0, -24), (0, -50)], BARK, 3)
            c.line([(0, -50), (30, -41)], BARK, 3)
            c.line([(0, -50), (-30, -41)], BARK, 3)
            c.fill(path("-24,-43 -14,-58 -22,-71 -41,-62 -44,-48"), BLUE)
            c.fill(patch, BLUE)
    c.shade(arc(540, 122, 74, 74), INK, 0.5, "right")
    for x, y, turn, flip in ((420, 296, 8, False), (560, 316, -10, False)):
        with c.at(x, y, 1.1, turn, flip):
            sole = smooth(path("-62,30 -64,4 -56,-30 -30,-34 -14,-14 24,0 60,8 68,28 20,34"))
            c.fill([(px + 8, py + 9) for px, py in sole], NIGHT, 0.25)
            c.form(sole, BLUE, NIGHT, 0.6)
            c.fill(smooth(path("-64,22 0,26 68,20 68,34 0,38 -64,36")), CREAM)
            c.fill(smooth(path("-54,-30 -30,-34 -18,-18 -44,-14")), INK)
            for i in range(4):
                c.line([(-12 + i * 11, -12 + i * 4), (-20 + i * 11, 2 + i * 4)], CREAM, 3.4)
            c.line(curve([(-40, 14), (-10, 4), (20, 20)]), OCHRE, 5)


@picture("badminton.jpg")
def badminton(c: Canvas) -> None:
    c.form(box(0, 0, 680, 250), "#dfd6bd", SEA, 0.5, "top")
    for x in range(-40, 700, 120):
        c.line(curve([(x, 250), (x + 6, 60), (x + 60, 0)]), WOOD, 9)
        c.box(x + 26, 40, 74, 60, SKY)
        c.line([(x + 63, 40), (x + 63, 100)], CREAM, 3)
    for i in range(14):
        c.box(i * 50, 206, 46, 44, (BLUE, SEA)[i % 2], 2)
    c.form(box(0, 248, 680, 135), "#b96a4b", RUST, 0.8)
    c.form(path("60,286 620,286 676,372 4,372"), MOSS, PINE, 0.8)
    c.line(path("60,286 620,286 676,372 4,372 60,286"), CREAM, 3)
    c.line([(200, 286), (180, 372)], CREAM, 2.5)
    c.line([(480, 286), (500, 372)], CREAM, 2.5)
    for x, y in ((336, 286), (344, 368)):
        c.box(x - 4, y - 150, 8, 150, INK)
    c.fill(path("336,142 344,224 344,290 336,210"), CREAM, 0.55)
    net = path("336,138 344,220 344,300 336,214")
    c.fill(net, INK, 0.45)
    c.line([(336, 138), (344, 220)], CREAM, 7)
    lunge = Pose((70, 90), (128, 150), (-34, -60), (56, 6), lean=8)
    for x, flip, look, pose in (
        (150, False, Look(top=OCHRE, bottom=NIGHT, cut="tail", skin=SKINS[1]), replace(RUN, near_arm=(140, 158))),
        (530, True, Look(top=BRICK, bottom=BLUE, skin=SKINS[2], hair=HAIRS[0], cut="curly"), lunge),
    ):
        shadow(c, x, 354, 34, 70, 0.25)
        hand_x, hand_y = person(c, x, 356, 196, look, pose, flip)
        with c.at(hand_x, hand_y, 0.72, -18 if flip else 28):
            c.line([(0, 6), (0, -44)], INK, 5)
            c.disc(0, -78, 27, INK, 35)
            c.disc(0, -78, 23, CREAM, 31)
            for i in (-1, 0, 1):
                c.line([(i * 11, -104 + abs(i) * 5), (i * 11, -52 - abs(i) * 5)], STONE, 1.6)
                c.line([(-21 + abs(i) * 3, -78 + i * 14), (21 - abs(i) * 3, -78 + i * 14)], STONE, 1.6)
    with c.at(318, 74, 0.62, 122):
        for i in range(-2, 3):
            c.fill(smooth([(i * 4, 2), (i * 14 - 8, -52), (i * 14, -64), (i * 14 + 8, -52)]), CREAM)
        c.line([(-24, -32), (24, -32)], STONE, 3)
        c.disc(0, 8, 14, BRICK)
    c.line(arc(290, 190, 190, 140, 215, 262), CREAM, 1.6)


# Clubs, stage and music


@picture("theatre-scene.jpg")
def on_stage(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#5b2a2a")
    c.form(box(90, 30, 500, 260), "#d9b98a", RUST, 0.9)
    for x in (150, 266, 414, 530):
        c.form(arch(x, 262, 62, 180), "#8fa6a0", BLUE, 0.7)
    c.glow(340, 170, 230, HONEY, 0.7)
    c.form(box(0, 270, 680, 70), WOOD, BARK, 0.8)
    c.line([(340, 0), (340, 60)], OCHRE, 3)
    for rx, y in ((70, 86), (42, 66)):
        c.line(arc(340, y - 18, rx, 22, 0, 180), OCHRE, 4)
        for i in range(-2, 3):
            candle = 340 + i * rx / 2
            lift = 22 * math.sqrt(max(0, 1 - (i / 2) ** 2))
            c.box(candle - 3, y - 32 + lift, 6, 14, CREAM, 1)
            c.glow(candle, y - 36 + lift, 22, HONEY, 0.8)
            c.disc(candle, y - 37 + lift, 3.4, HONEY, 5.5)
    costumes = (
        (236, Look(top=BLUE, bottom=CREAM, hair=HAIRS[2], cut="long"), SHOW, False, True),
        (340, Look(top="#7a4a6b", bottom="#7a4a6b", hair=HAIRS[3], cut="bun", skirt=True), STAND, False, False),
        (446, Look(top=PINE, bottom=OCHRE, hair=HAIRS[0], cut="long", skin=SKINS[1]), RAISE, True, True),
    )
    for x, look, pose, flip, hat in costumes:
        shadow(c, x, 322, 34, 46, 0.3)
        person(c, x, 324, 172, look, pose, flip)
        if not hat:
            gown = smooth([(x - 15, 232), (x + 15, 232), (x + 30, 262), (x + 56, 322), (x - 56, 322), (x - 30, 262)])
            c.form(gown, look.bottom, NIGHT, 0.5, "right")
            c.fill([(x - 8, 250), (x + 8, 250), (x + 20, 322), (x - 20, 322)], ROSE)
        with c.at(x, 194, flip=flip):
            c.fill(smooth(path("-16,6 -10,-1 2,2 14,-1 18,7 8,13 2,9 -6,13")), CREAM)
            if hat:
                c.disc(1, -37, 25, look.top, 5)
                c.box(-12, -54, 26, 18, look.top, 6)
                c.box(-12, -43, 26, 5, OCHRE)
                c.line(curve([(-8, -46), (-22, -60), (-34, -50)]), CREAM, 7)
    for flip in (False, True):
        with c.at(680 if flip else 0, 0, flip=flip):
            drape = smooth(path("-20,-10 206,-10 188,90 104,196 78,218 96,262 84,352 -20,352"))
            c.fill(drape, BRICK)
            for i in range(6):
                fold = smooth(
                    [
                        (i * 34, -10),
                        (i * 34 + 24, -10),
                        (i * 17 + 14, 214),
                        (i * 15 + 16, 350),
                        (i * 15, 350),
                        (i * 15, 214),
                    ]
                )
                c.shade(fold, "#5b1f1a", 0.75, "bottom")
            c.line([(-4, 206), (92, 216)], OCHRE, 9)
    c.fill([(0, 0), (680, 0), (680, 22)] + [(x, 30 + 12 * abs(math.sin(x / 34))) for x in range(680, -4, -4)], RUST)
    c.line([(x, 30 + 12 * abs(math.sin(x / 34))) for x in range(0, 684, 4)], OCHRE, 4)
    c.box(0, 338, 680, 45, "#4a2420")
    for x in range(60, 680, 80):
        c.glow(x, 336, 34, HONEY, 0.8)
        c.fill(arch(x, 346, 26, 18), OCHRE)
    audience(c, 366, 22, NIGHT, 48)


def robot(c: Canvas, x: float, y: float, size: float) -> None:
    """A small robot on two wheels, standing on y, seen from the front left."""
    with c.at(x, y, size / 100):
        c.disc(6, 0, 66, NIGHT, 9, alpha=0.25)
        c.form(box(-44, -62, 88, 46, 10), BRICK, RUST, 0.9, "right")
        c.box(-32, -52, 64, 12, CREAM, 4)
        for i in range(4):
            c.disc(-22 + i * 15, -46, 3.2, (BLUE, OCHRE, MOSS, BRICK)[i])
        c.box(-6, -74, 12, 14, INK)
        c.form(box(-34, -110, 68, 42, 12), CREAM, STONE, 0.9, "right")
        c.box(-26, -102, 52, 26, INK, 9)
        for side in (-1, 1):
            c.disc(side * 12, -89, 7, SKY)
            c.disc(side * 12 + 2, -91, 2.4, "#ffffff")
            c.disc(side * 46, -22, 12, INK, 24)
            c.disc(side * 49, -22, 7, OCHRE, 14)
        c.line([(0, -110), (0, -126)], INK, 3)
        c.disc(0, -129, 6, OCHRE)


@picture("robot-parcours.jpg")
def robot_on_track(c: Canvas) -> None:
    floor(c, 120, "#cfd8c9", "#b58a5b", SEA)
    shelf(c, 30, 112, 150, 1, 78)
    poster(c, 470, 14, 66, 84, SEA, HONEY)
    window(c, 250, 8, 130, 82, SKY)
    board = path("110,132 570,132 676,356 4,356")
    c.fill(path("4,356 676,356 672,372 8,372"), STONE)
    c.form(board, "#fdfaf2", STONE, 0.6)
    track = curve(
        path("110,340 190,262 150,200 220,166 330,186 360,250 330,300 440,326 560,300 520,220 430,190 450,152")
    )
    c.line(track, INK, 12)
    for x, y, w, h in ((236, 226, 62, 54), (470, 268, 70, 58), (584, 250, 54, 76), (290, 158, 48, 40)):
        c.fill([(x, y), (x + w, y), (x + w + 34, y + 10), (x + 34, y + 10)], NIGHT, 0.14)
        c.form(box(x, y - h, w, h), "#c99a63", BARK, 0.6, "right")
        c.fill([(x, y - h), (x + 12, y - h - 12), (x + w + 12, y - h - 12), (x + w, y - h)], "#ddb681")
        c.fill([(x + w, y - h), (x + w + 12, y - h - 12), (x + w + 12, y - 12), (x + w, y)], "#94683e")
        c.box(x + w * 0.38, y - h, w * 0.24, h, HONEY, alpha=0.45)
    robot(c, 152, 318, 118)
    for i in range(3):
        c.line([(52 - i * 6, 250 + i * 22), (84 - i * 6, 250 + i * 22)], SEA, 3)
    with c.at(630, 340):
        c.line([(0, 0), (0, -70)], INK, 3)
        for i in range(12):
            c.box(i % 4 * 11, -70 + i // 4 * 11, 11, 11, (INK, CREAM)[(i + i // 4) % 2])


@picture("chorale-concert.jpg")
def choir(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#cdb897")
    c.shade(box(0, 0, 680, 300), "#7d6a5a", 0.7, "top")
    for x, wide in ((110, 130), (340, 210), (570, 130)):
        c.form(arch(x, 300, wide, 290 if wide > 150 else 230), "#b79f7c", BARK, 0.7)
    for x, y, w, h in ((340, 176, 70, 150), (110, 210, 44, 104), (570, 210, 44, 104)):
        c.glow(x, y - h / 2, h, HONEY, 0.5)
        c.fill(arch(x, y, w, h), INK)
        for i in range(9):
            for j in range(3):
                pane = box(x - w * 0.44 + j * w * 0.3, y - h * 0.74 + i * h * 0.08, w * 0.27, h * 0.07)
                c.fill(pane, c.chance.choice((BLUE, BRICK, HONEY, MOSS, SEA, ROSE)))
        c.disc(x, y - h + w * 0.5, w * 0.32, OCHRE)
        c.disc(x, y - h + w * 0.5, w * 0.2, BRICK)
    for x in (14, 206, 474, 666):
        c.form(box(x - 14, 0, 28, 304), SAND, BARK, 0.8, "right")
        c.box(x - 19, 70, 38, 12, CREAM)
    c.form(box(0, 296, 680, 87), "#a58a67", BARK, 0.9)
    c.box(170, 262, 380, 16, BARK)
    c.box(150, 288, 420, 16, BARK)
    for y, tall, xs in ((266, 118, range(192, 540, 38)), (292, 122, range(174, 560, 42))):
        for x in xs:
            hand_x, hand_y = person(
                c, x, y, tall + c.chance.uniform(-5, 5), anyone(c, top="#fffaf0", bottom=INK), HOLD, x > 350
            )
            c.fill(
                [
                    (hand_x - 10, hand_y - 9),
                    (hand_x, hand_y - 5),
                    (hand_x + 10, hand_y - 9),
                    (hand_x + 10, hand_y + 4),
                    (hand_x, hand_y + 8),
                    (hand_x - 10, hand_y + 4),
                ],
                BRICK,
            )
    with c.at(98, 352):
        c.fill(smooth(path("-84,-92 -20,-104 58,-98 74,-80 60,-62 -84,-62")), NIGHT)
        c.fill(path("-80,-92 -30,-160 62,-132 66,-96"), INK)
        c.line([(40, -98), (38, -132)], OCHRE, 2)
        c.box(-92, -74, 170, 26, INK, 4)
        c.box(20, -62, 66, 7, CREAM)
        for i in range(9):
            c.box(24 + i * 7, -62, 3, 4, INK)
        for leg in (-76, 60):
            c.box(leg, -50, 9, 52, INK)
    stool(c, 204, 352, 42, BRICK)
    person(c, 202, 350, 128, Look(top=BLUE, cut="bun", hair=HAIRS[1]), WORK, flip=True)
    shadow(c, 452, 376, 40, 80, 0.3)
    person(
        c,
        452,
        378,
        188,
        Look(top=NIGHT, bottom=INK, back=True, cut="bun", hair=HAIRS[3]),
        Pose((-96, -150), (100, 150)),
    )


# Garden, health and care


@picture("jardin-pedagogique.jpg")
def garden(c: Canvas) -> None:
    sky(c, "#a9cdd6", CREAM, 230)
    sun(c, 586, 66, 34)
    cloud(c, 250, 60, 0.9)
    hills(c, 196, 20, "#8fb0a6", MIST)
    hills(c, 224, 10, SAGE, LEAF)
    grass(c, 232, "#b5bd7c", MOSS)
    tree(c, 620, 250, 150, MOSS)
    for x in range(0, 680, 24):
        c.box(x, 212, 14, 32, mix(SAND, WOOD, c.chance.uniform(0, 0.4)), 2)
    c.box(0, 222, 680, 5, WOOD)
    c.box(64, 140, 132, 116, "#a06a44")
    for x in range(64, 196, 16):
        c.line([(x, 140), (x, 256)], BARK, 1.4)
    c.shade(box(64, 140, 132, 116), BARK, 0.8, "right")
    c.fill(path("46,146 130,92 214,146 204,154 130,106 56,154"), BRICK)
    c.fill([(64, 142), (130, 102), (196, 142)], "#a06a44")
    c.box(84, 178, 40, 78, PINE)
    c.disc(116, 218, 3, HONEY)
    window(c, 146, 178, 32, 34, SKY)
    c.line([(214, 256), (226, 170)], WOOD, 4)
    c.fill(path("216,238 234,240 228,268 216,262"), "#8b9694")
    for x, y, w, deep in ((250, 262, 150, 26), (434, 262, 170, 26), (196, 318, 210, 40), (440, 318, 236, 40)):
        c.fill([(x + 12, y - 16), (x + w - 12, y - 16), (x + w, y), (x, y)], "#6b4a36")
        shadow(c, x + w / 2, y + deep, w, 26)
        for i in range(int(w / 38)):
            plant = x + 24 + i * (w - 26) / int(w / 38)
            if (y == 262 and x > 400) or (y == 318 and x < 300):
                for turn in (-70, -38, 0, 38, 70):
                    with c.at(plant, y - 4, deep / 34, turn):
                        c.fill(smooth(path("0,0 -9,-14 0,-26 9,-14")), LEAF if turn % 4 else "#98ad62")
            else:
                c.line([(plant, y - 4), (plant, y - deep * 2.5)], WOOD, 3)
                c.line(
                    curve(
                        [(plant, y - 4), (plant + 4, y - deep), (plant - 4, y - deep * 1.6), (plant, y - deep * 2.2)]
                    ),
                    PINE,
                    2.4,
                )
                for k in range(5):
                    side = -1 if k % 2 else 1
                    leaf(c, plant + side * 8, y - deep * (0.5 + 0.38 * k), deep * 0.6, MOSS, side * 60)
                    if k % 2:
                        c.disc(plant + 7, y - deep * (0.4 + 0.35 * k), deep * 0.14, BRICK)
        c.box(x, y, w, deep, WOOD, 2)
        c.shade(box(x, y, w, deep), BARK, 0.8)
        c.line([(x, y + deep / 2), (x + w, y + deep / 2)], BARK, 1.6)
    with c.at(110, 344, 1.15):
        c.disc(4, 2, 46, NIGHT, 6, alpha=0.2)
        c.line([(26, -14), (62, -44)], PINE, 7)
        c.fill(path("56,-54 74,-42 66,-34 52,-46"), PINE)
        c.line(arc(-20, -36, 26, 30, 100, 300), PINE, 6)
        c.form(path("-26,-52 24,-52 32,0 -32,0"), MOSS, PINE, 0.9, "right")
        c.disc(-1, -52, 25, PINE, 5)


@picture("jardin-semis.jpg")
def seedlings(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#dfe9dd")
    c.shade(box(0, 0, 680, 180), SKY, 0.8, "top")
    for bar in range(-60, 760, 110):
        c.line([(340 + (bar - 340) * 0.8, 0), (bar, 170)], CREAM, 7)
    c.line([(0, 66), (680, 66)], CREAM, 6)
    hills(c, 140, 12, "#b9ccae", LEAF)
    for y in (150, 156):
        c.line([(0, y), (680, y)], CREAM, 5)
    c.form(box(0, 164, 680, 219), "#b98a5c", BARK, 0.7)
    for row, (y, size, count) in enumerate(((206, 0.72, 11), (262, 0.92, 9), (340, 1.25, 7))):
        step = 700 / count
        c.box(0, y + 4, 680, 6 * size, BARK, alpha=0.35)
        for i in range(count):
            x = step * (i + 0.5) - 10 + (row % 2) * 8
            with c.at(x, y, size):
                c.disc(8, 1, 32, NIGHT, 6, alpha=0.25)
                pot = path("-27,-40 27,-40 20,0 -20,0")
                c.form(pot, (BRICK, "#c4714f")[(i + row) % 2], RUST, 0.8, "right")
                c.disc(0, -40, 27, "#4a3226", 6)
                tall = c.chance.uniform(14, 34)
                c.line(curve([(0, -40), (c.chance.uniform(-3, 3), -40 - tall / 2), (0, -40 - tall)]), "#86a552", 3.4)
                for side in (-1, 1):
                    with c.at(0, -40 - tall, flip=side < 0):
                        sprout = smooth(path("0,2 9,-12 24,-14 17,0"))
                        c.form(sprout, "#8fb357", MOSS, 0.8)
                if (i + row) % 3 == 0:
                    with c.at(19, -40, turn=10):
                        c.fill(path("-5,4 -5,-30 0,-35 5,-30 5,4"), "#efd9ad")
                        c.line([(0, -26), (0, -8)], BARK, 2)


@picture("eco-delegues.jpg")
def recycling(c: Canvas) -> None:
    floor(c, 262, "#e4dfc6", "#c9b58d", MOSS)
    for x in (64, 520):
        window(c, x, 40, 92, 132, SKY)
    poster(c, 290, 34, 100, 108, MOSS, HONEY)
    for x, colour in ((70, HONEY), (260, MOSS), (450, "#8a5f41")):
        shadow(c, x + 76, 352, 140, 60, 0.2)
        c.form([(x, 196), (x + 150, 196), (x + 138, 346), (x + 12, 346)], colour, INK, 0.45, "right")
        c.box(x - 8, 180, 166, 20, mix(colour, INK, 0.18), 7)
        c.box(x + 44, 186, 62, 7, INK, 3)
        c.disc(x + 75, 270, 30, CREAM, alpha=0.9)
        for wheel in (x + 26, x + 124):
            c.disc(wheel, 348, 11, INK)
    with c.at(145, 270):
        c.box(-10, -18, 20, 34, OCHRE, 4)
        c.box(-5, -23, 10, 7, OCHRE)
    c.box(322, 256, 26, 30, "#7fa37c", 2)
    c.box(330, 246, 10, 12, "#7fa37c")
    apple(c, 525, 272, 13, BRICK)
    trio = (
        (176, Look(top=BLUE, cut="curly", skin=SKINS[2], hair=HAIRS[0]), WALK, False),
        (384, Look(top=CREAM, bottom=BLUE, cut="tail", hair=HAIRS[2]), CHEER, False),
        (616, Look(top=BRICK, skin=SKINS[1], hair=HAIRS[1]), SHOW, True),
    )
    for x, look, pose, flip in trio:
        shadow(c, x + 30, 376, 30, 70)
        _, hand_y = person(c, x + 30, 378, 192, look, pose, flip)
        if pose is CHEER:
            c.box(x - 24, hand_y - 92, 108, 98, CREAM, 2)
            c.shade(box(x - 24, hand_y - 92, 108, 98), STONE, 0.5)
            leaf(c, x + 30, hand_y - 46, 76, MOSS, 28)
            for side in (x - 2, x + 62):
                c.disc(side, hand_y, 7, look.skin)


@picture("telethon-relais.jpg")
def night_relay(c: Canvas) -> None:
    sky(c, "#0f1c33", "#33446b", 250)
    for _ in range(50):
        c.disc(c.chance.uniform(0, 680), c.chance.uniform(0, 150), c.chance.uniform(0.6, 1.4), CREAM, alpha=0.7)
    hills(c, 220, 16, "#1b2c48", NIGHT)
    for x in (60, 620):
        c.box(x - 3, 50, 6, 200, INK)
        c.box(x - 26, 38, 52, 18, INK, 3)
        c.fill([(x - 24, 56), (x + 24, 56), (x + 130, 300), (x - 130, 300)], HONEY, 0.1)
        for i in range(4):
            c.glow(x - 18 + i * 12, 48, 34, HONEY, 0.7)
            c.disc(x - 18 + i * 12, 48, 5, CREAM)
    audience(c, 232, 13, "#16233c", 24)
    c.form(box(0, 252, 680, 131), "#9c4a38", "#4a2430", 0.9)
    for y in (262, 286, 318, 362):
        c.line([(0, y), (680, y)], ROSE, 2)
    c.box(226, 132, 8, 122, INK)
    c.box(446, 132, 8, 122, INK)
    c.glow(340, 98, 200, HONEY, 0.45)
    c.box(196, 48, 288, 100, INK, 8)
    c.box(204, 56, 272, 84, "#0c1526", 5)
    segments = {"1": "bc", "2": "abged", "4": "fgbc", "7": "abc", "3": "abgcd", "0": "abcdef"}
    strokes = {"a": (4, 0, 30, 0), "b": (34, 3, 34, 27), "c": (34, 33, 34, 57), "d": (4, 60, 30, 60)}
    strokes |= {"e": (0, 33, 0, 57), "f": (0, 3, 0, 27), "g": (4, 30, 30, 30)}
    for i, digit in enumerate("1243"):
        for name, (ax, ay, bx, by) in strokes.items():
            colour = HONEY if name in segments[digit] else "#1d2b42"
            c.line([(228 + i * 62 + ax, 68 + ay), (228 + i * 62 + bx, 68 + by)], colour, 7)
    yellow = (
        (96, 300, 124, SPRINT),
        (196, 308, 128, RUN),
        (560, 304, 126, SPRINT),
        (296, 366, 176, RUN),
        (440, 366, 172, SPRINT),
    )
    for x, y, tall, pose in yellow:
        shadow(c, x, y, 26, 70, 0.4)
        hand_x, hand_y = person(c, x, y, tall, anyone(c, top="#f3c13a", bottom=BLUE), pose)
        if x == 296:
            with c.at(hand_x + 44, hand_y - 4, turn=-12):
                c.line([(-26, 0), (22, 0)], CREAM, 7)


@picture("infirmerie.jpg")
def infirmary(c: Canvas) -> None:
    floor(c, 282, "#dbe6dc", "#c9b690", SEA)
    window(c, 60, 40, 104, 120, SKY)
    curtain(c, 36, 30, 34, 150, CREAM, 3)
    curtain(c, 156, 30, 34, 150, CREAM, 3)
    shadow(c, 180, 346, 290, 60, 0.2)
    for x in (40, 316):
        c.box(x, 196 if x < 100 else 236, 9, 152, "#9aa6a6", 3)
    c.line([(44, 204), (44, 250)], "#9aa6a6", 8)
    c.form(box(42, 268, 282, 34, 10), "#fffaf0", STONE, 0.8)
    c.form(smooth(path("52,268 54,244 84,236 118,246 122,268")), "#fffaf0", STONE, 0.8)
    blanket = smooth(path("132,262 220,258 322,264 330,322 230,316 136,324"))
    c.form(blanket, BLUE, NIGHT, 0.7)
    c.fill(smooth(path("132,260 170,257 172,320 136,324")), SEA)
    c.box(372, 62, 132, 248, "#fffaf0", 4)
    c.shade(box(372, 62, 132, 248), STONE, 0.8, "right")
    c.line([(438, 66), (438, 306)], STONE, 2.4)
    c.box(428, 186, 5, 26, SEA, 2)
    c.box(443, 186, 5, 26, SEA, 2)
    c.box(424, 92, 28, 76, MOSS, 3)
    c.box(400, 116, 76, 28, MOSS, 3)
    c.box(384, 306, 12, 12, INK)
    c.box(480, 306, 12, 12, INK)
    c.box(566, 42, 14, 286, WOOD, 2)
    for i in range(27):
        c.line([(567, 56 + i * 10), (572 if i % 5 else 578, 56 + i * 10)], CREAM, 1.6)
    c.box(560, 122, 54, 9, BRICK, 3)
    c.box(544, 326, 84, 9, BARK, 3)
    with c.at(604, 356):
        c.disc(4, 6, 60, NIGHT, 7, alpha=0.2)
        c.fill(path("-44,-14 44,-14 54,6 -54,6"), INK)
        c.fill(path("-40,-14 40,-14 46,-2 -46,-2"), SEA)
        c.box(-14, -12, 28, 9, CREAM, 4)
    clock(c, 270, 84, 26)


@picture("phare-ambassadeurs.jpg")
def lighthouse(c: Canvas) -> None:
    sky(c, "#1b2b4d", "#6a6f95", 300)
    for _ in range(45):
        c.disc(c.chance.uniform(0, 680), c.chance.uniform(0, 170), c.chance.uniform(0.6, 1.5), CREAM, alpha=0.8)
    river(c, 262, 121, "#2f4a70")
    c.form(smooth(path("-30,390 -20,292 70,268 190,280 250,330 300,390")), "#33404a", NIGHT, 0.8)
    c.fill(path("132,66 690,150 690,392 300,392"), HONEY, 0.32)
    c.fill(path("132,66 690,190 690,392 380,392"), HONEY, 0.3)
    c.fill([(106, 66), (-10, 40), (-10, 100)], HONEY, 0.3)
    tower = path("84,104 156,104 176,290 64,290")
    c.fill(tower, CREAM)
    for i in range(4):
        a, b = 104 + i * 46.5, 127 + i * 46.5
        grow = 20 / 186
        c.fill(
            [
                (84 - (a - 104) * grow, a),
                (156 + (a - 104) * grow, a),
                (156 + (b - 104) * grow, b),
                (84 - (b - 104) * grow, b),
            ],
            BRICK,
        )
    c.shade(tower, NIGHT, 0.75, "left")
    c.fill(arch(120, 290, 26, 46), INK)
    c.box(76, 92, 88, 14, INK, 3)
    c.box(96, 48, 48, 46, HONEY)
    for x in (96, 112, 128, 142):
        c.box(x, 48, 2.6, 46, INK)
    c.glow(120, 68, 110, HONEY, 0.95)
    c.fill([(88, 50), (120, 18), (152, 50)], BRICK)
    c.disc(120, 16, 5, OCHRE)
    c.form(smooth(path("270,392 330,346 480,330 640,338 720,392")), "#c9a56a", BARK, 0.7)
    arms = Pose((-72, -84), (72, 84))
    for i, colour in enumerate((OCHRE, CREAM, SEA, BRICK, MOSS)):
        x, pose = 392 + i * 44, replace(arms, far_arm=(-10, -4)) if i == 0 else arms
        shadow(c, x, 362, 24, 80, 0.3)
        person(c, x, 364, 160, anyone(c, top=colour), replace(pose, near_arm=(10, 6)) if i == 4 else pose)


@picture("securite-routiere.jpg")
def road_safety(c: Canvas) -> None:
    sky(c, SKY, CREAM, 220)
    cloud(c, 190, 56, 0.9)
    hills(c, 196, 14, "#8fb0a6", MIST)
    for x, w, h, wall, shutter in (
        (20, 150, 130, SAND, SEA),
        (170, 120, 104, ROSE, None),
        (468, 160, 120, "#e9d3ac", MOSS),
    ):
        facade(c, x, 232, w, h, 3, 2, wall, BLUE, shutter)
    tree(c, 330, 236, 120, MOSS)
    tree(c, 428, 236, 90, PINE, "poplar")
    c.box(0, 230, 680, 18, STONE)
    c.form(box(0, 246, 680, 137), "#5d6470", NIGHT, 0.7)
    for i in range(6):
        x = 390 + i * 48
        c.fill([(x, 256), (x + 26, 256), (x + 44 + i * 4, 383), (x + 6 + i * 4, 383)], CREAM)
    c.line([(0, 312), (60, 312)], CREAM, 4)
    c.line([(100, 312), (160, 312)], CREAM, 4)
    c.box(612, 96, 9, 170, INK)
    c.box(594, 40, 44, 106, INK, 10)
    for i, colour in enumerate((BRICK, OCHRE, "#6fae74")):
        c.disc(616, 62 + i * 31, 12, colour if i == 0 else mix(colour, INK, 0.55))
    c.glow(616, 62, 40, BRICK, 0.5)
    c.box(346, 130, 7, 122, "#8b9694")
    c.fill([(350, 52), (402, 138), (298, 138)], BRICK)
    c.fill([(350, 72), (386, 131), (314, 131)], CREAM)
    person(c, 348, 128, 42, Look(top=INK, bottom=INK, skin=INK, hair=INK), WALK)
    with c.at(222, 356):
        c.disc(6, 2, 128, NIGHT, 8, alpha=0.25)
        for wheel in (-78, 82):
            c.line(arc(wheel, -42, 42, 42), INK, 6)
            for angle in range(0, 180, 30):
                spoke = reach((wheel, -42), (angle, 0), 40, 0)[1]
                c.line([spoke, (2 * wheel - spoke[0], -84 - spoke[1])], "#aab2b0", 1.2)
        c.line(path("-78,-42 -34,-104 56,-104 0,-42 -78,-42"), BRICK, 7)
        c.line([(-34, -104), (0, -42)], BRICK, 7)
        c.line([(82, -42), (54, -120), (70, -128)], BRICK, 7)
        c.line([(-52, -116), (-22, -116)], INK, 8)
        c.line([(-34, -104), (-38, -114)], INK, 5)
    rider = Look(top=OCHRE, bottom=BLUE, skin=SKINS[1], hair=HAIRS[1])
    person(c, 186, 330, 240, rider, Pose((62, 74), (58, 78), (66, -6), (44, -14), lean=24))
    with c.at(231, 120, 0.95, 24):
        c.fill([*arc(0, 0, 27, 24, 176, 364)], SEA)
        for i in (-12, 0, 12):
            c.line([(i, -4), (i * 0.8, -16)], NIGHT, 4)
        c.line([(-14, 2), (4, 24)], INK, 2)


# Lessons


@picture("echange-allemagne.jpg")
def exchange_arrival(c: Canvas) -> None:
    sky(c)
    cloud(c, 90, 50, 0.8)
    hills(c, 232, 14, "#8fb0a6", MIST)
    grass(c, 280, "#e3cda0", "#b4935f")
    college(c, 196, 288, 350)
    tree(c, 408, 290, 170, MOSS, "plane")
    tree(c, 640, 290, 190, MOSS, "plane")
    bus(c, 356, 318, 326, CREAM)
    c.box(358, 246, 318, 12, BRICK)
    c.box(358, 262, 318, 6, OCHRE)
    for pole in (28, 318):
        c.box(pole, 176, 6, 190, WOOD)
    banner = curve([(31, 186), (176, 196), (321, 186)]) + curve([(321, 240), (176, 250), (31, 240)])
    c.form(banner, "#fffaf0", STONE, 0.5)
    c.text(176, 218, "Willkommen", 42, BLUE)
    bunting(c, (31, 176), (321, 176), 8, 18)
    crowd = rows("62,368,96 286,366,96 132,376,100 216,376,98 386,364,126 476,368,130 566,366,124")
    for i, (x, y, tall) in enumerate(crowd):
        shadow(c, x, y, 20, 60)
        person(
            c,
            x,
            y,
            tall,
            anyone(c, bag=c.chance.choice((BRICK, BLUE, ""))),
            (RAISE, RAISE, SHOW, STAND, STAND, WALK, STAND)[i],
            x > 260,
        )
        if i > 3:
            c.line([(x + 26, y - 44), (x + 26, y - 64), (x + 42, y - 64), (x + 42, y - 44)], INK, 2.4)
            c.form(box(x + 18, y - 46, 34, 46, 5), (OCHRE, SEA, MOSS)[i - 4], INK, 0.45, "right")
            for line in (27, 35, 43):
                c.line([(x + line, y - 38), (x + line, y - 8)], INK, 0.8)


@picture("semaine-des-maths.jpg")
def solids(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#e9dcc0")
    blackboard(c, 60, 20, 560, 226, "#28373b")
    c.line(curve(path("96,210 150,60 210,190 262,90 300,150")), SKY, 2.4)
    c.line([(90, 220), (312, 220)], CREAM, 2)
    c.line([(96, 228), (96, 44)], CREAM, 2)
    walls = rows(
        "0,0,8,0 0,0,0,8 8,0,8,7 1,8,8,8 1,1,3,1 4,1,7,1 7,1,7,3 1,1,1,6 2,2,2,4 2,2,5,2 "
        "5,2,5,4 3,3,3,5 3,5,1,5 4,4,6,4 6,2,6,6 6,6,8,6 4,4,4,7 1,7,3,7 2,6,3,6 3,6,3,7 "
        "5,5,5,8 7,4,7,5 7,4,8,4 6,7,7,7"
    )
    for ax, ay, bx, by in walls:
        c.line([(392 + ax * 23, 40 + ay * 23), (392 + bx * 23, 40 + by * 23)], CREAM, 3)
    c.disc(392 + 4.5 * 23, 40 + 3 * 23, 5, OCHRE)
    c.form(box(0, 282, 680, 101), WOOD, BARK, 0.8)
    c.box(0, 278, 680, 8, mix(WOOD, CREAM, 0.25))

    def solid(faces: Sequence[tuple[Shape, str]], x: float) -> None:
        shadow(c, x, 352, 90, 50, 0.25)
        for face, colour in faces:
            c.form([(px + x, py + 352) for px, py in face], colour, INK, 0.3)

    solid(
        (
            (path("-50,-82 16,-82 16,0 -50,0"), BLUE),
            (path("-50,-82 -22,-108 44,-108 16,-82"), SEA),
            (path("16,-82 44,-108 44,-24 16,0"), NIGHT),
        ),
        92,
    )
    solid((([(-54, 0), (6, -128), (18, 4)], OCHRE), ([(18, 4), (6, -128), (56, -18)], "#a9702a")), 222)
    solid(((box(-40, -112, 80, 106), BRICK), (arc(0, -6, 40, 11, 0, 180), BRICK), (arc(0, -112, 40, 11), ROSE)), 346)
    solid(((arc(0, -52, 54, 54), MOSS),), 466)
    c.disc(448, 280, 13, LEAF, 10, alpha=0.8)
    with c.at(598, 226, turn=8):
        for x, width in ((-22, 7), (24, 7)):
            c.line([(0, 0), (x * 1.7, 104)], "#8f9a9b", width)
        c.line([(-37, 104), (-41, 126)], INK, 2)
        c.box(34, 92, 12, 30, OCHRE, 2)
        c.disc(0, -4, 12, INK)
        c.box(-4, -32, 8, 26, INK, 3)
    c.fill([(506, 378), (646, 378), (646, 300)], SKY, 0.75)
    c.fill([(560, 368), (634, 368), (634, 326)], WOOD)
    for i in range(13):
        c.line([(514 + i * 10, 377), (514 + i * 10, 372 if i % 5 else 368)], INK, 1.2)


@picture("maths-et-musique.jpg")
def string_and_curve(c: Canvas) -> None:
    c.form(box(0, 0, 680, 383), "#f1e3c6", ROSE, 0.5, "right")
    c.disc(560, 120, 190, HONEY, alpha=0.35)
    for line in range(5):
        off = (line - 2) * 20
        staff = [
            (
                x,
                230
                + off * (1 - 0.75 * max(0, (x - 360) / 320))
                - 70 * math.sin(max(0, x - 330) / 56) * min(1, max(0, x - 330) / 110),
            )
            for x in range(0, 684, 4)
        ]
        c.line(staff, INK if line != 2 else BRICK, 2.2 if line != 2 else 4)
    c.line([(360, 346), (668, 346)], SEA, 2)
    for x in range(380, 660, 28):
        c.line([(x, 341), (x, 351)], SEA, 2)
    for x, y, colour in (
        (236, 262, BLUE),
        (284, 236, INK),
        (330, 250, BLUE),
        (424, 168, INK),
        (520, 284, BLUE),
        (632, 262, INK),
    ):
        with c.at(x, y):
            with c.at(0, 0, turn=-20):
                c.disc(0, 0, 13, colour, 9.5)
            c.line([(11, -3), (11, -58)], colour, 3.2)
            c.line(curve(path("11,-58 20,-46 28,-40 27,-24")), colour, 3.6)
    with c.at(122, 226, 0.98, 14):
        shape = smooth(
            path(
                "0,-74 40,-68 54,-42 40,-14 36,6 50,26 68,62 52,108 0,122 -52,108 -68,62 -50,26 -36,6 "
                "-40,-14 -54,-42 -40,-68"
            )
        )
        c.fill([(x + 10, y + 8) for x, y in shape], NIGHT, 0.22)
        c.form(shape, "#b0582f", RUST, 0.95, "right")
        c.shade(shape, HONEY, 0.5, "left")
        c.fill(path("-9,-190 9,-190 12,6 -12,6"), INK)
        c.line(arc(0, -202, 12, 12, 60, 330), BARK, 8)
        for i, y in enumerate((-198, -184)):
            c.line([(-20, y), (20, y - 4 + i * 2)], INK, 5)
        c.fill(path("-14,56 14,56 9,112 -9,112"), INK)
        c.box(-20, 40, 40, 7, CREAM, 3)
        for string in (-1.5, -0.5, 0.5, 1.5):
            c.line([(string * 4.4, -186), (string * 6, 42), (string * 5, 60)], CREAM, 1)
        for side in (-1, 1):
            c.line(
                curve([(side * 27, 12), (side * 33, 18), (side * 29, 36), (side * 37, 54), (side * 30, 60)]), INK, 3.4
            )
    with c.at(50, 200, turn=24):
        c.line([(0, -180), (0, 170)], BARK, 5)
        c.line([(8, -166), (8, 160)], CREAM, 2)
    with c.at(552, 96, 1.15):
        c.line(curve(path("-62,-28 -48,-44 -20,-46 30,-46 64,-52")), BLUE, 16)
        c.line(curve([(-22, -42), (-24, 6), (-44, 50)]), BLUE, 16)
        c.line(curve(path("24,-42 22,16 32,48 56,40")), BLUE, 16)


@picture("fete-de-la-science.jpg")
def science_fair(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#dfe7db")
    c.shade(box(0, 0, 680, 320), SEA, 0.7, "top")
    c.disc(250, 170, 200, CREAM, alpha=0.3)
    for _ in range(46):
        r = c.chance.uniform(3, 14)
        x, y = c.chance.uniform(20, 480), c.chance.uniform(0, 200)
        c.disc(x, y, r, c.chance.choice((HONEY, SEA, ROSE, LEAF, CREAM)), alpha=0.5)
        c.disc(x - r * 0.3, y - r * 0.3, r * 0.25, "#ffffff", alpha=0.9)
    c.form(box(0, 316, 680, 67), WOOD, BARK, 0.8)
    c.box(0, 312, 680, 9, mix(WOOD, CREAM, 0.25))
    for x, y, size, colour in ((96, 340, 190, BRICK), (386, 344, 210, "#4f8f8a"), (214, 352, 128, OCHRE)):
        c.disc(x + 10, y, size * 0.42, NIGHT, 7, alpha=0.2)
        flask(c, x, y, size, colour)
    c.box(246, 262, 96, 8, BARK)
    c.box(250, 322, 96, 12, BARK, 2)
    for post in (250, 334):
        c.box(post, 262, 6, 64, BARK)
    for i, colour in enumerate((BLUE, MOSS, BRICK)):
        x = 270 + i * 26
        c.fill([(x - 8, 212), (x + 8, 212), *arc(x, 312, 8, 10, 0, 180)], "#f4f7f1", 0.8)
        c.fill([(x - 7, 244 + i * 10), (x + 7, 244 + i * 10), *arc(x, 312, 7, 9, 0, 180)], colour)
        c.box(x - 11, 208, 22, 6, CREAM, 3)
        for k in range(3):
            c.disc(x + c.chance.uniform(-5, 5), 198 - k * 16, 2.5 + k, colour, alpha=0.6)
    c.box(246, 262, 96, 6, WOOD)
    with c.at(572, 226, 1.1, 7):
        for _ in range(11):
            c.line([(0, 60), (c.chance.uniform(-34, 34), 132)], c.chance.choice((MIST, SEA, "#ffffff")), 3.4)
        for side in (-1, 1):
            c.fill([(side * 24, 6), (side * 52, 56), (side * 24, 46)], BRICK)
        c.box(-10, 44, 20, 16, INK, 3)
        rocket = smooth(path("0,-118 20,-88 29,-40 28,20 16,48 -16,48 -28,20 -29,-40 -20,-88"))
        c.fill(rocket, "#e9f0ea")
        c.fill([(-28, -10), (28, -10), *curve(path("28,20 16,48 -16,48 -28,20"))], SEA)
        c.fill(smooth(path("0,-122 14,-98 21,-82 0,-78 -21,-82 -14,-98")), BRICK)
        c.shade(rocket, BLUE, 0.6, "right")
        c.disc(0, -46, 12, BLUE)
        c.disc(0, -46, 8, SKY)


def stone_pine(c: Canvas, x: float, y: float, tall: float) -> None:
    """The umbrella pine of Rome."""
    with c.at(x, y, tall / 100):
        c.line(curve([(0, 0), (3, -40), (-1, -74)]), BARK, 4.5)
        for side in (-1, 1):
            c.line([(0, -58), (side * 18, -78)], BARK, 2.4)
        crown = smooth(path("-42,-76 -34,-92 -8,-102 22,-99 43,-84 40,-74 0,-70"))
        c.form(crown, PINE, NIGHT, 0.6)
        c.shade(crown, MOSS, 0.6, "left")


@picture("rome-forum.jpg", "large")
def forum(c: Canvas) -> None:
    sky(c, "#5f9fc0", "#f3e9d4", 290)
    sun(c, 92, 66, 28)
    cloud(c, 474, 60, 0.9)
    hills(c, 226, 22, "#9fb59a", MIST)
    c.box(150, 196, 96, 50, ROSE)
    c.fill([(142, 198), (198, 176), (254, 198)], BRICK)
    for x, y, tall in rows("40,262,150 274,258,120 424,256,108 630,266,170 566,256,120"):
        stone_pine(c, x, y, tall)
    grass(c, 250, "#d8c38d", "#a98f55")
    for x, tall in ((44, 20), (118, 14), (330, 18), (420, 12)):
        c.box(x, 262, tall * 2.4, tall, STONE, 2)
        c.shade(box(x, 262, tall * 2.4, tall), BARK, 0.6, "right")
    ruin = path("466,306 466,126 484,112 520,118 548,104 584,112 600,130 612,126 616,180 606,196 612,306")
    c.form(ruin, "#dcc296", BARK, 0.75, "right")
    c.fill(arch(540, 306, 74, 130), "#8fb5bd")
    c.fill(path("503,306 503,268 577,268 577,306"), "#c8b47d")
    c.line(arc(540, 213, 43, 43, 180, 360), CREAM, 7)
    c.box(460, 150, 156, 9, CREAM)
    for row in range(7):
        for side in (474, 584):
            c.box(side + c.chance.uniform(0, 6), 170 + row * 19, 18, 2, BARK, alpha=0.45)
    shadow(c, 540, 306, 150, 70, 0.18)
    for x, broken in ((120, False), (176, False), (232, False), (288, False), (344, True), (400, True)):
        tall = 226 if not broken else c.chance.uniform(90, 140)
        shadow(c, x, 330, 24, 120, 0.2)
        column(c, x, 330, tall, "#ead7b2", broken)
    c.form(box(98, 82, 214, 20), "#ead7b2", BARK, 0.6, "right")
    c.box(92, 74, 222, 9, CREAM)
    c.form(path("98,74 206,34 252,52 258,74"), "#dcc296", BARK, 0.7, "right")
    c.box(84, 328, 340, 10, SAND)
    c.box(70, 338, 370, 14, STONE)
    for x, y, w in ((40, 352, 46), (496, 344, 60), (610, 356, 40)):
        c.form(box(x, y, w, 18, 3), SAND, BARK, 0.7, "right")
    for x in (452, 470, 486, 504, 520, 538, 556, 576):
        y = 322 + c.chance.uniform(0, 10)
        shadow(c, x, y, 7, 26)
        person(
            c,
            x,
            y,
            c.chance.uniform(40, 48),
            anyone(c, bag=c.chance.choice((BRICK, BLUE, OCHRE))),
            c.chance.choice((STAND, WALK, RAISE)),
        )


@picture("rome-colisee.jpg", "large")
def colosseum(c: Canvas) -> None:
    sky(c, "#d9774a", "#fae0ae", 300)
    c.shade(box(0, 0, 680, 200), "#5b4a72", 0.75, "top")
    sun(c, 66, 196, 34, "#fbd58a")
    for x, y, w in ((60, 92, 170), (180, 116, 120), (470, 64, 190), (560, 90, 110)):
        c.box(x, y, w, 8, ROSE, 4, alpha=0.75)
    hills(c, 264, 12, "#7a5a6a", "#a8705f")
    for x, tall in ((30, 120), (84, 90), (646, 130)):
        stone_pine(c, x, 300, tall)
    grass(c, 296, "#b98a5c", "#5c4653")
    tone = "#d9a066"
    tiers = ((304, 62), (240, 58), (180, 56), (122, 44))
    for level, (base, high) in enumerate(tiers):
        left, right = 118 + level * 3, 612 - level * 3 - (0 if level < 2 else (level - 1) * 100)
        top = curve([(left, base - high), ((left + right) / 2, base - high - 7), (right, base - high)])
        wall = [(left, base + 4), *top, (right, base + 4)]
        if level >= 2:
            wall[-2:] = [
                (right - 30, base - high),
                (right - 22, base - high * 0.5),
                (right, base - high * 0.4),
                (right + 16, base + 4),
            ]
        c.form(wall, mix(tone, CREAM, 0.08 * level), "#7a3f36", 0.9, "right")
        c.shade(wall, HONEY, 0.6, "left")
        for i in range((17, 17, 12, 9)[level]):
            t = (i + 0.5) / 17
            middle = 365 - 247 * math.cos(math.pi * (0.06 + t * 0.88))
            wide = 25 * math.sin(math.pi * (0.1 + t * 0.8)) + 1
            if level < 3:
                c.fill(arch(middle, base - 2, wide, high * 0.72), "#5a3340")
                c.fill(arch(middle + wide * 0.12, base - 2, wide * 0.7, high * 0.62), "#3d2a3d")
            else:
                c.box(middle - wide * 0.2, base - high * 0.64, wide * 0.4, high * 0.32, "#5a3340")
            c.box(middle + 13 * math.sin(math.pi * t) + 1, base - high + 5, 2.4, high - 4, mix(tone, CREAM, 0.35))
        c.line([(px, py + 3) for px, py in top], mix(tone, CREAM, 0.45), 4.5)
    c.box(104, 302, 520, 10, STONE)
    c.shade(path("0,312 680,312 680,383 0,383"), NIGHT, 0.5)
    c.fill(path("118,312 620,312 680,352 260,352"), NIGHT, 0.22)
    pupils(c, (172, 196, 222, 420, 450), 354, 50, WALK, bag=BRICK)
    birds(c, 360, 50, 4)


@picture("rome-fontaine.jpg", "large")
def baroque_fountain(c: Canvas) -> None:
    sky(c, "#7fb2c8", CREAM, 200)
    for x, w, h, wall in (
        (-20, 190, 216, "#dfa070"),
        (166, 170, 190, "#ecc78f"),
        (330, 180, 206, "#d98f66"),
        (504, 200, 220, "#e9bd84"),
    ):
        facade(c, x, 266, w, h, 3, 3, wall, BLUE, MOSS)
    paving(c, 260, "#c4b294")
    c.shade(box(0, 260, 680, 123), BARK, 0.5)
    c.disc(364, 352, 236, NIGHT, 22, alpha=0.25)
    basin = path("120,306 560,306 536,346 516,358 164,358 144,346")
    c.form(basin, "#e2d2b4", BARK, 0.75, "right")
    c.disc(340, 306, 222, CREAM, 21)
    c.form(arc(340, 306, 206, 16), SEA, BLUE, 0.7)
    stem = smooth(path("316,308 326,276 308,250 326,226 354,226 372,250 354,276 364,308"))
    c.form(stem, "#dcc9a7", BARK, 0.8, "right")
    bowl = smooth(path("236,208 340,212 444,208 420,232 372,246 308,246 260,232"))
    c.form(bowl, "#e2d2b4", BARK, 0.8, "right")
    c.disc(340, 208, 106, CREAM, 11)
    c.disc(340, 207, 96, SEA, 8)
    for x in (276, 308, 340, 372, 404):
        c.disc(x, 228, 7, STONE)
    pillar = smooth(path("326,208 332,176 324,156 340,148 356,156 348,176 354,208"))
    c.form(pillar, "#dcc9a7", BARK, 0.8, "right")
    c.disc(340, 146, 38, CREAM, 8)
    c.disc(340, 145, 32, SEA, 5)
    c.fill(smooth(path("326,142 318,116 334,108 340,88 348,108 364,116 354,142")), "#dcc9a7")
    c.disc(340, 92, 9, "#dcc9a7")
    for side in (-1, 1):
        for out, top, end, width in rows("34,150,206,3.4 22,148,206,2.6 150,214,306,4 128,214,306,3.4 176,216,308,3"):
            start = 30 if top < 200 else 98
            jet = curve(
                [
                    (340 + side * start, top),
                    (340 + side * (start + out) * 0.62, top - 14),
                    (340 + side * (start + out) * 0.72, end),
                ]
            )
            c.line(jet, "#eef6f3", width)
            c.disc(jet[-1][0], end, 9, "#eef6f3", 2.6, alpha=0.8)
    c.line([(340, 88), (340, 50)], "#eef6f3", 4)
    for side in (-1, 1):
        c.line(curve([(340, 52), (340 + side * 12, 46), (340 + side * 24, 76), (340 + side * 27, 140)]), "#eef6f3", 3)
    pigeons = (
        (76, 330, 1, False),
        (112, 364, 1.3, False),
        (36, 366, 1.3, True),
        (596, 334, 1, True),
        (644, 362, 1.3, True),
        (566, 374, 1.3, False),
        (190, 302, 0.9, False),
        (492, 302, 0.9, True),
    )
    for x, y, size, flip in pigeons:
        with c.at(x, y, size, flip=flip):
            c.disc(0, 1, 16, NIGHT, 3, alpha=0.25)
            c.line([(-2, 0), (-2, -6)], BRICK, 2)
            c.line([(4, 0), (4, -6)], BRICK, 2)
            c.fill(smooth(path("-24,-8 -10,-18 8,-20 14,-10 4,-3 -10,-4")), "#8f9aa6")
            c.fill(smooth(path("-22,-9 -8,-17 4,-12 -6,-7")), "#66727f")
            c.fill(smooth(path("5,-18 10,-25 16,-24 15,-11 8,-7")), SEA)
            c.disc(13, -24, 5.2, "#66727f")
            c.line([(18, -23), (21, -22)], HONEY, 2)
            c.disc(15, -25, 1, CREAM)


@picture("archives-departementales.jpg")
def archives(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#4f4038")
    for row in range(4):
        y = row * 62 - 6
        x = -8.0
        c.box(0, y + 56, 680, 7, "#8b9694")
        while x < 690:
            wide = c.chance.uniform(26, 40)
            tone = c.chance.choice((SAND, "#cbb48b", "#b9a27c", "#a8b0a0", STONE))
            c.box(x, y + 6, wide - 2, 50, tone, 1)
            c.shade(box(x, y + 6, wide - 2, 50), BARK, 0.6, "right")
            c.box(x + wide * 0.2, y + 15, wide * 0.56, 15, CREAM, 1)
            c.line([(x + wide * 0.3, y + 22), (x + wide * 0.64, y + 22)], INK, 1.4)
            c.disc(x + wide * 0.48, y + 42, 3.4, INK)
            x += wide
    for x in (168, 508):
        c.box(x, 0, 9, 250, "#8b9694")
    c.shade(box(0, 0, 680, 240), NIGHT, 0.45, "top")
    c.glow(340, 250, 300, HONEY, 0.4)
    c.form(box(0, 240, 680, 143), WOOD, BARK, 0.8)
    c.box(0, 236, 680, 8, mix(WOOD, CREAM, 0.25))
    with c.at(290, 306, turn=-3):
        c.fill(path("-138,-58 116,-58 158,62 -176,62"), NIGHT, 0.25)
        letter = path("-142,-62 110,-64 122,-20 150,56 40,58 -60,56 -182,58 -160,-10")
        c.form(letter, "#f0dcae", "#b98a4b", 0.7)
        for row in range(7):
            y, half = -48 + row * 14, 104 + row * 6
            ink = [
                (x, y + c.chance.uniform(-3, 3)) for x in range(-half - 14, int(half * c.chance.uniform(0.5, 0.85)), 6)
            ]
            c.line(curve(ink), BARK, 1.5)
        c.disc(104, 42, 17, BRICK, 11)
        c.disc(104, 41, 10, RUST, 6)
    with c.at(420, 294, turn=-52):
        c.box(-7, 60, 14, 96, INK, 6)
        c.box(-5, 46, 10, 20, OCHRE)
        c.disc(0, 0, 54, OCHRE)
        c.disc(0, 0, 46, "#f7edd2")
        c.disc(0, 0, 46, SKY, alpha=0.35)
        with c.at(0, 0, turn=50):
            for y in (-20, 0, 20):
                ink = [(x, y + c.chance.uniform(-6, 6)) for x in range(-32, 36, 9)]
                c.line(curve(ink), BARK, 3)
        c.line(arc(0, 0, 38, 38, 190, 240), "#ffffff", 4)
    c.box(548, 262, 110, 74, "#b9a27c", 2)
    c.shade(box(548, 262, 110, 74), BARK, 0.7, "right")
    c.box(542, 254, 122, 18, STONE, 2)
    c.box(576, 286, 54, 26, CREAM, 1)
    for y in (294, 303):
        c.line([(584, y), (622, y)], INK, 1.4)


# The library, the computer room


@picture("pix-ordinateurs.jpg")
def computer_room(c: Canvas) -> None:
    floor(c, 286, "#dcd9c4", "#b89a70", BLUE)
    for x in (30, 190, 350, 510):
        window(c, x + 24, 24, 92, 96, SKY)
    c.box(0, 226, 680, 12, WOOD)
    c.box(0, 238, 680, 60, mix(WOOD, INK, 0.35))
    for x, main in ((70, False), (212, False), (600, False), (420, True)):
        w, h = (216, 136) if main else (104, 72)
        c.box(x - w * 0.08, 210, w * 0.16, 16, INK)
        c.box(x - w * 0.2, 220, w * 0.4, 7, INK, 3)
        c.box(x - w / 2, 212 - h, w, h, INK, 6)
        c.box(x - w / 2 + 6, 218 - h, w - 12, h - 14, "#eef3ee" if main else SEA, 2)
        if not main:
            c.shade(box(x - w / 2 + 6, 218 - h, w - 12, h - 14), BLUE, 0.8)
            writing(c, x - 38, 162, 60, 4, 11, CREAM, 3)
            stool(c, x, 372, 96, BRICK)
    c.box(322, 94, 196, 16, BLUE)
    for i in range(3):
        c.disc(332 + i * 12, 102, 3.4, (BRICK, OCHRE, MOSS)[i])
    writing(c, 334, 126, 84, 2, 11, SEA, 4)
    c.box(334, 152, 172, 18, STONE, 9)
    c.box(334, 152, 122, 18, MOSS, 9)
    c.disc(456, 161, 12, OCHRE)
    for i in range(4):
        c.disc(480, 132, 13 - i * 3, (HONEY, CREAM, BRICK, CREAM)[i])
    chair(c, 350, 404, 170, BLUE)
    hand_x, _ = person(c, 348, 396, 262, Look(top=OCHRE, bottom=NIGHT, skin=SKINS[1], hair=HAIRS[0], cut="short"), WORK)
    head_x, head_y = 348 + 49.5 * 2.62 * math.sin(math.radians(6)), 396 - (22 + 49.5) * 2.62
    c.line(arc(head_x, head_y, 23, 26, 190, 345), BRICK, 6)
    c.disc(head_x - 6, head_y + 4, 11, BRICK, 14)
    c.disc(head_x - 6, head_y + 4, 6, RUST, 9)
    c.box(hand_x - 10, 220, 74, 8, CREAM, 3)


@picture("cdi-nouveautes.jpg")
def new_books(c: Canvas) -> None:
    floor(c, 300, "#e9dcbf", "#c19a6b", MOSS)
    shelf(c, -30, 300, 130, 4, 64)
    c.box(186, 40, 270, 280, mix(WOOD, CREAM, 0.1), 4)
    c.shade(box(186, 40, 270, 280), BARK, 0.6, "right")
    covers = (BRICK, BLUE, OCHRE, MOSS, NIGHT, ROSE, SEA, RUST, HONEY, PINE, CREAM, BLUE)
    for i, colour in enumerate(covers):
        x, y = 204 + i % 4 * 62, 56 + i // 4 * 88
        ink = mix(colour, CREAM, 0.65) if colour not in (CREAM, HONEY, ROSE) else BRICK
        c.box(x + 3, y + 3, 48, 66, NIGHT, 1, alpha=0.3)
        c.box(x, y, 48, 66, colour, 1)
        c.shade(box(x, y, 48, 66), INK, 0.35)
        if i % 4 == 0:
            c.disc(x + 24, y + 34, 13, ink)
        elif i % 4 == 1:
            c.fill([(x, y + 66), (x + 16, y + 34), (x + 28, y + 50), (x + 38, y + 38), (x + 48, y + 66)], ink)
        elif i % 4 == 2:
            leaf(c, x + 24, y + 40, 36, ink, 20)
        else:
            c.line(curve([(x + 8, y + 54), (x + 18, y + 30), (x + 30, y + 48), (x + 40, y + 26)]), ink, 4)
        c.line([(x + 8, y + 10), (x + 40, y + 10)], ink, 3.4)
        c.box(x - 8, y + 66, 64, 6, BARK)
    c.box(196, 318, 12, 22, BARK)
    c.box(434, 318, 12, 22, BARK)
    c.line([(560, 0), (560, 54)], INK, 2)
    c.glow(560, 92, 120, HONEY, 0.7)
    c.fill(path("530,84 546,52 574,52 590,84"), OCHRE)
    shadow(c, 560, 352, 150, 40, 0.2)
    c.form(box(492, 196, 136, 130, 34), BRICK, RUST, 0.9, "right")
    c.box(506, 270, 108, 44, mix(BRICK, CREAM, 0.16), 14)
    for x in (474, 606):
        c.form(box(x, 246, 40, 92, 18), BRICK, RUST, 0.9, "right")
    for x in (488, 622):
        c.line([(x, 336), (x, 354)], BARK, 6)
    with c.at(552, 268, turn=-10):
        c.box(-26, -8, 52, 9, SEA, 2)
        c.box(-22, -6, 48, 5, CREAM)
    potted(c, 142, 352, 190)


@picture("cdi-lecture.jpg")
def reading_corner(c: Canvas) -> None:
    floor(c, 296, "#ead9b8", "#b98d5f", RUST)
    shelf(c, 20, 296, 150, 4, 66)
    shelf(c, 186, 296, 150, 4, 66)
    window(c, 404, 26, 220, 214, SKY)
    c.fill(path("410,226 618,226 618,190 560,170 500,192 450,176 410,196"), SAGE, 0.8)
    for x in (514, 404):
        c.line([(x + 0, 26), (x + 0, 240)], CREAM, 6)
    c.fill(path("404,26 624,26 430,383 110,383"), HONEY, 0.2)
    c.disc(330, 358, 290, BRICK, 34)
    c.disc(330, 356, 270, mix(BRICK, CREAM, 0.2), 29)
    for x, colour, flip, look in (
        (212, OCHRE, False, Look(top=BLUE, bottom=INK, cut="long", hair=HAIRS[2])),
        (470, SEA, True, Look(top=MOSS, bottom=BARK, skin=SKINS[2], hair=HAIRS[0], cut="curly")),
    ):
        side = -1 if flip else 1
        c.disc(x, 358, 74, NIGHT, 12, alpha=0.2)
        cushion = smooth([(x - 66, 350), (x - 58, 322), (x, 316), (x + 58, 322), (x + 66, 350), (x, 362)])
        c.form(cushion, colour, INK, 0.4, "right")
        hand_x, hand_y = person(c, x - side * 8, 340, 218, look, LOUNGE, flip)
        open_book(c, hand_x + side * 4, hand_y - 8, 62, BRICK if flip else OCHRE, -side * 8)
        c.disc(hand_x - side * 4, hand_y + 2, 7, look.skin)
    pile(c, 310, 362, 70, (BRICK, OCHRE, BLUE))


@picture("defi-lecture.jpg")
def reading_contest(c: Canvas) -> None:
    curtain(c, 0, 0, 680, 280, PINE, 15)
    c.glow(340, 160, 260, HONEY, 0.5)
    bunting(c, (0, 16), (340, 30), 14, 15)
    bunting(c, (340, 30), (680, 16), 14, 15)
    c.form(box(0, 274, 680, 109), WOOD, BARK, 0.9)
    for team, (x, colour) in enumerate(((26, BRICK), (444, BLUE))):
        for i in range(3):
            pose = (HOLD, RAISE, HOLD) if team == 0 else (SHOW, HOLD, HOLD)
            person(c, x + 38 + i * 68, 340, 176, anyone(c, top=mix(colour, CREAM, 0.12 * i)), pose[i], team == 1)
        c.box(x - 8, 250, 226, 12, CREAM, 3)
        c.form(box(x, 262, 210, 96), colour, INK, 0.5)
        c.disc(x + 105, 312, 30, CREAM)
        open_book(c, x + 105, 316, 42, colour)
        for i in range(3):
            buzz = x + 38 + i * 68
            c.box(buzz - 17, 242, 34, 9, INK, 3)
            c.form([*arc(buzz, 243, 13, 11, 180, 360)], HONEY, OCHRE, 0.9, "right")
    c.box(276, 296, 128, 70, NIGHT, 3)
    c.box(268, 288, 144, 12, CREAM, 3)
    c.glow(340, 220, 110, HONEY, 0.6)
    trophy(c, 340, 288, 118)
    pile(c, 272, 288, 44, (SEA, OCHRE, BRICK))
    pile(c, 366, 288, 44, (BRICK, MOSS, CREAM, BLUE))


# After the collège, life around it


@picture("stage-de-troisieme.jpg")
def work_placement(c: Canvas) -> None:
    floor(c, 276, "#e2cfa8", "#b58a5b", RUST)
    c.box(40, 30, 300, 120, "#b98a5c", 3)
    c.shade(box(40, 30, 300, 120), BARK, 0.6)
    for x, colour in ((74, BRICK), (112, BLUE), (150, OCHRE)):
        c.box(x - 5, 46, 10, 42, colour, 4)
        c.fill([(x - 4, 88), (x + 4, 88), (x + 6, 128), (x - 6, 128)], "#b9bdb4")
    c.fill(path("186,60 262,78 262,86 186,96"), "#c4c8c0")
    for i in range(12):
        c.fill([(190 + i * 6, 96 - i * 0.8), (196 + i * 6, 95 - i * 0.8), (193 + i * 6, 100 - i * 0.8)], "#c4c8c0")
    c.line(arc(180, 78, 12, 14), BARK, 7)
    c.box(296, 48, 9, 76, OCHRE, 3)
    c.box(280, 44, 42, 20, INK, 4)
    window(c, 404, 36, 84, 116, SKY)
    sunbeam(c, 400, 160, 84, 90)
    for i in range(5):
        plank = [(546 + i * 24, 276), (564 + i * 24, 276), (576 + i * 22, 40 + i * 14), (560 + i * 22, 40 + i * 14)]
        c.form(plank, mix("#c99a63", (BARK, CREAM)[i % 2], 0.2), BARK, 0.5, "right")
    shadow(c, 250, 360, 340, 50, 0.2)
    artisan = Look(top=MOSS, bottom=BLUE, skin=SKINS[0], hair="#b9b4aa", cut="short")
    hand_x, _ = person(c, 210, 356, 224, artisan, replace(HOLD, lean=10))
    pupil = Look(top="#fffaf0", bottom=NIGHT, skin=SKINS[2], hair=HAIRS[0], cut="tail")
    person(c, 504, 366, 206, pupil, replace(STAND, near_arm=(14, 96), far_arm=(10, 100)), flip=True)
    coat = path("490,284 520,284 526,326 484,326")
    c.form(coat, "#fffaf0", STONE, 0.7, "right")
    c.box(472, 270, 24, 32, OCHRE, 2)
    for x in (120, 398):
        c.box(x, 262, 26, 104, mix(WOOD, INK, 0.3))
    c.box(100, 318, 346, 12, mix(WOOD, INK, 0.2))
    c.form(box(84, 244, 378, 24, 3), WOOD, BARK, 0.7)
    c.box(150, 230, 270, 15, "#e2bd86", 2)
    c.fill(path("252,230 262,206 330,206 352,230"), BARK)
    c.box(276, 192, 12, 18, OCHRE, 4)
    c.line([(322, 206), (338, 190)], OCHRE, 8)
    c.disc(hand_x, 204, 8, artisan.skin)
    c.disc(hand_x + 44, 198, 8, artisan.skin)
    c.line([(hand_x - 20, 190), (hand_x + 44, 198)], mix(artisan.top, CREAM, 0.1), 13)
    for _ in range(26):
        curl_x, curl_y = c.chance.uniform(120, 460), c.chance.choice((242, 370)) + c.chance.uniform(-4, 4)
        c.line(arc(curl_x, curl_y, 6, 4, c.chance.uniform(0, 180), 330), "#e8cb98", 2)
    c.box(424, 212, 30, 32, INK, 2)
    c.box(430, 206, 18, 10, "#b9bdb4")


def work_hat(c: Canvas, job: str) -> None:
    """A toque, a firefighter's helmet or a site helmet, around the top of a head."""
    if job == "cook":
        c.box(-15, -20, 30, 18, "#ffffff", 2)
        for dx in (-12, 0, 12):
            c.disc(dx, -24, 11, "#ffffff")
        c.shade(box(-16, -34, 32, 32), STONE, 0.6, "right")
    elif job == "fire":
        c.fill([*arc(0, -2, 19, 20, 180, 360)], HONEY)
        c.box(-23, -5, 46, 6, HONEY, 3)
        c.fill(path("3,-20 13,-17 11,-6 4,-6"), BRICK)
    else:
        c.fill([*arc(0, -3, 18, 18, 180, 360)], "#fffaf0")
        c.box(-20, -6, 42, 5, "#fffaf0", 2)


def wares(c: Canvas, x: float, job: str) -> None:
    """What a trade shows on its stand, which begins at x."""
    if job == "cook":
        c.fill([*arc(x + 138, 240, 24, 16, 0, 180)], INK)
        c.line([(x + 160, 242), (x + 180, 236)], INK, 5)
        apple(c, x + 28, 246, 11)
        apple(c, x + 50, 247, 10, MOSS)
    elif job == "fire":
        c.box(x + 134, 210, 20, 46, BRICK, 7)
        c.line([(x + 144, 208), (x + 158, 214), (x + 160, 230)], INK, 3)
        c.line(arc(x + 34, 248, 18, 8), BARK, 6)
    else:
        c.fill(
            [
                (x + 96, 256),
                (x + 160, 256),
                (x + 160, 230),
                (x + 144, 230),
                (x + 144, 210),
                (x + 116, 210),
                (x + 116, 238),
                (x + 96, 238),
            ],
            CREAM,
        )
        c.shade(box(x + 96, 210, 64, 46), STONE, 0.7, "right")
        for window_x in (104, 124, 134, 148):
            c.box(x + window_x, 244, 6, 7, BLUE)
        with c.at(x + 34, 252, turn=-4):
            c.box(-28, -9, 56, 9, SKY, 4)


@picture("forum-des-metiers.jpg")
def careers_fair(c: Canvas) -> None:
    floor(c, 268, "#e6dcc2", "#c08a5c", BLUE)
    for i in range(5):
        c.box(34 + i * 134, 24, 76, 30, SKY, 2)
    for x in range(-60, 760, 190):
        c.line(curve([(x, 268), (x + 6, 90), (x + 95, 8), (x + 184, 90), (x + 190, 268)]), BLUE, 10)
    bunting(c, (0, 64), (680, 64), 18, 26)
    c.line([(0, 312), (680, 296)], CREAM, 3)
    stands = ((30, BRICK, "cook"), (254, OCHRE, "fire"), (478, SEA, "plan"))
    for x, colour, job in stands:
        c.box(x, 112, 172, 14, colour, 2)
        for post in (x + 2, x + 164):
            c.box(post, 112, 6, 200, INK)
        for i in range(6):
            c.fill([*arc(x + 14.3 + i * 28.7, 126, 14.3, 11, 0, 180)], (colour, CREAM)[i % 2])
        look = {
            "cook": Look(top="#fffaf0", bottom=INK, skin=SKINS[1], hair=HAIRS[0], cut="bun"),
            "fire": Look(top=NIGHT, bottom=NIGHT, skin=SKINS[0], hair=HAIRS[1]),
            "plan": Look(top=MOSS, bottom=BARK, skin=SKINS[2], hair=HAIRS[0], cut="curly"),
        }[job]
        x_head = x + 86
        person(c, x_head, 330, 172, look, SHOW if job != "plan" else HOLD)
        with c.at(x_head + 1, 164):
            work_hat(c, job)
        if job == "fire":
            for y in (208, 236):
                c.box(x_head - 17, y, 34, 6, HONEY)
        c.form(box(x, 264, 172, 66), colour, INK, 0.45)
        c.box(x - 5, 256, 182, 10, CREAM, 3)
        wares(c, x, job)
    for x, flip in ((62, False), (206, True), (276, False), (430, True), (506, False), (646, True), (342, False)):
        shadow(c, x, 380, 22, 50)
        person(
            c,
            x,
            384,
            c.chance.uniform(124, 138),
            anyone(c, back=x in (276, 342, 506), bag=c.chance.choice(("", BRICK, PINE))),
            STAND,
            flip,
        )


def cooked_fish(c: Canvas) -> None:
    """A fish with its slice of lemon, seen from above."""
    fish = smooth(path("-76,2 -44,-26 6,-30 50,-8 82,-24 78,22 50,6 6,26 -46,24"))
    c.fill([(x + 3, y + 4) for x, y in fish], NIGHT, 0.2)
    c.form(fish, "#e3b26e", RUST, 0.6)
    c.disc(-54, -5, 4, INK)
    for x in (-24, -4, 16):
        c.line(arc(x - 8, 0, 12, 18, -50, 50), "#c88f4c", 3)
    c.disc(10, 10, 17, HONEY)
    c.disc(10, 10, 13, "#f7e9a8")
    for turn in range(0, 180, 45):
        c.line([reach((10, 10), (turn, 0), far, 0)[1] for far in (-12, 12)], HONEY, 1.6)


@picture("menus-plateau.jpg")
def lunch_tray(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#dcc7a0")
    for i in range(18):
        c.line([(i * 40, 0), (i * 40, 383)], "#d3bb90", 8)
    c.box(52, 22, 592, 350, NIGHT, 26, alpha=0.25)
    c.box(44, 14, 592, 350, BLUE, 26)
    c.form(box(56, 26, 568, 326, 18), "#33618b", NIGHT, 0.5)
    disc_shadow(c, 300, 204, 132)
    c.form(arc(300, 204, 132, 132), CREAM, STONE, 0.6, "right")
    c.disc(300, 204, 100, "#fffdf7")
    with c.at(282, 174, 1, -10):
        cooked_fish(c)
    for x, y in ((232, 244), (256, 262), (240, 276), (278, 278)):
        c.disc(x, y, 13, "#d97b33")
        c.disc(x, y, 6, "#eaa25a")
    for x, y in ((322, 258), (350, 246), (340, 272), (368, 230), (364, 262)):
        for dx, dy in ((-7, 0), (7, 0), (0, -8)):
            c.disc(x + dx, y + dy, 9, MOSS)
        c.disc(x, y + 8, 5, LEAF)
    for pea_x, pea_y, r in rows("298,256,6 306,270,6 294,274,6 312,284,6 300,288,6"):
        c.disc(pea_x, pea_y, r, "#98ad62")
    with c.at(132, 220):
        for dx in (-8, 0, 8):
            c.line([(dx, -86), (dx, -50)], "#dfe3dc", 4)
        c.fill(smooth(path("-12,-52 12,-52 7,-34 -7,-34")), "#dfe3dc")
        c.line([(0, -40), (0, 82)], "#dfe3dc", 7)
    with c.at(454, 220):
        c.fill(smooth(path("-6,-86 8,-76 8,-10 -6,-6")), "#dfe3dc")
        c.line([(0, -10), (0, 82)], "#dfe3dc", 7)
    for x, y, turn in ((116, 76, -14), (156, 82, 20)):
        with c.at(x, y, turn=turn):
            c.fill(smooth(path("-40,0 -24,-21 24,-21 40,0 24,21 -24,21")), "#b9783f")
            c.fill(smooth(path("-34,-1 -20,-16 20,-16 34,-1 20,15 -20,15")), "#f0d8a6")
            for dx in (-14, 2, 16):
                c.disc(dx, -2 + dx % 5, 3, "#dfbe83")
    disc_shadow(c, 556, 96, 46)
    c.disc(556, 96, 46, SKY)
    c.disc(556, 96, 38, "#eaf4f2")
    c.disc(556, 96, 33, "#bfdfe2")
    c.line(arc(556, 96, 24, 24, 200, 260), "#ffffff", 5)
    disc_shadow(c, 560, 206, 40)
    c.disc(560, 206, 40, ROSE)
    c.disc(560, 206, 33, "#fffdf7")
    c.line(curve(path("544,206 554,194 570,198 572,212 558,216")), STONE, 3)
    disc_shadow(c, 556, 306, 34)
    apple(c, 556, 306, 36, BRICK)
    c.disc(556, 290, 9, RUST, 5)


@picture("rentree-cour.jpg")
def first_morning(c: Canvas) -> None:
    sky(c, "#a9cdd6", "#fdeed6", 250)
    sun(c, 96, 84, 30)
    cloud(c, 250, 48, 0.8)
    hills(c, 222, 16, "#a8c4c6", MIST)
    grass(c, 272, "#ecd9b2", "#c4a26c")
    facade(c, -60, 282, 380, 116, 8, 2, wall="#ecdcbf", glass=SEA)
    for x, tall in ((64, 190), (250, 170)):
        shadow(c, x, 300, 10, 110)
        tree(c, x, 300, tall, MOSS, "plane")
    c.form(box(344, 118, 336, 176), "#dcc79e", BARK, 0.75, "top")
    for i, x in enumerate((372, 446, 520, 594)):
        c.box(x, 168, 60, 82, PINE, 2)
        for k in range(2):
            with c.at(x + 16 + k * 28, 206, turn=c.chance.uniform(-3, 3)):
                c.box(-12, -30, 25, 62, CREAM)
                c.box(-9, -26, 15, 5, (BRICK, BLUE, OCHRE, MOSS)[i])
                writing(c, -8, -14, 18, 7, 6, SEA, 1.2)
    for x in (350, 506, 664):
        c.form(box(x - 6, 112, 12, 186), WOOD, BARK, 0.8, "right")
        for side in (-1, 1):
            c.line([(x, 150), (x + side * 24, 122)], WOOD, 5)
    roof = path("318,122 352,64 700,64 700,122")
    c.form(roof, BRICK, RUST, 0.9)
    for i in range(14):
        c.line([(330 + i * 27, 120), (352 + i * 26, 66)], RUST, 1.4)
    for far_x, far_y, far_tall in rows("392,306,92 424,304,96 476,308,90 548,306,94 580,304,90 634,308,96"):
        person(
            c,
            far_x,
            far_y,
            far_tall,
            anyone(c, back=True, bag=c.chance.choice((BRICK, OCHRE, BLUE, PINE))),
            c.chance.choice((STAND, SHOW)),
        )
    c.shade(path("344,294 680,294 680,316 380,316"), NIGHT, 0.4, "top")
    for x, y, tall, pose, flip in (
        (64, 352, 118, WALK, False),
        (150, 346, 112, WALK, False),
        (214, 364, 126, STAND, False),
        (268, 362, 122, RAISE, True),
        (348, 374, 134, WALK, False),
        (448, 368, 128, STAND, False),
        (496, 370, 126, SHOW, True),
        (610, 372, 132, WALK, True),
    ):
        shadow(c, x, y, 20, 80, 0.2)
        person(c, x, y, tall, anyone(c, bag=c.chance.choice((BRICK, OCHRE, PINE, SEA))), pose, flip)


def set_square(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    with c.at(x, y, size / 100, turn):
        outline = [(-50, 40), (70, 40), (-50, -70)]
        hole = [(-28, 20), (18, 20), (-28, -22)]
        c.fill([(px + 3, py + 4) for px, py in outline], NIGHT, 0.2)
        c.fill([*outline, outline[0], hole[0], hole[2], hole[1], hole[0]], SKY, 0.9)
        c.line([*outline, outline[0]], SEA, 2)
        for i in range(11):
            c.line([(-44 + i * 9, 39), (-44 + i * 9, 33 if i % 5 else 29)], BLUE, 1.3)


def calculator(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    with c.at(x, y, size / 100, turn):
        c.box(-30, -46, 70, 104, NIGHT, 8, alpha=0.25)
        c.box(-35, -52, 70, 104, INK, 8)
        c.box(-27, -44, 54, 22, LEAF, 3)
        for i in range(16):
            colour = OCHRE if i % 4 == 3 else BRICK if i == 12 else CREAM
            c.box(-27 + i % 4 * 14, -14 + i // 4 * 15, 11, 11, colour, 2.5)


@picture("fournitures.jpg")
def supplies(c: Canvas) -> None:
    planks(c, "#d3ab72", 7)
    for x, y, turn, colour in ((112, 110, -12, BRICK), (150, 140, 4, OCHRE), (92, 276, 9, MOSS)):
        with c.at(x, y, turn=turn):
            c.box(-52, -68, 116, 152, NIGHT, 4, alpha=0.25)
            c.form(box(-58, -76, 116, 152, 4), colour, INK, 0.35, "right")
            c.box(-58, -76, 13, 152, mix(colour, INK, 0.3), 3)
            c.box(-24, -50, 62, 36, CREAM, 3)
            writing(c, -16, -38, 44, 2, 12, INK, 1.6)
    with c.at(344, 196):
        c.box(-100, -140, 220, 300, NIGHT, 30, alpha=0.25)
        c.line(arc(0, -144, 34, 26, 180, 360), NIGHT, 11)
        c.form(box(-110, -146, 220, 300, 36), BLUE, NIGHT, 0.8)
        for side in (-1, 1):
            c.box(side * 114 - 16, 10, 32, 100, NIGHT, 12)
        c.form(box(-90, -128, 180, 132, 26), SEA, BLUE, 0.9)
        c.line([(-74, -16), (74, -16)], CREAM, 2)
        c.box(-82, 26, 164, 108, mix(BLUE, SEA, 0.35), 20)
        c.line([(-66, 48), (66, 48)], NIGHT, 4)
        c.box(46, 44, 10, 24, OCHRE, 4)
        leaf(c, 0, -70, 62, HONEY, 18)
        for side in (-52, 52):
            c.box(side - 9, -12, 18, 46, OCHRE, 4)
    with c.at(560, 84, turn=8):
        c.box(-84, -30, 186, 74, NIGHT, 30, alpha=0.25)
        for i, colour in enumerate((OCHRE, BRICK, MOSS, SKY)):
            with c.at(60 + i * 4, -16 + i * 11, turn=-6 + i * 5):
                c.box(0, -4, 62, 8, colour, 1)
                c.fill([(62, -4), (62, 4), (74, 0)], "#efd9ad")
                c.fill([(69, -1.6), (69, 1.6), (74, 0)], INK)
        c.form(box(-94, -38, 170, 74, 30), BRICK, RUST, 0.9)
        c.line([(-76, -8), (62, -8)], HONEY, 5)
        c.box(-84, -10, 20, 11, OCHRE, 4)
    calculator(c, 578, 226, 122, 10)
    set_square(c, 512, 330, 112, -8)
    with c.at(206, 262, 0.9, -28):
        for x in (-20, 22):
            c.line([(0, 0), (x * 1.5, 96)], "#8f9a9b", 7)
        c.line([(-30, 96), (-34, 116)], INK, 2)
        c.box(28, 84, 11, 30, OCHRE, 2)
        c.line([(-14, 40), (15, 40)], "#6d7778", 4)
        c.disc(0, -4, 12, INK)
        c.box(-4, -30, 8, 24, INK, 3)
    with c.at(632, 352, turn=-24):
        c.box(-32, -13, 64, 26, CREAM, 4)
        c.box(-4, -13, 36, 26, BLUE, 4)


@picture("car-scolaire.jpg")
def school_bus(c: Canvas) -> None:
    sky(c, "#a9cdd6", "#fdebd0", 250)
    sun(c, 586, 92, 30)
    cloud(c, 180, 60, 1)
    hills(c, 190, 34, "#a8c4c6", "#f3e6d0")
    hills(c, 226, 20, "#8fb0a6", MIST)
    hills(c, 254, 10, SAGE, LEAF)
    grass(c, 266, "#c3c482", MOSS)
    for x, tall in ((340, 70), (366, 84), (392, 66), (634, 96)):
        tree(c, x, 272, tall, PINE, "poplar")
    tree(c, 30, 290, 170, MOSS)
    c.form(box(0, 300, 680, 83), "#6b7078", NIGHT, 0.7)
    c.box(0, 296, 680, 6, "#d8cfae")
    for x in range(10, 680, 90):
        c.box(x, 356, 48, 5, CREAM)
    c.form(box(64, 170, 122, 128), "#e8dcc0", STONE, 0.9, "right")
    c.box(74, 182, 102, 74, SKY, alpha=0.8)
    c.box(72, 264, 106, 9, WOOD, 2)
    for x in (60, 184):
        c.box(x, 162, 8, 138, PINE)
    c.form(path("46,168 62,146 190,146 206,168"), MOSS, PINE, 0.9)
    c.box(214, 150, 5, 150, INK)
    c.disc(216, 146, 20, BLUE)
    c.box(205, 139, 22, 13, CREAM, 3)
    for x in (209, 223):
        c.disc(x, 153, 3, CREAM)
    with c.at(654, 340, flip=True):
        bus(c, 0, 0, 330, "#f2b632")
    for x, pose, flip in (
        (104, STAND, False),
        (150, SHOW, True),
        (214, STAND, False),
        (258, WALK, False),
        (296, WALK, False),
    ):
        shadow(c, x, 306, 16, 40)
        hi_vis = "#f0e04a"
        person(c, x, 312, 104, anyone(c, top=hi_vis, bag=c.chance.choice((BRICK, BLUE)) if x > 200 else ""), pose, flip)
        for y in (246, 256):
            c.box(x - 10, y, 21, 3.4, "#ffffff")


@picture("reunion-parents.jpg")
def parents_meeting(c: Canvas) -> None:
    floor(c, 268, "#e6dabb", "#bd9767", BLUE)
    blackboard(c, 196, 36, 268, 124)
    c.line(curve(path("222,130 262,80 300,108 348,62")), HONEY, 3)
    for i, high in enumerate((24, 38, 52)):
        c.box(380 + i * 22, 136 - high, 14, high, (ROSE, SKY, LEAF)[i], 1)
    clock(c, 538, 76, 32)
    window(c, 50, 40, 96, 132, SKY)
    potted(c, 626, 300, 130)
    c.disc(340, 372, 270, NIGHT, 12, alpha=0.15)
    chair(c, 160, 372, 150, BLUE)
    chair(c, 468, 372, 150, BRICK, flip=True)
    chair(c, 560, 376, 150, BRICK, flip=True)
    father = Look(top=MOSS, bottom=NIGHT, skin=SKINS[2], hair=HAIRS[0], cut="curly")
    person(c, 464, 366, 226, father, WORK, flip=True)
    person(c, 556, 370, 222, Look(top=OCHRE, bottom=BLUE, skin=SKINS[1], hair=HAIRS[1], cut="long"), WORK, flip=True)
    teacher = Look(top=BRICK, bottom=INK, skin=SKINS[0], hair=HAIRS[2], cut="bun")
    person(c, 164, 366, 230, teacher, replace(WORK, near_arm=(62, 108)))
    table(c, 214, 290, 230, 84)
    for x, y, turn in ((286, 284, -4), (352, 286, 5)):
        with c.at(x, y, turn=turn):
            c.fill(path("-26,-6 26,-6 32,4 -32,4"), CREAM)
            c.line([(-16, -2), (16, -2)], SEA, 1.6)
    cup(c, 404, 290, 0.6, BLUE)
    for x, y, flip, colour in ((270, 178, False, CREAM), (398, 188, True, SKY)):
        with c.at(x, y, flip=flip):
            c.box(-30, -22, 66, 38, colour, 16)
            c.fill([(-22, 8), (-4, 14), (-32, 30)], colour)
            for i in range(3):
                c.disc(-12 + i * 15, -3, 4, BLUE)


@picture("integration-canoe.jpg")
def canoes(c: Canvas) -> None:
    sky(c, "#a9cdd6", "#fbeed8", 200)
    sun(c, 140, 70, 28)
    hills(c, 146, 26, "#a8c4c6", "#f3e6d0")
    hills(c, 174, 14, SAGE, LEAF)
    c.form(box(0, 186, 680, 30), "#98a866", PINE, 0.7)
    river(c, 208, 175, "#6fa3ab")
    for x, size in ((70, 1.25), (250, 0.85), (470, 0.95), (622, 1.35)):
        with c.at(x, 212, size):
            c.line(curve([(0, 0), (-5, -40), (6, -84)]), BARK, 9)
            c.fill(smooth(path("-48,-66 -30,-104 6,-116 42,-100 54,-64 0,-74")), MOSS)
            for i in range(15):
                start = -50 + i * 7.4
                drop = 44 + 20 * math.sin(i * 2.1)
                strand = curve([(start, -70), (start * 1.14, -70 + drop * 0.5), (start * 1.1, -62 + drop)])
                c.line(strand, mix(MOSS, (PINE, LEAF)[i % 2], 0.4), 6)
            c.shade(smooth(path("-48,-66 -30,-104 6,-116 42,-100 54,-64 0,-74")), PINE, 0.8, "right")
            c.disc(0, 10, 56, PINE, 7, alpha=0.3)
    for x, y, size, colour in ((470, 262, 0.72, OCHRE), (190, 300, 0.9, MOSS), (430, 358, 1.12, BRICK)):
        with c.at(x, y, size):
            c.disc(0, 6, 168, NIGHT, 9, alpha=0.22)
            for seat, cap in ((-74, 0), (0, 1), (72, 2)):
                look = anyone(c, top="#e2762f" if colour != BRICK else HONEY)
                with c.at(seat, -12):
                    upper_body(c, look, HOLD)
                    c.line([(28, -38), (12, 34)] if cap != 1 else [(-22, -34), (22, 26)], BARK, 4)
                    c.disc(*((10, 38) if cap != 1 else (25, 30)), 7, "#e8cb98", 12)
            hull = smooth(path("-150,-34 -136,-22 0,-14 136,-22 150,-34 132,4 0,12 -132,4"))
            c.form(hull, colour, INK, 0.55)
            c.line(curve(path("-148,-31 -136,-21 0,-13 136,-21 148,-31")), CREAM, 3.4)
            for dx in (-120, 0, 116):
                c.box(dx - 24, 14, 48, 2, CREAM, 1, alpha=0.6)
    birds(c, 360, 60)


# The private room


@picture("plan-salle-des-personnels.jpg", folder=PRIVATE)
def staff_room_plan(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#e9eee6")
    for i in range(0, 680, 20):
        c.line([(i, 0), (i, 383)], MIST, 1)
        c.line([(0, i), (680, i)], MIST, 1)
    room = box(64, 38, 552, 306)
    c.fill([(x + 6, y + 7) for x, y in room], NIGHT, 0.15)
    c.fill(room, CREAM)
    c.line([*room, room[0]], BLUE, 9)
    for x, y, w, h in ((180, 33, 110, 10), (390, 33, 110, 10), (611, 150, 10, 90)):
        c.box(x, y, w, h, SKY)
    c.box(59, 256, 10, 66, CREAM)
    c.line([(64, 256), (126, 262)], BLUE, 3)
    c.line(arc(64, 322, 64, 64, -90, 0), SEA, 1.4)
    for i in range(14):
        c.box(92 + i * 26, 56, 23, 30, (SEA, OCHRE, MOSS)[i % 3], 2)
        c.disc(92 + i * 26 + 18, 72, 2, CREAM)
    c.box(218, 164, 256, 96, NIGHT, 14, alpha=0.15)
    c.form(box(212, 156, 256, 96, 14), "#cf9f68", WOOD, 0.8)
    for i in range(5):
        for y in (134, 256):
            c.box(226 + i * 48, y, 32, 18, BLUE, 6)
    for x in (186, 476):
        c.box(x, 186, 18, 34, BLUE, 6)
    for x, y, turn in ((250, 190, 6), (330, 212, -8), (410, 186, 12)):
        with c.at(x, y, turn=turn):
            c.box(-16, -20, 32, 40, CREAM, 1)
            writing(c, -11, -12, 22, 5, 6)
    c.box(476, 56, 122, 44, SAND, 4)
    c.box(488, 62, 46, 32, INK, 5)
    c.disc(511, 78, 10, "#aeb6b2")
    c.disc(511, 78, 7, BARK)
    for x in (550, 568, 586):
        c.disc(x, 78, 7, BRICK)
        c.disc(x, 78, 4.4, BARK)
    c.box(516, 262, 86, 66, "#c4c8c0", 5)
    c.box(524, 270, 52, 50, CREAM, 2)
    c.box(530, 276, 40, 38, SKY, 1)
    c.box(582, 272, 14, 24, BLUE, 2)
    c.disc(589, 308, 4.6, MOSS)
    c.box(94, 116, 44, 106, MOSS, 12)
    c.box(106, 124, 30, 90, mix(MOSS, CREAM, 0.25), 9)
    for turn in range(0, 360, 45):
        with c.at(582, 128, turn=turn):
            c.fill(smooth(path("0,0 -6,-12 0,-24 6,-12")), (MOSS, PINE)[turn // 45 % 2])
    with c.at(646, 40):
        c.disc(0, 0, 16, CREAM)
        c.fill([(0, -13), (6, 6), (0, 2)], BRICK)
        c.fill([(0, -13), (-6, 6), (0, 2)], BLUE)


@picture("schema-guerre-froide.jpg", folder=PRIVATE)
def cold_war_timeline(c: Canvas) -> None:
    c.box(0, 0, 680, 383, "#e6dabb")
    blackboard(c, 36, 24, 608, 316, PINE)
    for x, colour, side in ((96, "#c9624a", 1), (420, "#5d8fb5", -1)):
        c.form(box(x, 62, 164, 104, 6), colour, INK, 0.35)
        c.disc(x + 82, 108, 30, CREAM, alpha=0.9)
        edge = x + 164 if side > 0 else x
        c.line([(edge + side * 12, 114), (edge + side * 56, 114)], CREAM, 4)
        c.line([(edge + side * 44, 104), (edge + side * 56, 114), (edge + side * 44, 124)], CREAM, 4)
        writing(c, x + 14, 152, 136, 1, 8, CREAM, 3)
    c.fill(
        [p for i in range(10) for p in [reach((178, 108), (180 - i * 36, 0), 23 if i % 2 == 0 else 10, 0)[1]]],
        "#c9624a",
    )
    c.line(arc(502, 108, 17, 17), "#5d8fb5", 5)
    c.line([(485, 108), (519, 108)], "#5d8fb5", 4)
    c.line([(502, 91), (502, 125)], "#5d8fb5", 4)
    for y in range(60, 176, 15):
        c.line([(340, y), (340, y + 7)], HONEY, 4)
    c.line([(76, 246), (592, 246)], CREAM, 6)
    c.fill([(588, 232), (616, 246), (588, 260)], CREAM)
    for i, (year, colour) in enumerate(
        (("1947", HONEY), ("1949", ROSE), ("1961", SKY), ("1962", LEAF), ("1989", HONEY))
    ):
        x = 112 + i * 108
        c.line([(x, 246), (x, 272)], colour, 3)
        c.disc(x, 246, 12, colour)
        c.disc(x, 246, 5.5, PINE)
        c.text(x, 290, year, 25, colour)
        writing(c, x - 34, 314, 68, 1, 8, mix(PINE, CREAM, 0.6), 2.4)
    for x, colour in ((240, CREAM), (286, HONEY), (330, ROSE)):
        c.box(x, 342, 32, 6, colour, 3)


@picture("sixieme-cabane.jpg", folder=PRIVATE)
def model_huts(c: Canvas) -> None:
    floor(c, 276, "#dfe0cb", "#b98d5f", MOSS)
    blackboard(c, 210, 22, 260, 96)
    for i in range(3):
        with c.at(262 + i * 78, 92):
            c.line(path("-20,0 -20,-26 0,-46 20,-26 20,0 -20,0"), (CREAM, HONEY, SKY)[i], 2.4)
    window(c, 50, 28, 96, 120, SKY)
    window(c, 534, 28, 96, 120, SKY)
    table(c, 14, 312, 652, 80)
    card, dark = "#cfa06a", "#a3733f"
    for x in (120, 340, 560):
        c.disc(x + 8, 312, 106, NIGHT, 9, alpha=0.2)
        c.box(x - 98, 304, 196, 9, "#98ad62", 3)
    c.form(box(54, 214, 132, 92), card, dark, 0.9, "right")
    for i in range(17):
        c.line([(54 + i * 8.2, 304), (55 + i * 8.2, 216 + c.chance.uniform(-4, 4))], (BARK, WOOD)[i % 2], 4.6)
    c.fill(path("36,222 120,148 204,222 188,228 120,170 52,228"), BARK)
    for i in range(12):
        c.line([(44 + i * 7, 222 - i * 6.2), (52 + i * 7, 228 - i * 4.8)], OCHRE, 3)
        c.line([(196 - i * 7, 222 - i * 6.2), (188 - i * 7, 228 - i * 4.8)], OCHRE, 3)
    c.fill(arch(120, 304, 34, 56), INK)
    for post in (276, 400):
        c.line([(post, 304), (post + 4, 226)], BARK, 8)
    c.line([(282, 300), (398, 232)], WOOD, 4)
    c.line([(282, 232), (398, 300)], WOOD, 4)
    c.box(262, 222, 156, 9, WOOD, 2)
    c.form(box(286, 160, 108, 64), card, dark, 0.9, "right")
    c.box(302, 178, 26, 24, SKY)
    c.box(350, 176, 26, 48, BRICK)
    roof = path("268,166 306,118 376,118 412,166")
    c.form(roof, MOSS, PINE, 0.9)
    for i in range(8):
        leaf(c, 288 + i * 15, 146 + (i % 2) * 9, 26, (MOSS, "#98ad62")[i % 2], c.chance.uniform(-40, 40))
    for i in range(6):
        c.line([(246, 300 - i * 13), (262, 300 - i * 13)], WOOD, 3)
    c.line([(247, 304), (258, 226)], BARK, 3.4)
    c.line([(261, 304), (272, 226)], BARK, 3.4)
    tent = [(468, 304), (560, 138), (652, 304)]
    c.form(tent, card, dark, 0.9, "right")
    for i in range(11):
        c.line([(472 + i * 17.6, 304), (560 + (i - 5) * 5, 128 + abs(i - 5) * 2)], (BARK, WOOD, "#8a5f41")[i % 3], 5)
    c.fill([(534, 304), (560, 218), (586, 304)], INK)
    c.line([(500, 262), (620, 262)], OCHRE, 3.4)
    c.line([(522, 218), (598, 218)], OCHRE, 3.4)
    with c.at(228, 320, turn=-78):
        c.box(-3, -24, 6, 44, BRICK, 2)
    for x in (446, 456, 464):
        c.line([(x, 330), (x + 34, 322 + x % 7)], BARK, 3)


@picture("conseil-administration-salle.jpg", folder=PRIVATE)
def board_room(c: Canvas) -> None:
    floor(c, 206, "#e2ddc8", "#b08c62", BLUE)
    window(c, 36, 24, 92, 122, SKY)
    window(c, 552, 24, 92, 122, SKY)
    c.box(204, 14, 272, 160, INK, 5)
    c.box(212, 22, 256, 144, "#f7f7ef")
    c.disc(296, 94, 56, SEA)
    for start, end, colour in ((-90, 50, BLUE), (50, 140, OCHRE), (140, 200, BRICK)):
        c.fill([(296, 94), *arc(296, 94, 56, 56, start, end)], colour)
    for angle in (-90, 50, 140, 200):
        tip = (296 + 56 * math.cos(math.radians(angle)), 94 + 56 * math.sin(math.radians(angle)))
        c.line([(296, 94), tip], "#f7f7ef", 2.4)
    for i, colour in enumerate((BLUE, OCHRE, BRICK, SEA)):
        c.box(378, 58 + i * 22, 12, 12, colour, 2)
        c.line([(398, 64 + i * 22), (398 + (52, 40, 48, 34)[i], 64 + i * 22)], STONE, 4)
    for i in range(7):
        chair(c, 176 + i * 55, 262, 78, BLUE, i > 3)
    for x, flip in ((56, False), (30, False), (624, True), (650, True)):
        chair(c, x, 300 if 40 < x < 640 else 356, 96, BLUE, flip)
    top = path("140,238 540,238 664,372 524,372 458,284 222,284 156,372 16,372")
    c.fill([(x, y + 13) for x, y in top], mix(WOOD, INK, 0.4))
    c.form(top, "#c4935c", BARK, 0.6)
    for x, y, size in ((238, 262, 0.8), (442, 262, 0.8), (112, 322, 1.1), (568, 322, 1.1)):
        with c.at(x, y, size):
            c.disc(3, 0, 16, NIGHT, 4, alpha=0.25)
            jug = smooth(path("-8,-40 8,-40 9,-30 15,-14 11,0 -11,0 -15,-14 -9,-30"))
            c.fill(jug, "#eef6f3", 0.8)
            c.fill(smooth(path("-12,-18 12,-18 15,-12 11,0 -11,0 -15,-12")), "#9fcbd2")
            c.line(arc(13, -24, 9, 11, -90, 90), "#eef6f3", 3)
            c.box(24, -14, 11, 14, "#eef6f3", 2, alpha=0.85)
    spots = (
        (184, 258, BRICK, 0),
        (288, 258, OCHRE, 0),
        (340, 258, MOSS, 0),
        (392, 258, BLUE, 0),
        (496, 258, BRICK, 0),
        (150, 296, MOSS, -40),
        (530, 296, OCHRE, 40),
        (74, 352, BLUE, -40),
        (606, 352, MOSS, 40),
    )
    for x, y, colour, turn in spots:
        with c.at(x, y, 1 + (y - 258) / 220, turn):
            c.fill(path("-15,-7 15,-7 19,8 -19,8"), colour)
            c.fill(path("-11,-4 11,-4 13,5 -13,5"), CREAM)
            c.line([(-7, 0), (7, 0)], SEA, 1.3)


@picture("plan-des-abords.jpg")
def neighbourhood(c: Canvas) -> None:
    """A map: the school between the river, the bus stop and the gymnasium. The invented town needs an invented map."""
    c.box(0, 0, 680, 383, "#efe9da")
    for shape in ("0,0 250,0 214,92 0,128", "420,250 680,214 680,383 380,383", "300,150 404,140 410,206 306,214"):
        c.fill(path(shape), "#d7e0c0")
    river = [(-20, 330), (90, 300), (180, 322), (290, 296), (360, 330), (470, 350), (560, 400)]
    c.line(smooth(river), "#a9cdd6", 46)
    for width, colour in ((19, STONE), (14, CREAM)):
        c.line(smooth([(-10, 190), (160, 176), (330, 236), (520, 190), (700, 160)]), colour, width)
        c.line([(250, -10), (214, 96), (196, 400)], colour, width - 3)
        c.line([(470, -10), (452, 110), (436, 214)], colour, width - 3)
        c.line([(214, 96), (452, 110), (700, 76)], colour, width - 6)
        c.line([(560, 95), (580, 182)], colour, width - 8)
    blocks = "40,40,70,34 140,30,60,30 40,218,60,40 118,222,48,34 500,24,64,36 596,16,60,34 590,108,60,40 "
    blocks += "230,130,34,30 250,34,62,40 340,24,88,50 222,250,48,26 500,236,80,30 610,226,50,34"
    for numbers in blocks.split():
        x, y, w, h = map(float, numbers.split(","))
        c.box(x, y, w, h, "#d9cbb2", 2)
    school = path("318,140 420,132 424,160 366,165 369,196 322,200")
    c.fill(school, OCHRE)
    c.line([*school, school[0]], BARK, 2)
    for i in range(9):
        c.disc(300 + i * 18, 122 - i * 1.3, 6, MOSS)
    with c.at(372, 148):
        c.disc(0, 3, 11, NIGHT, 4, alpha=0.25)
        c.fill([(-9, -16), (9, -16), (0, 3)], BRICK)
        c.disc(0, -24, 14, BRICK)
        c.disc(0, -24, 5.5, CREAM)
    for x, y, colour in ((474, 190, BLUE), (540, 250, PINE)):
        c.disc(x, y, 10, CREAM)
        c.disc(x, y, 8, colour)
    with c.at(640, 340):
        c.disc(0, 0, 20, CREAM)
        c.fill([(0, -16), (7, 7), (0, 3)], BRICK)
        c.fill([(0, -16), (-7, 7), (0, 3)], BLUE)


# --- Printing ------------------------------------------------------------------------------------------------


def publish(path: Path) -> int:
    """Draw one picture and write it; returns its size in bytes."""
    scene, sheet = PICTURES[path]
    canvas = sheet(path.name)
    scene(canvas)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".png":
        badge = canvas.image.resize(canvas.size, Image.Resampling.LANCZOS)
        cut = Image.new("L", canvas.image.size, 0)
        ImageDraw.Draw(cut).ellipse((0, 0, cut.width - 1, cut.height - 1), fill=255)
        badge.putalpha(cut.resize(canvas.size, Image.Resampling.LANCZOS))
        badge.quantize(96, Image.Quantize.FASTOCTREE).convert("RGBA").save(path, optimize=True)
    else:
        canvas.printed().save(path, quality=78, optimize=True, progressive=True)
    return path.stat().st_size


def main(names: Sequence[str]) -> None:
    chosen = [path for path in PICTURES if not names or path.name in names]
    total = sum(publish(path) for path in chosen)
    print(f"{len(chosen)} pictures, {total / 1024:.0f} KiB")


if __name__ == "__main__":
    main(sys.argv[1:])
