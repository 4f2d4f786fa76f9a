// News from the server. A hidden page hangs up, since browsers allow few connections, and catches up when shown again.

import * as feed from "./feed.js";

const RETRY_MS = 2000;
const connection = document.getElementById("connection");
let source = null;
let lastEvent = document.body.dataset.lastEvent;
let showTrouble = 0;

function on(kind, act) {
  source.addEventListener(kind, (event) => {
    lastEvent = event.lastEventId;
    act(event.data);
  });
}

function isConnected(yes) {
  clearTimeout(showTrouble);
  // A moment's break, as at a restart, is not worth a word.
  if (yes) connection.hidden = true;
  else showTrouble = setTimeout(() => (connection.hidden = false), 700);
}

export function connect() {
  source?.close();
  source = new EventSource(`/events?after=${encodeURIComponent(lastEvent)}`);
  on("post", (id) => feed.refresh(id));
  on("removed", (id) => feed.remove(id));
  on("entry", (entry) => feed.showing(entry).forEach((post) => feed.refresh(post.dataset.post)));
  on("resync", () => feed.reload().catch(() => setTimeout(connect, RETRY_MS)));
  source.onopen = () => {
    isConnected(true);
    feed.catchUp();
  };
  source.onerror = () => {
    isConnected(false);
    // The browser tries again by itself unless the server said no: then the page may have to sign in.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => feed.reload().then(connect, connect), RETRY_MS);
  };
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) source?.close();
  else connect();
});
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => event.persisted && connect());
