"""Lines over logarithmic scales, as an SVG that can be read on white and on black."""
import math
from html import escape

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 44, 48
EDGE, FLOOR = WIDTH - RIGHT, HEIGHT - BOTTOM
# The name of each line stands at its end, so nobody has to tell the colours apart.
COLOURS = ["#b4552d", "#3f7d6e", "#8a6d1f", "#5b6fb0", "#a0487c", "#6b7d3a", "#7a5ea8"]
STYLE = "<style>text{font:12px system-ui,sans-serif;fill:#777}.title{font-size:15px}.grid{stroke:#7773;fill:none}</style>"


def draw(path, title, lines):
    """`lines`: by name the points, both coordinates above zero."""
    xs, ys = zip(*(point for line in lines.values() for point in line))
    across, up = scale(xs, LEFT, EDGE), scale(ys, FLOOR, TOP)
    parts = [text(LEFT, 22, title, 'class="title"')]
    for x in decades(xs):
        parts.append(f'<path d="M{across(x):.1f} {TOP}V{FLOOR}" class="grid"/>')
        parts.append(text(across(x), FLOOR + 20, f"{x:,}", 'text-anchor="middle"'))
    for y in decades(ys):
        parts.append(f'<path d="M{LEFT} {up(y):.1f}H{EDGE}" class="grid"/>')
        parts.append(text(LEFT - 8, up(y) + 4, f"{y:,}", 'text-anchor="end"'))
    ends = apart({name: (across(line[-1][0]), up(line[-1][1])) for name, line in lines.items()})
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [(across(x), up(y)) for x, y in line]
        through = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path d="M{through}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        parts.append(text(places[-1][0] + 10, ends[name] + 4, name, f'style="fill:{colour}"'))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join([head, STYLE, *parts, "</svg>\n"]))


def text(x, y, said, how):
    return f'<text x="{x:.1f}" y="{y:.1f}" {how}>{escape(said)}</text>'


def scale(values, start, end):
    low, high = math.log10(min(values)), math.log10(max(values))
    return lambda value: start + (math.log10(value) - low) / ((high - low) or 1) * (end - start)


def decades(values):
    """The powers of ten between the least and the most; above one, for they are written as whole numbers."""
    return [10**power for power in range(max(0, math.ceil(math.log10(min(values)))), math.floor(math.log10(max(values))) + 1)]


def apart(ends, least=15):
    """The heights of these ends, moved down until no two names stand on each other."""
    placed, free = {}, {}
    for name, (x, y) in sorted(ends.items(), key=lambda item: item[1][1]):
        placed[name] = max(y, free.get(x, -math.inf))
        free[x] = placed[name] + least
    return placed
