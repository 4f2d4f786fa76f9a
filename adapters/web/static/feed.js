// The posts on the page: putting fetched ones in, keeping the reader's place, and telling screen readers.

import { morph, parse } from "./morph.js";
import { Refused, getText } from "./server.js";

const byId = (id) => document.getElementById(id);
const feed = byId("feed");
const scroll = byId("scroll");
const jump = byId("jump");
const announcer = byId("announcer");
const texts = () => document.body.dataset;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export const find = (id) => byId(`post-${id}`);
export const showing = (entry) => [...feed.children].filter((post) => post.dataset.entry === entry);
// A smooth scroll of ours takes a moment; what comes meanwhile finds the reader where it leads.
let isGoing = false;
const isAtEnd = () => isGoing || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;

export function announce(pattern, values = {}) {
  announcer.textContent = pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function localTimes(root = document) {
  const locale = document.documentElement.lang;
  const today = new Date().toDateString();
  for (const time of root.querySelectorAll("time")) {
    const date = new Date(time.dateTime);
    const isToday = date.toDateString() === today;
    const day = isToday ? {} : { month: "short", day: "numeric" };
    time.textContent = date.toLocaleString(locale, { ...day, hour: "2-digit", minute: "2-digit" });
    time.title = date.toLocaleString(locale, { dateStyle: "full", timeStyle: "short" });
  }
}

// Fetches follow each other, so that an older state of a post never overwrites a newer one.
let queue = Promise.resolve();
const waiting = new Set();
const missed = new Set();

export function refresh(id, { full = false } = {}) {
  if (full) find(id)?.setAttribute("data-full", "");
  if (waiting.has(id)) return queue;
  waiting.add(id);
  queue = queue.then(async () => {
    waiting.delete(id);
    const isFull = find(id)?.hasAttribute("data-full");
    try {
      place(parse(await getText(`/posts/${id}${isFull ? "?full=1" : ""}`)).firstElementChild);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 404) remove(id);
      else missed.add(id);
    }
  });
  return queue;
}

// After a break in the connection: what could not be fetched then.
export function catchUp() {
  const ids = [...missed];
  missed.clear();
  ids.forEach((id) => refresh(id));
}

function place(post) {
  const current = find(post.dataset.post);
  const wasAtEnd = isAtEnd();
  const hadCard = current?.querySelector(".card, .offer");
  const hadFocus = current?.contains(document.activeElement);
  if (current) {
    localTimes(morph(current, post));
  } else {
    const at = Number(post.dataset.at);
    const later = [...feed.children].find((other) => Number(other.dataset.at) > at);
    // A change to a post before the first one shown is not for this page.
    if (later === feed.firstElementChild && later && byId("earlier")) return;
    feed.insertBefore(post, later ?? null);
    post.classList.add("fresh");
    localTimes(post);
  }
  byId("welcome").hidden = true;
  const shown = find(post.dataset.post);
  if (hadFocus && document.activeElement === document.body) shown.focus({ preventScroll: true });
  const isMine = Boolean(shown.querySelector(".own"));
  const card = shown.querySelector(".card");
  if (card && !hadCard) announce(texts().textAnswered, { title: card.querySelector("h3").textContent });
  else if (shown.querySelector(".offer") && !hadCard) announce(texts().textOffered);
  else if (!current && !isMine) announce(texts().textNewPost, { name: shown.querySelector(".author").textContent });
  const isNews = !current || Boolean(card) !== Boolean(hadCard);
  if (!isNews) return;
  if (isMine || wasAtEnd) reveal(shown);
  else if (shown === feed.lastElementChild) jump.hidden = false;
}

export function remove(id) {
  const post = find(id);
  if (!post) return;
  if (post.contains(document.activeElement)) byId("message").focus();
  post.remove();
  announce(texts().textRemoved);
  byId("welcome").hidden = feed.querySelector("[data-post]") !== null;
}

// The end of the channel, or the top of a post that is taller than the window.
export function reveal(post) {
  const isTall = post.offsetHeight > scroll.clientHeight;
  const end = scroll.scrollHeight - scroll.clientHeight;
  const top = isTall ? Math.min(post.offsetTop - 8, end) : end;
  isGoing = !calm.matches && "onscrollend" in scroll && Math.abs(scroll.scrollTop - top) >= 1;
  scroll.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
  jump.hidden = true;
}

export function whisper(html, postId) {
  const note = parse(html).firstElementChild;
  const post = postId && find(postId);
  (post ? post.querySelector(".post-main") : feed).append(note);
  announce(note.textContent.replace(/\s+/g, " ").trim().slice(0, 300));
  reveal(post ?? note);
}

export async function earlier(button) {
  const before = feed.querySelector("[data-post]")?.dataset.post ?? "";
  const height = scroll.scrollHeight;
  const box = parse(await getText(`/posts?before=${encodeURIComponent(before)}`)).firstElementChild;
  if (!("hasEarlier" in box.dataset)) button.remove();
  const first = box.firstElementChild;
  feed.prepend(...box.children);
  localTimes(feed);
  scroll.scrollTop += scroll.scrollHeight - height;
  first?.focus({ preventScroll: true });
}

// The whole page again: after too much was missed, or in another language.
export async function reload() {
  const page = new DOMParser().parseFromString(await getText("/"), "text/html");
  const wasAtEnd = isAtEnd();
  // The server's page is busy until its script listens; here it does.
  page.getElementById("channel")?.removeAttribute("aria-busy");
  document.documentElement.lang = page.documentElement.lang;
  morph(document.body, page.body);
  localTimes();
  if (wasAtEnd) scroll.scrollTop = scroll.scrollHeight;
}

export const toEnd = () => reveal(feed.lastElementChild ?? feed);

// Who reads the end keeps seeing it when the message box grows.
let readsEnd = true;
scroll.addEventListener("scroll", () => {
  readsEnd = isAtEnd();
  if (readsEnd) jump.hidden = true;
});
scroll.addEventListener("scrollend", () => {
  isGoing = false;
  readsEnd = isAtEnd();
});
new ResizeObserver(() => {
  if (readsEnd) scroll.scrollTop = scroll.scrollHeight;
}).observe(scroll);
