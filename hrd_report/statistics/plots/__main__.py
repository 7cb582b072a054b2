"""The drawing process: plots as JSON on its input, a ZIP of SVG and PNG on its output."""

import io
import json
import sys

from hrd_report.statistics import archive
from hrd_report.statistics.plots import palette, pictures, shapes

_DOTS = 110


def drawn(plots: list[shapes.Plot]) -> bytes:
    """Return a ZIP with each plot as SVG and as PNG. The same plots give the same bytes."""
    files: dict[str, bytes] = {}
    for plot in plots:
        figure = pictures.laid_out(plot)
        svg, png = io.StringIO(), io.BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.savefig(png, format="png", dpi=_DOTS, metadata={"Software": None})
        files[f"{plot.name}.svg"] = palette.finish(svg.getvalue(), plot.title, plot.text)
        files[f"{plot.name}.png"] = png.getvalue()
    return archive.pack(files)


def main() -> None:
    """Draw what is on the input."""
    plots = [shapes.read(raw) for raw in json.load(sys.stdin)]
    sys.stdout.buffer.write(drawn(plots))


if __name__ == "__main__":
    main()
