# SPDX-License-Identifier: Apache-2.0
"""The plot of a soak: panels under each other, time to the right, as SVG."""

WIDTH, HEIGHT, LEFT, GAP = 900, 130, 90, 46
COLOURS = ("#14558f", "#b8461f", "#3c7d3c")
PANELS = (
    ("memory, MiB", (("house", "house_rss_kib"), ("watch", "watch_rss_kib"),
                     ("readers", "readers_rss_kib")), 1 / 1024),
    ("handles", (("house", "house_handles"), ("watch", "watch_handles"),
                 ("readers", "readers_handles")), 1),
    ("threads", (("house", "house_threads"), ("watch", "watch_threads"),
                 ("readers", "readers_threads")), 1),
    ("lines on their way", (("lines", "on_its_way"),), 1),
    ("messages to the house that wait", (("alerts", "spooled"), ("segments", "untold")), 1),
    ("millions of lines", (("received", "received"), ("stored", "stored"),
                           ("dropped", "dropped")), 1e-6),
    ("segments", (("segments", "segments"),), 1),
    ("load of the machine", (("load", "load"),), 1),
)


def text(x, y, words, anchor="start", colour="#222"):
    return (f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{words}</text>')


def panel(rows, top, title, series, scale):
    end = rows[-1]["second"] or 1
    most = max(max(row[key] for row in rows) for _, key in series) * scale or 1
    out = [f'<rect x="{LEFT}" y="{top}" width="{WIDTH}" height="{HEIGHT}" fill="#f7f7f5"/>',
           text(LEFT, top - 6, title), text(LEFT - 6, top + 10, f"{most:.4g}", "end"),
           text(LEFT - 6, top + HEIGHT, "0", "end"),
           text(LEFT + WIDTH, top + HEIGHT + 14, f"{end / 60:.0f} minutes", "end")]
    for number, (name, key) in enumerate(series):
        colour = COLOURS[number]
        points = " ".join(f"{LEFT + WIDTH * row['second'] / end:.1f},"
                          f"{top + HEIGHT * (1 - row[key] * scale / most):.1f}" for row in rows)
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" '
                   'stroke-width="1.5"/>')
        out.append(text(LEFT + WIDTH - 80 * (len(series) - number), top - 6, name, colour=colour))
    return out


def plot(rows):
    """Of rows as they stand in the table."""
    out = []
    for number, (title, series, scale) in enumerate(PANELS):
        out += panel(rows, 30 + number * (HEIGHT + GAP), title, series, scale)
    height = 30 + len(PANELS) * (HEIGHT + GAP)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" '
            f'height="{height}" font-family="sans-serif" font-size="12">\n'
            f'<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(out) + "\n</svg>\n")
