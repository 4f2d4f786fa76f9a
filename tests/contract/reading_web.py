"""Reads pages of HTML as a person with eyes would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "path", "circle"}
_BREAKS = {"p", "li", "h3", "h4", "pre", "button", "section", "summary", "div"}


@dataclass
class _Element:
    tag: str
    classes: frozenset[str]


@dataclass
class Region:
    """What stands in the elements of a class."""

    words: list[str] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)
    """Their attributes."""

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.words).split("\n"))
        return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self, classes: set[str]) -> None:
        super().__init__()
        self._open: list[_Element] = []
        self.regions = {name: Region() for name in classes}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = _Element(tag, frozenset(attributes.get("class", "").split()))
        if tag not in _VOID:
            self._open.append(element)
        for region in self._around():
            if tag in _BREAKS:
                region.words.append("\n")
            if tag == "button":
                region.buttons.append(attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path/>` and its like say nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            for region in self._around():
                region.words.append("\n")
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for region in self._around():
            region.words.append(data)

    def _around(self) -> list[Region]:
        inside = {name for element in self._open for name in element.classes}
        return [region for name, region in self.regions.items() if name in inside]


def read(html: str, *classes: str) -> dict[str, Region]:
    """The regions of the page by class; empty ones for those that are not there."""
    reader = _Reader(set(classes))
    reader.feed(html)
    reader.close()
    return reader.regions
