"""Makes the fonts and the widths that drawings are set in, from Pretendard's TrueType files.

    npm pack pretendard@1.3.9 && tar xzf pretendard-1.3.9.tgz
    python tools/fonts.py package/dist

Pretendard is under the SIL Open Font License 1.1 with the reserved name "Pretendard", which a
subset may not bear: ours is called "Giban Sans". Needs fonttools and brotli.
"""

from __future__ import annotations

import base64
import io
import json
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "src/giban/diagram/fonts"
NAME = "Giban Sans"
WIDE = 0x3000  # from here on every character counts a full em
NO_DATE = 3786912000  # 2024-01-01, in seconds since 1904
WEIGHTS = {"regular": "Regular", "bold": "SemiBold"}
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D]
SIGNS = [ord(sign) for sign in "•…→←↑↓↔≥≤≈×÷·₩€✓"]  # noqa: RUF001 - what drawings say


def hangul() -> list[int]:
    """Return the syllables and marks of KS X 1001, what Korean text is written in."""
    found = []
    for lead in range(0xB0, 0xC9):
        for trail in range(0xA1, 0xFF):
            found.append(ord(bytes((lead, trail)).decode("euc_kr")))
    return [*found, *range(0x3000, 0x3012), *range(0x3131, 0x3164)]


def cut(source: Path, characters: list[int], style: str) -> TTFont:
    options = subset.Options()
    options.layout_features = ["kern", "mark"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    rename(font, style)
    font["head"].created = font["head"].modified = NO_DATE
    font.recalcTimestamp = False
    return font


def rename(font: TTFont, style: str) -> None:
    own = {1: NAME, 2: style, 3: f"{NAME} {style}", 4: f"{NAME} {style}", 6: f"GibanSans-{style}"}
    for record in list(font["name"].names):
        if record.nameID in (16, 17, 21, 22, 25) or record.langID not in (0, 0x409):
            font["name"].removeNames(nameID=record.nameID, langID=record.langID)
        elif record.nameID in own:
            record.string = own[record.nameID]


def widths(font: TTFont) -> dict[int, int]:
    metrics, units = font["hmtx"], font["head"].unitsPerEm
    return {
        code: round(metrics[glyph][0] * 1000 / units) for code, glyph in font.getBestCmap().items()
    }


def main(dist: Path) -> None:
    FONTS.mkdir(exist_ok=True)
    shutil.copy(dist / "LICENSE.txt", FONTS / "OFL.txt")
    tables = {}
    for name, style in WEIGHTS.items():
        source = dist / f"public/static/alternative/Pretendard-{style}.ttf"
        whole = "Regular" if name == "regular" else "Bold"
        full = cut(source, [*LATIN, *SIGNS, *hangul()], whole)
        full.save(FONTS / f"giban-sans-{name}.ttf")
        latin = cut(source, [*LATIN[:95], *SIGNS, 0x2013, 0x2014], whole)
        latin.flavor = "woff2"
        buffer = io.BytesIO()
        latin.save(buffer)
        (FONTS / f"giban-sans-{name}.woff2.txt").write_text(
            base64.b64encode(buffer.getvalue()).decode() + "\n"
        )
        narrow = {code: width for code, width in widths(full).items() if code < WIDE}
        tables[name] = {chr(code): width for code, width in sorted(narrow.items())}
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    (FONTS / "widths.json").write_text(text + "\n")


main(Path(sys.argv[1]))
