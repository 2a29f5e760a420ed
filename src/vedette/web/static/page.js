// Small comforts; every page works without them: a running clock, keys, and an incident shown beside the list without a new page.
import { _ } from "/static/words.js";

const clock = document.querySelector("[data-clock]");
if (clock) {
  const zone = clock.dataset.zone;
  const hour = (timeZone) => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  const tick = () => {
    const zulu = `${hour("UTC")}Z`;
    clock.textContent = zone === "UTC" ? `${hour()} ${_("local")} · ${zulu}` : `${hour(zone)} ${zone.split("/").pop().replaceAll("_", " ")} · ${zulu}`;
  };
  tick();
  setInterval(tick, 5000);
}

// A board stays open for a whole watch: what its head says of the data, the feeds and the alerts is asked for again and again,
// and where nobody answers, that is said instead.
const health = document.querySelector("[data-health]");
const HEED = 30000;
let heard = new Date();
function told(count) {
  const link = document.querySelector("nav a[accesskey=a]");
  let badge = link?.querySelector(".unread");
  if (!link || count === (badge?.textContent ?? "0")) return;
  if (count === "0") return badge?.remove();
  if (!badge) {
    badge = document.createElement("b");
    badge.className = "unread";
    badge.title = _("alerts that nobody has acknowledged");
    link.append(" ", badge);
  }
  badge.textContent = count;
}
function alarm(text, href) {
  const link = document.createElement(href ? "a" : "b");
  link.className = "alarm";
  link.textContent = text;
  if (href) link.href = href;
  health.replaceChildren(link);
  health.setAttribute("role", "status");
}
async function heed() {
  const url = new URL("/head", location.href);
  const page = new URLSearchParams(location.search);
  for (const name of ["situation", "as_of", "known_at"]) if (page.has(name)) url.searchParams.set(name, page.get(name));
  const answer = await fetch(url).catch(() => null);
  if (answer?.redirected) return alarm(_("⚠ you are signed out: sign in again"), `/signin?next=${encodeURIComponent(location.pathname + location.search)}`);
  if (!answer?.ok) {
    const at = heard.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
    return alarm(_("⚠ no answer from the desk; this page is as of %(time)s", { time: `${at}Z` }));
  }
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-unread]");
  if (!found) return;
  heard = new Date();
  told(found.dataset.unread);
  if (health.innerHTML.trim() !== found.outerHTML) health.replaceChildren(document.importNode(found, true));
}
if (health) {
  setInterval(() => document.hidden || void heed(), HEED);
  document.addEventListener("visibilitychange", () => document.hidden || void heed());
  document.addEventListener("vedette:heed", () => void heed());
}

const rows = () => [...document.querySelectorAll(".list a[data-incident]")];
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea")) return;
  if (e.key === "/") {
    e.preventDefault();
    document.querySelector("input[type=search]")?.focus();
  } else if (e.key === "j" || e.key === "k") {
    const all = rows();
    const at = all.indexOf(document.activeElement.closest("a[data-incident]"));
    const from = at < 0 ? all.findIndex((a) => a.ariaCurrent === "true") : at;
    all[Math.min(all.length - 1, Math.max(0, from + (e.key === "j" ? 1 : -1)))]?.focus();
  }
});

const detail = document.getElementById("detail");
async function show(url) {
  const answer = await fetch(url);
  if (!answer.ok) return location.assign(url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  detail.replaceChildren(...page.getElementById("detail").childNodes);
  detail.scrollTop = 0;
  document.title = page.title;
  const id = page.body.dataset.incident;
  document.body.dataset.incident = id;
  for (const a of rows()) a.ariaCurrent = a.dataset.incident === id ? "true" : null;
  for (const link of [".all", ".split"]) document.querySelector(link).href = page.querySelector(link).href;
  document.dispatchEvent(new CustomEvent("vedette:incident", { detail: id || undefined }));
}
if (detail) {
  detail.addEventListener("click", (e) => {
    const link = e.target.closest(".shut");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    const chosen = rows().find((a) => a.ariaCurrent === "true");
    history.pushState(null, "", link.href);
    void show(link.href).then(() => chosen?.focus());
  });
  document.querySelector(".list").addEventListener("click", (e) => {
    const link = e.target.closest("a[data-incident]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    history.pushState(null, "", link.href);
    void show(link.href).then(() => matchMedia("(max-width: 60rem)").matches && detail.scrollIntoView());
  });
  addEventListener("popstate", () => void show(location.href));
}
