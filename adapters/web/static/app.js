// The channel's page: what buttons do.

import { grow, isEnter, write } from "./composer.js";
import * as feed from "./feed.js";
import { connect } from "./live.js";
import { morph, parse } from "./morph.js";
import { getText, newId, send } from "./server.js";

const byId = (id) => document.getElementById(id);
const postOf = (element) => element.closest("[data-post]")?.dataset.post;
const isPressed = (button) => button.ariaPressed === "true";

// An answer that was asked privately stands in a note that only this page has: the server sends its card back.
async function tell(button, path, body) {
  const note = button.closest(".whisper");
  const said = await send("POST", `/answers/${encodeURIComponent(button.dataset.answer)}/${path}`, body);
  if (note && said.card) morph(note.querySelector(".card"), parse(said.card).firstElementChild);
  if (said.whisper) feed.whisper(said.whisper, postOf(button));
  if (!note && postOf(button)) await feed.refresh(postOf(button));
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Pages served without TLS from another machine have no clipboard.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  return undefined;
}

async function edit(id) {
  const post = feed.find(id);
  if (post.querySelector(".edit")) return;
  const form = byId("edit-form").content.firstElementChild.cloneNode(true);
  const area = form.querySelector("textarea");
  area.value = await getText(`/posts/${id}/text`);
  area.id = `edit-${id}`;
  form.querySelector("label").htmlFor = area.id;
  post.querySelector(".post-body").after(form);
  grow(area);
  area.focus();
}

function closeEdit(form) {
  const post = form.closest("[data-post]");
  form.remove();
  post.querySelector("[data-action=edit]")?.focus();
}

async function saveEdit(form) {
  const id = postOf(form);
  const said = await send("PATCH", `/posts/${id}`, { text: form.querySelector("textarea").value });
  closeEdit(form);
  await feed.refresh(id);
  if (said.whisper) feed.whisper(said.whisper, id);
}

function askToDelete(id) {
  const dialog = byId("confirm");
  dialog.returnValue = "cancel";
  dialog.onclose = () => {
    if (dialog.returnValue === "delete") attempt(() => send("DELETE", `/posts/${id}`).then(() => feed.remove(id)));
  };
  dialog.showModal();
}

const actions = {
  vote: (button) =>
    tell(button, "votes", { fix_id: button.dataset.fix, value: isPressed(button) ? 0 : Number(button.dataset.value) }),
  wrong: (button) => tell(button, "wrong", { withdrawn: isPressed(button) }),
  dismiss: (button) => tell(button, "dismiss", {}),
  open: (button) => tell(button, "open", {}),
  unfold: (button) => feed.refresh(postOf(button), { full: true }),
  earlier: (button) => feed.earlier(button),
  jump: () => feed.toEnd(),
  example: (button) => write(button.textContent),
  pick: () => byId("picker").click(),
  edit: (button) => edit(postOf(button)),
  "cancel-edit": (button) => closeEdit(button.closest("form")),
  delete: (button) => askToDelete(postOf(button)),
  "close-whisper": (button) => {
    button.closest(".whisper").remove();
    byId("message").focus();
  },
  "show-entry": async (button) => {
    const said = await send("POST", "/posts", { id: newId(), text: `/errfix show ${button.dataset.show}` });
    feed.whisper(said.whisper);
  },
  copy: async (button) => {
    await copy(button.previousElementSibling.textContent);
    button.classList.add("done");
    feed.announce(document.body.dataset.textCopied);
    setTimeout(() => button.classList.remove("done"), 1600);
  },
  language: async (button) => {
    await send("POST", "/me", { language: button.dataset.language });
    await feed.reload();
  },
};

async function attempt(act, show) {
  try {
    await act();
  } catch (error) {
    const problem = show ?? byId("problem");
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  if (button) attempt(() => actions[button.dataset.action](button));
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".edit")) {
    event.preventDefault();
    attempt(() => saveEdit(form), form.querySelector(".problem"));
  } else if (form.dataset.action === "rename") {
    event.preventDefault();
    attempt(async () => {
      await send("POST", "/me", { name: form.elements.name.value });
      byId("me").open = false;
      await feed.reload();
    });
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form.edit");
  if (form && isEnter(event) && event.target.matches("textarea")) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape") {
    if (form) closeEdit(form);
    byId("me").open = false;
  }
});

document.addEventListener("input", (event) => {
  if (event.target.matches(".edit textarea")) grow(event.target);
});

feed.localTimes();
connect();
byId("scroll").scrollTop = byId("scroll").scrollHeight;
byId("channel").removeAttribute("aria-busy");
