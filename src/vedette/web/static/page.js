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
