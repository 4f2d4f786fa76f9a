"""Blocks as a page that looks much like Slack, for pictures and for eyes.

`python -m tests.adapters.slack.preview` draws the pictures of docs/images anew.
"""

import html
import re
from collections.abc import Callable
from typing import Any

from adapters.slack.render import render_card, render_home, render_more
from bot.desk import EntryLine, Home
from bot.desk.words import help_text
from bot.feedback import Tally
from bot.localization import translator
from tests.adapters.cards import catalog, real_card
from tests.adapters.pictures import draw

Block = dict[str, Any]

_STYLE = """
* { box-sizing: border-box; margin: 0; padding: 0 }
body { font: 15px/1.46668 Lato, "Noto Sans", "Noto Sans CJK SC", "Noto Color Emoji", sans-serif; color: #1d1c1d;
  background: #fff; width: max-content; font-variant-ligatures: common-ligatures }
.message { width: 600px; padding: 12px 20px 16px 64px; position: relative }
.message.question { padding-bottom: 4px }
.message + .message { padding-top: 8px }
.avatar { position: absolute; left: 20px; top: 14px; width: 36px; height: 36px; border-radius: 8px; display: grid;
  place-items: center; color: #fff; font-weight: 900; font-size: 17px }
.name { font-weight: 900 } .app { font-size: 10px; background: #e8e8e8; color: #616061; border-radius: 2px;
  padding: 1px 3px; vertical-align: 2px; margin: 0 4px; font-weight: 700 } .time { font-size: 12px; color: #616061 }
.blocks { max-width: 600px } .blocks > * { margin: 8px 0 } .blocks > :first-child { margin-top: 4px }
h1 { font-size: 18px; line-height: 1.33; font-weight: 900; overflow-wrap: anywhere }
.section { display: flex; gap: 16px; align-items: flex-start; justify-content: space-between }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
hr { border: 0; border-top: 1px solid #ddd; margin: 14px 0 }
code { font: 12px/1.5 "DejaVu Sans Mono", monospace; background: #f8f8f8; border: 1px solid #ddd; color: #c01343;
  border-radius: 3px; padding: 2px 3px 1px; overflow-wrap: anywhere }
.context code { font-size: 11px; padding: 1px 3px }
pre { font: 12px/1.5 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; background: #f8f8f8;
  border: 1px solid #ddd; border-radius: 4px; padding: 8px; margin: 4px 0; white-space: pre-wrap;
  overflow-wrap: anywhere }
ul { padding-left: 26px } b { font-weight: 700 } a { color: #1264a3; text-decoration: none }
.context { color: #616061; font-size: 13px; line-height: 1.38; display: flex; flex-wrap: wrap; gap: 4px 8px }
.actions { display: flex; flex-wrap: wrap; gap: 8px }
button, select { font: 700 13px Lato, "Noto Sans", "Noto Sans CJK SC", "Noto Color Emoji", sans-serif; color: #1d1c1d;
  background: #fff; border: 1px solid #bbb; border-radius: 4px; height: 28px; padding: 0 11px; white-space: nowrap }
button.primary { background: #007a5a; border-color: #007a5a; color: #fff }
.modal { width: 520px; border: 1px solid #ddd; border-radius: 8px; margin: 16px; box-shadow: 0 8px 30px #0002 }
.modal > header { display: flex; justify-content: space-between; padding: 16px 20px; font-size: 20px; font-weight: 900;
  border-bottom: 1px solid #ddd } .modal > .blocks { padding: 8px 20px } .modal > footer { padding: 12px 20px;
  border-top: 1px solid #ddd; text-align: right }
.home { width: 640px; padding: 24px 40px }
"""


def page(body: str) -> str:
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style><body>{body}'


def question(name: str, text: str) -> str:
    code = f"<pre>{html.escape(text)}</pre>"
    return _posted("question", name[0], "#4a6fa5", f'<span class="name">{name}</span>', code)


def message(blocks: list[Block]) -> str:
    who = '<span class="name">errfix</span><span class="app">APP</span>'
    return _posted("", "✓", "#2b6e4f", who, f'<div class="blocks">{_blocks(blocks)}</div>')


def modal(view: dict[str, Any]) -> str:
    title, close = (html.escape(view[part]["text"]) for part in ("title", "close"))
    return (
        f'<div class="modal"><header><span>{title}</span><span>×</span></header>'
        f'<div class="blocks">{_blocks(view["blocks"])}</div><footer><button>{close}</button></footer></div>'
    )


def home(view: dict[str, Any]) -> str:
    return f'<div class="home"><div class="blocks">{_blocks(view["blocks"])}</div></div>'


def _posted(kind: str, letter: str, colour: str, who: str, content: str) -> str:
    avatar = f'<div class="avatar" style="background:{colour}">{letter}</div>'
    return f'<div class="message {kind}">{avatar}<div>{who} <span class="time">10:42</span></div>{content}</div>'


def _blocks(blocks: list[Block]) -> str:
    return "".join(_BLOCKS[block["type"]](block) for block in blocks)


def _section(block: Block) -> str:
    accessory = _element(block["accessory"]) if "accessory" in block else ""
    return f'<div class="section"><div class="text">{_text(block["text"])}</div>{accessory}</div>'


def _text(text: Block) -> str:
    if text["type"] == "plain_text":
        return html.escape(text["text"]).replace("\n", "<br>")
    shown = re.sub(r"<(https?://[^|>]+)\|([^>]*)>", r'<a href="\1">\2</a>', text["text"])
    shown = re.sub(r"`([^`]+)`", r"<code>\1</code>", shown)
    return re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", shown)


def _rich(block: Block) -> str:
    return f'<div class="text">{"".join(map(_rich_part, block["elements"]))}</div>'


def _rich_part(part: Block) -> str:
    match part["type"]:
        case "rich_text_list":
            return f"<ul>{''.join(f'<li>{_rich_part(item)}</li>' for item in part['elements'])}</ul>"
        case "rich_text_preformatted":
            return f"<pre>{''.join(map(_span, part['elements']))}</pre>"
        case _:
            return f"<div>{''.join(map(_span, part['elements']))}</div>"


def _span(span: Block) -> str:
    shown = html.escape(span.get("text", ""))
    if span["type"] == "link":
        return f'<a href="{html.escape(span["url"])}">{shown}</a>'
    for style, tag in (("code", "code"), ("italic", "i"), ("bold", "b")):
        if span.get("style", {}).get(style):
            shown = f"<{tag}>{shown}</{tag}>"
    return shown


def _element(element: Block) -> str:
    match element["type"]:
        case "button":
            return f'<button class="{element.get("style", "")}">{html.escape(element["text"]["text"])}</button>'
        case "static_select":
            chosen = element.get("initial_option", element["options"][0])
            return f"<button>{html.escape(chosen['text']['text'])} ▾</button>"
        case _:
            return f"<span>{_text(element)}</span>"


_BLOCKS: dict[str, Callable[[Block], str]] = {
    "header": lambda block: f"<h1>{_text(block['text'])}</h1>",
    "divider": lambda _: "<hr>",
    "section": _section,
    "rich_text": _rich,
    "context": lambda block: f'<div class="context">{"".join(map(_element, block["elements"]))}</div>',
    "actions": lambda block: f'<div class="actions">{"".join(map(_element, block["elements"]))}</div>',
}


def main() -> None:
    """Draw the pictures of the documentation."""
    line = "Error: listen EADDRINUSE: address already in use :::3000"
    votes = {0: Tally(7, 2), 3: Tally(2, 1)}
    for locale, name, file in (("en", "Mara", "slack-card.png"), ("zh", "小林", "slack-card-zh.png")):
        card = real_card("node/eaddrinuse", locale=locale, votes=votes, port="3000")
        draw(page(question(name, f"$ npm run dev\n{line}") + message(render_card(card).blocks)), file)
    whole = real_card("node/eaddrinuse", votes=votes, port="3000")
    draw(page(modal(render_more(whole))), "slack-more.png")
    draw(page(home(render_home(_sample_home()))), "slack-home.png")


def _sample_home() -> Home:
    counts = {"git/permission-denied-publickey": 14, "node/eaddrinuse": 9, "docker/daemon-not-running": 4}
    top = [(EntryLine(name, catalog()[name].signature, name.split("/")[0]), count) for name, count in counts.items()]
    languages = (("en", "English"), ("zh", "中文"))
    return Home("en", None, languages, tuple(top), help_text("python/module-not-found", translator("en")))


if __name__ == "__main__":
    main()
