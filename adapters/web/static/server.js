// Requests to the server; whatever goes wrong becomes an Error whose message a person can read.

const texts = () => document.body.dataset;

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(method, url, body, isSecondTry = false) {
  const headers = { "X-CSRF-Token": texts().csrf };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refused(texts().textNetwork, 0);
  }
  if (response.status === 401 || response.redirected) {
    location.assign("/login");
    throw new Refused("", 401);
  }
  if (response.ok) return response;
  const said = await response.json().catch(() => ({}));
  if (said.stale && !isSecondTry) {
    await renewToken();
    return request(method, url, body, true);
  }
  throw new Refused(said.error ?? texts().textServer, response.status);
}

// The cookies were cleared, or another tab was first to get them: the page itself holds the token that fits.
async function renewToken() {
  const page = new DOMParser().parseFromString(await getText("/"), "text/html");
  texts().csrf = page.body.dataset.csrf;
}

export const getText = async (url) => (await request("GET", url)).text();

export async function send(method, url, body) {
  const response = await request(method, url, body);
  return response.status === 204 ? {} : response.json();
}

// crypto.randomUUID is missing on pages served without TLS from another machine.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
