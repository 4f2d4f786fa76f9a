// Turns one piece of the page into another while keeping what the reader is doing: focus, selection, open details,
// typed text, and elements marked data-local, which the server does not know.

// What the reader opened stays open; the page may open more.
const kept = { DETAILS: ["open"], DIALOG: ["open"], TEXTAREA: ["style"] };

const isLocal = (node) => node.nodeType === Node.ELEMENT_NODE && "local" in node.dataset;
const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset.key || null : null);
const isSame = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export function morph(current, wanted) {
  const focused = document.activeElement;
  const shown = turn(current, wanted);
  // An element that was moved has lost the focus.
  if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
  return shown;
}

function turn(current, wanted) {
  if (!isSame(current, wanted)) {
    current.replaceWith(wanted);
    return wanted;
  }
  if (current.nodeType !== Node.ELEMENT_NODE) {
    if (current.nodeValue !== wanted.nodeValue) current.nodeValue = wanted.nodeValue;
    return current;
  }
  const unchangedTime = current.nodeName === "TIME" && current.dateTime === wanted.dateTime;
  morphAttributes(current, wanted);
  if (!unchangedTime && current.nodeName !== "TEXTAREA") morphChildren(current, wanted);
  return current;
}

function morphAttributes(current, wanted) {
  const skipped = kept[current.nodeName] ?? [];
  for (const { name } of [...current.attributes]) {
    if (!wanted.hasAttribute(name) && !skipped.includes(name)) current.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (current.getAttribute(name) !== value) current.setAttribute(name, value);
  }
}

function morphChildren(current, wanted) {
  let next = current.firstChild;
  const skipLocal = () => {
    while (next && isLocal(next)) next = next.nextSibling;
  };
  for (const child of [...wanted.childNodes]) {
    skipLocal();
    const key = keyOf(child);
    const found = key && [...current.childNodes].find((node) => isSame(node, child));
    if (found && found !== next) {
      current.insertBefore(found, next);
      turn(found, child);
    } else if (next && isSame(next, child)) {
      const following = next.nextSibling;
      turn(next, child);
      next = following;
    } else {
      current.insertBefore(child, next);
    }
  }
  while (next) {
    const following = next.nextSibling;
    if (!isLocal(next)) next.remove();
    next = following;
  }
}
