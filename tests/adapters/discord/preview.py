"""Components as a page that looks much like Discord, for pictures and for eyes.

`python -m tests.adapters.discord.preview` draws the pictures of docs/images anew.
"""

import html
import re
from collections.abc import Callable
from typing import Any

from discord.ui import LayoutView

from adapters.discord.render import render_card, render_more
from bot.feedback import Tally
from tests.adapters.cards import real_card
from tests.adapters.discord.limits import BUTTON, CONTAINER, ROW, SECTION, SEPARATOR, TEXT, components_of
from tests.adapters.pictures import draw

Component = dict[str, Any]

_FONT = '"gg sans", Lato, "Noto Sans", "Noto Sans CJK SC", "Noto Color Emoji", sans-serif'
_STYLE = f"""
* {{ box-sizing: border-box; margin: 0; padding: 0 }}
body {{ font: 16px/1.375 {_FONT}; color: #dbdee1; background: #313338; width: max-content }}
.message {{ width: 660px; padding: 14px 24px 4px 72px; position: relative }}
.message:last-child {{ padding-bottom: 20px }}
.avatar {{ position: absolute; left: 16px; top: 16px; width: 40px; height: 40px; border-radius: 50%; display: grid;
  place-items: center; color: #fff; font-weight: 700; font-size: 18px }}
.name {{ font-weight: 600; color: #f2f3f5 }} .app {{ font-size: 10px; background: #5865f2; color: #fff;
  border-radius: 4px; padding: 1px 5px 2px; vertical-align: 2px; margin: 0 2px; font-weight: 600 }}
.time {{ font-size: 12px; color: #949ba4; margin-left: 4px }}
.container {{ margin-top: 4px; background: #2b2d31; border: 1px solid #3f4147; border-left: 4px solid;
  border-radius: 8px; padding: 16px; max-width: 560px; display: flex; flex-direction: column; gap: 8px }}
.text {{ white-space: pre-wrap; overflow-wrap: anywhere }}
h3 {{ font-size: 18px; font-weight: 700; color: #f2f3f5; line-height: 1.375; margin: 0 }}
small {{ display: block; font-size: 12.8px; color: #949ba4; line-height: 1.4 }}
b {{ font-weight: 700; color: #f2f3f5 }} a {{ color: #00a8fc; text-decoration: none }}
code {{ font: 13.5px/1.3 "DejaVu Sans Mono", monospace; background: #1e1f22; border-radius: 4px; padding: 1px 4px;
  overflow-wrap: anywhere }} small code {{ font-size: 11px }}
pre {{ font: 13.5px/1.35 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; background: #1e1f22;
  border: 1px solid #232428; border-radius: 4px; padding: 8px; margin-top: 6px; white-space: pre-wrap;
  overflow-wrap: anywhere }}
ul {{ padding-left: 22px }} hr {{ border: 0; border-top: 1px solid #3f4147; margin: 4px 0 }}
.row {{ display: flex; flex-wrap: wrap; gap: 8px }}
.section {{ display: flex; gap: 12px; align-items: flex-start; justify-content: space-between }}
button {{ font: 500 14px {_FONT}; color: #fff; background: #4e5058; border: 0; border-radius: 8px; height: 32px;
  padding: 0 14px; white-space: nowrap }} button.primary {{ background: #5865f2 }}
"""
_BLOCK = re.compile(r"```\n(?P<code>.*?)\n```\n?", re.DOTALL)
_INLINE = re.compile(
    r"\\(?P<letter>[^0-9A-Za-z\s])|`(?P<code>[^`\n]+)`|<(?P<url>https?://[^ >]+)>"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\(<(?P<target>[^>]+)>\)|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*",
    re.DOTALL,
)


def page(body: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style><body>{body}'


def question(name: str, text: str) -> str:
    return _posted(name[0], "#4a6fa5", f'<span class="name">{name}</span>', f"<pre>{html.escape(text)}</pre>")


def message(view: LayoutView) -> str:
    who = '<span class="name">errfix</span> <span class="app">APP</span>'
    return _posted("✓", "#2b6e4f", who, "".join(map(_component, components_of(view))))


def _posted(letter: str, colour: str, who: str, content: str) -> str:
    avatar = f'<div class="avatar" style="background:{colour}">{letter}</div>'
    return f'<div class="message">{avatar}<div>{who}<span class="time">10:42</span></div>{content}</div>'


def _component(part: Component) -> str:
    return _COMPONENTS[part["type"]](part)


def _text(part: Component) -> str:
    shown, position = [], 0
    for found in _BLOCK.finditer(part["content"]):
        shown += [_lines(part["content"][position : found.start()]), f"<pre>{html.escape(found['code'])}</pre>"]
        position = found.end()
    return f'<div class="text">{"".join([*shown, _lines(part["content"][position:])])}</div>'


def _lines(text: str) -> str:
    lines = text.removesuffix("\n").split("\n") if text else []
    items: list[str] = []
    shown: list[str] = []
    for line in lines:
        if items and line.startswith("  "):
            items[-1] += f"<br>{_inline(line.strip())}"
        elif line.startswith("- "):
            items.append(_inline(line[2:]))
        elif line.startswith("### "):
            shown.append(f"<h3>{_inline(line[4:])}</h3>")
        elif line.startswith("-# "):
            shown.append(f"<small>{_inline(line[3:])}</small>")
        else:
            shown.append(f"<div>{_inline(line)}</div>")
    return "".join([*shown, *([f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"] if items else ())])


def _inline(text: str) -> str:
    shown, position = [], 0
    for found in _INLINE.finditer(text):
        shown += [html.escape(text[position : found.start()]), _span(found)]
        position = found.end()
    return "".join([*shown, html.escape(text[position:])])


def _span(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "letter":
            return html.escape(found["letter"])
        case "code":
            return f"<code>{html.escape(found['code'])}</code>"
        case "url":
            return f'<a href="{html.escape(found["url"])}">{html.escape(found["url"])}</a>'
        case "target":
            return f'<a href="{html.escape(found["target"])}">{_inline(found["label"])}</a>'
        case _:
            return f"<b>{_inline(found['bold'])}</b>"


def _inside(part: Component) -> str:
    return "".join(map(_component, part["components"]))


def _container(part: Component) -> str:
    return f'<div class="container" style="border-left-color:#{part["accent_color"]:06x}">{_inside(part)}</div>'


def _button(part: Component) -> str:
    return f'<button class="{"primary" if part["style"] == 1 else ""}">{html.escape(part["label"])}</button>'


_COMPONENTS: dict[int, Callable[[Component], str]] = {
    CONTAINER: _container,
    TEXT: _text,
    ROW: lambda part: f'<div class="row">{_inside(part)}</div>',
    SECTION: lambda part: f'<div class="section"><div>{_inside(part)}</div>{_component(part["accessory"])}</div>',
    SEPARATOR: lambda _: "<hr>",
    BUTTON: _button,
}


def main() -> None:
    """Draw the pictures of the documentation."""
    line = "Error: listen EADDRINUSE: address already in use :::3000"
    votes = {0: Tally(7, 2), 3: Tally(2, 1)}
    for locale, name, file in (("en", "Mara", "discord-card.png"), ("zh", "小林", "discord-card-zh.png")):
        card = real_card("node/eaddrinuse", locale=locale, votes=votes, port="3000")
        draw(page(question(name, f"$ npm run dev\n{line}") + message(render_card(card))), file)
    whole = real_card("node/eaddrinuse", votes=votes, port="3000")
    draw(page(message(render_more(whole))), "discord-more.png")


if __name__ == "__main__":
    main()
