"""Glyphs of the Noto emoji font as drawings of named things.

Names and keywords come from Unicode's CLDR (Debian: unicode-cldr-core), pictures from Debian's fonts-noto-color-emoji.
The result is one .npz of premultiplied BGRA sprites with a JSON table of names beside it.
"""
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .lexicon import GROUP_WORDS

SIDE = 80
FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
# Groups that are writing or interface, not things one can see in a film.
SKIPPED = {"country-flag", "keycap", "alphanum", "skin-tone", "time", "zodiac", "av-symbol", "other-symbol", "arrow",
           "geometric", "transport-sign", "warning", "religion", "flag", "hotel"}


def _groups(cldr: Path) -> dict[str, str]:
    table: dict[str, str] = {}
    for line in (cldr / "properties/labels.txt").read_text("utf-8").splitlines():
        match = re.match(r"\[(.*)\]\s*;\s*[^;]+;\s*(.+)", line)
        if not match:
            continue
        body, group = match.group(1), match.group(2).strip()
        body = re.sub(r"\{[^}]*\}", "", body).replace("\\", "")
        at = 0
        while at < len(body):
            if at + 2 < len(body) and body[at + 1] == "-":
                for code in range(ord(body[at]), ord(body[at + 2]) + 1):
                    table.setdefault(chr(code), group)
                at += 3
            else:
                table.setdefault(body[at], group)
                at += 1
    return table


def build(cldr: Path, out: Path) -> int:
    """Renders every named single-character emoji. Returns how many there are."""
    root = ElementTree.parse(cldr / "annotations/en.xml").getroot()
    names: dict[str, str] = {}
    keywords: dict[str, list[str]] = {}
    for node in root.iter("annotation"):
        char = (node.get("cp") or "").replace("\ufe0f", "")
        if len(char) != 1 or not node.text:
            continue
        if node.get("type") == "tts":
            names[char] = node.text.lower()
        else:
            keywords[char] = [word.strip().lower() for word in node.text.split("|")]
    groups = _groups(cldr)
    font = ImageFont.truetype(FONT, 109)
    sprites, table, seen = [], [], set()
    for char, name in sorted(names.items()):
        group = groups.get(char, "")
        name = re.sub(r"[^a-z0-9 ]+", " ", name.replace("’s", "")).strip()
        if not group or group in SKIPPED or len(name.split()) > 4 or name in seen:
            continue
        image = Image.new("RGBA", (160, 160))
        ImageDraw.Draw(image).text((12, 12), char, font=font, embedded_color=True)
        box = image.getbbox()
        if box is None:
            continue
        pixels = np.asarray(image)
        if pixels[..., :3][pixels[..., 3] > 128].std() < 1:  # a missing glyph: a plain outline
            continue
        seen.add(name)
        image = image.crop(box)
        image.thumbnail((SIDE, SIDE), Image.LANCZOS)
        canvas = Image.new("RGBA", (SIDE, SIDE))
        canvas.paste(image, ((SIDE - image.width) // 2, (SIDE - image.height) // 2))
        rgba = np.asarray(canvas).astype(np.float32)
        alpha = rgba[..., 3:] / 255
        bgra = np.concatenate([rgba[..., 2::-1] * alpha, rgba[..., 3:]], 2)
        sprites.append(bgra.round().astype(np.uint8))
        words = [word for word in keywords.get(char, []) if re.fullmatch(r"[a-z ]{3,20}", word) and word != name]
        broader = GROUP_WORDS.get(group, [])
        table.append({"char": char, "name": name, "keywords": words[:6], "broader": broader, "group": group})
    np.savez(out.with_suffix(".npz"), sprites=np.stack(sprites))
    out.with_suffix(".json").write_text(json.dumps(table, ensure_ascii=False, indent=0), "utf-8")
    return len(table)


if __name__ == "__main__":
    import sys

    print(build(Path(sys.argv[1]), Path(sys.argv[2])), "emoji")
