// Writing a message: keys, files, the size limit, and a text that is never lost.

import * as feed from "./feed.js";
import { newId, send } from "./server.js";

const MAX_BYTES = 1024 * 1024;
const LONG_PASTE = 20_000;
const DRAFT = "errfix draft";
const byId = (id) => document.getElementById(id);
const form = byId("composer");
const box = byId("message");
const problem = byId("problem");
const list = byId("files");
const texts = () => document.body.dataset;
let files = [];
let isSending = false;
// A message that may have arrived is sent again under the same id, and then handled once.
let attempt = { id: newId(), content: "" };

const size = (text) => new TextEncoder().encode(text).length;

export function grow(area) {
  const isHuge = area.value.length > 20_000;
  area.style.height = "auto";
  area.style.height = isHuge ? "100vh" : `${area.scrollHeight}px`;
}

function complain(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

export function isEnter(event) {
  // While an input method composes, Enter picks a word.
  return event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.isComposing;
}

export function write(text) {
  box.value = text;
  grow(box);
  box.focus();
}

function showFiles() {
  list.replaceChildren(
    ...files.map((file, index) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      item.append(file.name, button);
      item.dataset.local = "";
      button.type = "button";
      button.textContent = "×";
      button.ariaLabel = list.dataset.remove.replace("{name}", file.name);
      button.addEventListener("click", () => {
        files.splice(index, 1);
        showFiles();
        complain("");
        box.focus();
      });
      return item;
    }),
  );
}

// Logs come as UTF-8, from Windows also as UTF-16 with a mark or in the machine's old encoding.
function decode(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.includes(0)) return null;
  const legacy = document.documentElement.lang === "zh" ? "gb18030" : "windows-1252";
  for (const encoding of ["utf-8", legacy]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // not this one
    }
  }
  return null;
}

export async function attach(dropped) {
  complain("");
  for (const file of dropped) {
    if (file.size > 2 * MAX_BYTES) {
      complain(texts().textTooLarge);
      continue;
    }
    try {
      const text = decode(new Uint8Array(await file.arrayBuffer()));
      if (text === null) complain(texts().textBinary.replace("{name}", file.name));
      else if (size(text) > MAX_BYTES) complain(texts().textTooLarge);
      else files.push({ name: file.name, text });
    } catch {
      complain(texts().textUnreadable.replace("{name}", file.name));
    }
  }
  showFiles();
  box.focus();
}

async function submit() {
  const text = box.value;
  if (isSending || (!text.trim() && files.length === 0)) return;
  if (size(text) + files.reduce((sum, file) => sum + size(file.text), 0) > MAX_BYTES) {
    complain(texts().textTooLarge);
    return;
  }
  const sent = [...files];
  const content = JSON.stringify([text, files]);
  if (attempt.content !== content) attempt = { id: newId(), content };
  isSending = true;
  form.ariaBusy = "true";
  complain("");
  try {
    const said = await send("POST", "/posts", { id: attempt.id, text, files });
    // What was added in the meantime stays.
    if (box.value.startsWith(text)) box.value = box.value.slice(text.length);
    files = files.filter((file) => !sent.includes(file));
    attempt = { id: newId(), content: "" };
    showFiles();
    grow(box);
    if (said.language) await feed.reload();
    if (said.post) await feed.refresh(said.post);
    if (said.whisper) feed.whisper(said.whisper, said.post);
  } catch (error) {
    complain(error.message);
  } finally {
    isSending = false;
    form.ariaBusy = "false";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener("keydown", (event) => {
  if (!isEnter(event)) return;
  event.preventDefault();
  submit();
});
box.addEventListener("input", () => {
  complain("");
  grow(box);
});

byId("picker").addEventListener("change", async (event) => {
  await attach([...event.target.files]);
  event.target.value = "";
});

const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
let depth = 0;
const showDrop = (change) => {
  depth = change === 0 ? 0 : Math.max(0, depth + change);
  document.body.classList.toggle("dropping", depth > 0);
};
addEventListener("dragenter", (event) => hasFiles(event) && showDrop(1));
addEventListener("dragleave", (event) => hasFiles(event) && showDrop(-1));
addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  showDrop(0);
  attach([...event.dataTransfer.files]);
});
// A whole log in the text box would make the browser crawl: it becomes a file.
box.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const pasted = [...event.clipboardData.files];
  if (text.length > LONG_PASTE) {
    event.preventDefault();
    files.push({ name: "pasted.txt", text });
    complain(size(text) > MAX_BYTES ? texts().textTooLarge : "");
    showFiles();
  } else if (!text && pasted.length) {
    event.preventDefault();
    attach(pasted);
  }
});

addEventListener("pagehide", () => {
  try {
    sessionStorage.setItem(DRAFT, box.value);
  } catch {
    // too long to keep, or storage is off
  }
});
try {
  box.value ||= sessionStorage.getItem(DRAFT) ?? "";
} catch {
  // storage is off
}
grow(box);
