// What is new, as it comes: a bar says how much; it is put into the list when asked for, and what one looks at stays where it is.
import { _ } from "/static/words.js";

const list = document.querySelector(".list .rows");
const page = new URLSearchParams(location.search);
const past = page.has("as_of") || page.has("known_at") || (page.get("page") || "1") !== "1";
const PAUSE = 3000, POLL = 15000;
let stamp = document.querySelector("meta[name=stamp]")?.content || "";
let latest = null, asked = 0, timer = 0, source = null, polling = 0;

const bar = document.createElement("p");
bar.className = "news";
bar.hidden = true;
bar.setAttribute("role", "status");
const button = document.createElement("button");
button.type = "button";
button.title = _("Show them (n)");
button.setAttribute("aria-keyshortcuts", "n");
bar.append(button);

const rows = (root) => [...root.querySelectorAll(".list .rows a[data-incident]")];
const ids = (root) => new Map(rows(root).map((a) => [a.dataset.incident, a]));
const same = (a, b) => a.innerHTML.replace(/\s+/g, " ") === b.innerHTML.replace(/\s+/g, " ");

async function look() {
  asked = Date.now();
  const url = new URL(location.href);
  url.hash = "";
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  stamp = found.querySelector("meta[name=stamp]")?.content || stamp;
  const here = ids(document), there = ids(found);
  const fresh = [...there.keys()].filter((id) => !here.has(id)).length;
  const changed = [...there].some(([id, a]) => here.has(id) && !same(here.get(id), a)) || [...here.keys()].some((id) => !there.has(id));
  latest = found;
  document.dispatchEvent(new CustomEvent("vedette:heed"));
  bar.hidden = !fresh && !changed;
  button.textContent = fresh ? _("%(n)s new: show", { n: fresh }) : _("updated: show");
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => void look(), Math.max(0, asked + PAUSE - Date.now()));
}

function put(moving) {
  if (!latest) return;
  const here = ids(document), there = ids(latest);
  const held = moving ? null : document.activeElement.closest?.(".list .rows li") || list.querySelector("li:hover");
  const before = held?.getBoundingClientRect().top;
  let next = list.firstElementChild, first = null, last = null;
  for (const [id, a] of there) {
    const mine = here.get(id);
    if (mine) {
      if (!same(mine, a)) mine.replaceChildren(...a.cloneNode(true).childNodes);
      last = mine.closest("li");
      next = last.nextElementSibling;
      continue;
    }
    const li = document.importNode(a.closest("li"), true);
    li.classList.add("fresh");
    list.insertBefore(li, next);
    first ||= li;
  }
  for (const [id, a] of here) {  // merged or rejected meanwhile; what lies beyond this page's last row is left
    const li = a.closest("li");
    if (!there.has(id) && li !== held && last && li.compareDocumentPosition(last) & Node.DOCUMENT_POSITION_FOLLOWING) li.remove();
  }
  const count = document.querySelector(".list h1 .n"), counted = latest.querySelector(".list h1 .n");
  if (count && counted) count.textContent = counted.textContent;
  for (const name of [".areas", ".side"]) {
    const old = document.querySelector(name), now = latest.querySelector(name);
    if (!old || !now || old.matches(":focus-within, :hover")) continue;
    const at = [...old.querySelectorAll(".scroll")].map((s) => s.scrollTop);
    old.replaceChildren(...document.importNode(now, true).childNodes);
    old.querySelectorAll(".scroll").forEach((s, n) => { s.scrollTop = at[n] || 0; });
  }
  bar.hidden = true;
  latest = null;
  if (held) {
    const moved = held.getBoundingClientRect().top - before;
    if (list.scrollHeight > list.clientHeight) list.scrollTop += moved;
    const left = held.getBoundingClientRect().top - before;
    if (left) scrollBy({ top: left, behavior: "instant" });
  } else if (first && moving) {
    first.querySelector("a").focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
  }
  document.dispatchEvent(new CustomEvent("vedette:changed"));
}

async function poll() {
  const url = new URL("/live.json", location.href);
  if (page.has("situation")) url.searchParams.set("situation", page.get("situation"));
  const answer = await fetch(url).catch(() => null);
  if (answer?.ok && (await answer.json()).stamp !== stamp) await look();
}
function listen() {
  if (source || polling || document.hidden) return;
  if (!("EventSource" in window)) {
    polling = setInterval(() => !document.hidden && void poll(), POLL);
    return;
  }
  const url = new URL("/live", location.href);
  if (page.has("situation")) url.searchParams.set("situation", page.get("situation"));
  url.searchParams.set("stamp", stamp);
  source = new EventSource(url);
  source.addEventListener("hello", () => { document.documentElement.dataset.live = "stream"; });
  source.addEventListener("change", soon);
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return;  // it comes back by itself
    source = null;
    document.documentElement.dataset.live = "poll";
    polling = setInterval(() => !document.hidden && void poll(), POLL);
    void poll();
  });
}

if (list && stamp && !past) {
  list.before(bar);
  button.addEventListener("click", () => put(true));
  document.addEventListener("keydown", (e) => {
    if (e.key !== "n" || bar.hidden || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea")) return;
    put(false);
  });
  // A browser holds few lines to one server: a page that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else listen();
  });
  addEventListener("pagehide", () => { source?.close(); source = null; });
  addEventListener("pageshow", listen);
  listen();
}
