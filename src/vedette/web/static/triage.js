// The triage loop by keyboard: the page's own forms are sent without leaving the page, and the queue stays still under the cursor.
import { _ } from "/static/words.js";

const rows = document.getElementById("rows");
const work = document.getElementById("work");
const said = document.getElementById("said");
const keys = document.getElementById("keys");
const bulk = document.getElementById("bulk");
const letters = document.getElementById("letters");
const token = bulk.elements.token.value;
const RENEW = 120_000; // a hold lasts five minutes
const DONE = { confirm: _("Accepted"), reject: _("Rejected"), same: _("Merged"), "not same": _("Kept apart"), split: _("Split off"), edit: _("Saved"), grade: _("Graded"), check: _("State checked") };
const STATE = { confirmed: `✓ ${_("accepted")}`, rejected: `✗ ${_("rejected")}` };

let opened = document.body.dataset.incident; // whose texts are shown
let at = opened; // where the keys act
let asked = 0; // the latest page asked for: an earlier one that comes late is dropped
let shown = 0; // the one that is shown
let busy = false; // something is being written
let held = ""; // what this page holds
let holder = ""; // who else holds what is shown
let armed = null; // the suggestions, while a number merges with one

const $ = (selector) => work.querySelector(selector);
const items = () => [...rows.querySelectorAll("li[data-id]")];
const row = (id) => items().find((li) => li.dataset.id === id);
const link = (li) => li.querySelector("a");
const waits = (li) => li.dataset.status === "machine" && !li.dataset.gone;
const ticked = () => items().filter((li) => li.querySelector("input[type=checkbox]").checked);
const title = (id) => row(id)?.querySelector(".what").textContent ?? $("#title")?.textContent ?? "";

function say(text) {
  said.textContent = text;
}

// -- what the server says --------------------------------------------------------------------------------------------

/** The page's address at an incident; without one, of the queue alone. */
function address(id, path = location.pathname) {
  const url = new URL(location.href);
  url.pathname = path;
  url.hash = "";
  for (const name of ["incident", "done"]) url.searchParams.delete(name);
  if (id) url.searchParams.set("incident", id);
  return url.href;
}

/** An answer, or one whose `message` says why there is none. */
async function ask(url, fields) {
  try {
    const body = fields && new URLSearchParams(fields);
    const headers = fields ? { Accept: "application/json", "X-Token": token } : {};
    const answer = await fetch(url, { method: fields ? "POST" : "GET", body, headers });
    const text = await answer.text();
    const json = /json/.test(answer.headers.get("Content-Type") ?? "");
    if (answer.ok) return { ok: true, status: answer.status, text, data: json ? JSON.parse(text) : null };
    const data = json ? JSON.parse(text) : null;
    if (answer.status === 401) document.dispatchEvent(new CustomEvent("vedette:heed")); // the head shows the way in
    const line = json ? (data.error?.message ?? data.message ?? data.detail) : new DOMParser().parseFromString(text, "text/html").querySelector("main p, [role=alert]")?.textContent;
    return { ok: false, status: answer.status, message: String(line ?? _("the server answers %(status)s", { status: answer.status })) };
  } catch {
    return { ok: false, status: 0, message: _("the server does not answer; nothing was written. Try again.") };
  }
}

/** One line on what went wrong; what was typed stays. */
function wrong(message, again = false) {
  const line = $("#wrong");
  say("");
  if (!line) return say(message);
  line.querySelector("span").textContent = message;
  line.hidden = false;
  $("#again").hidden = !again;
}

// -- the queue ---------------------------------------------------------------------------------------------------------

function go(li, { open: read = opened !== "" } = {}) {
  at = li.dataset.id;
  link(li).focus({ preventScroll: true });
  li.scrollIntoView({ block: "nearest" });
  if (read) return open(at);
}

let settle = 0;
function move(step, tick) {
  const all = items().filter((li) => !li.dataset.gone);
  const from = all.findIndex((li) => li.dataset.id === at);
  const to = all[from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + step))];
  if (!to) return;
  if (tick) {
    for (const li of [all[from] ?? to, to]) mark(li, true);
    told();
  }
  void go(to, { open: false });
  clearTimeout(settle);
  if (opened && !tick) settle = setTimeout(() => void open(at), 120);
}

function mark(li, on) {
  li.querySelector("input[type=checkbox]").checked = on;
  li.toggleAttribute("data-ticked", on);
}

function told() {
  const n = ticked().length;
  const count = bulk.querySelector("[data-picked]");
  count.textContent = _("%(n)s ticked:", { n });
  if (n) say(_("%(n)s ticked: a accepts them, x rejects them.", { n }));
}

function state(li, text) {
  li.querySelector("[data-state]").textContent = text;
}

/** Take over what a fresh page says of the queue; no row moves, and the cursor's stays where it is on the screen. */
function reconcile(page) {
  const mine = row(at);
  const top = mine?.getBoundingClientRect().top;
  const old = new Map(items().map((li) => [li.dataset.id, li]));
  let last = null;
  for (const li of page.querySelectorAll("#rows > li[data-id]")) {
    const there = old.get(li.dataset.id);
    old.delete(li.dataset.id);
    if (there) {
      const checked = there.querySelector("input[type=checkbox]").checked;
      delete there.dataset.gone;
      Object.assign(there.dataset, li.dataset);
      link(there).replaceChildren(...link(li).childNodes);
      there.querySelector("input[type=hidden]").value = li.dataset.seen;
      mark(there, checked);
      last = there;
    } else {
      const made = document.importNode(li, true);
      if (last) last.after(made);
      else rows.prepend(made);
      last = made;
    }
  }
  for (const li of old.values()) {
    if (!waits(li)) continue;
    li.dataset.gone = "1";
    mark(li, false);
    state(li, _("no longer in the queue"));
  }
  for (const li of items()) link(li).ariaCurrent = li.dataset.id === opened ? "true" : null;
  document.querySelector("#h-queue .n").textContent = page.querySelector("#h-queue .n").textContent;
  if (mine) rows.scrollTop += mine.getBoundingClientRect().top - top;
}

/** The next one that awaits a decision, after a row or else before it. */
function next(li) {
  const all = items();
  const from = all.indexOf(li);
  return all.slice(from + 1).find(waits) ?? all.slice(0, Math.max(0, from)).reverse().find(waits);
}

// -- the incident --------------------------------------------------------------------------------------------------------

/** Show an incident beside the queue; without an id the queue alone. What was typed stays where the same one is loaded again. */
async function open(id, { push = false, focus = false } = {}) {
  const mine = ++asked;
  clearTimeout(settle);
  const answer = await ask(address(id));
  if (mine !== asked) return false;
  shown = mine;
  if (!answer.ok) {
    wrong(answer.message, true);
    return false;
  }
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  const now = page.body.dataset.incident;
  const same = now === opened;
  const typed = same ? written() : [];
  history[push ? "pushState" : "replaceState"](null, "", address(now));
  document.title = page.title;
  document.body.dataset.incident = opened = now;
  work.replaceChildren(...page.getElementById("work").childNodes);
  for (const [selector, value] of typed) restore(selector, value);
  at = now || at;
  armed = null;
  reconcile(page);
  ready();
  if (focus) {
    $("#title")?.focus({ preventScroll: true });
    if (matchMedia("(max-width: 60rem)").matches) work.scrollIntoView();
  }
  return true;
}

/** Fields that were changed, and how to find each again. */
function written() {
  return [...work.querySelectorAll("input:not([type=hidden]), select")].flatMap((f) => {
    const place = f.id ? `#${f.id}` : `[name="${f.name}"]${f.type === "checkbox" ? `[value="${CSS.escape(f.value)}"]` : ""}`;
    if (f.type === "checkbox") return f.checked === f.defaultChecked ? [] : [[place, f.checked]];
    const was = f.tagName === "SELECT" ? [...f.options].find((o) => o.defaultSelected)?.value : f.defaultValue;
    return f.value === was ? [] : [[place, f.value]];
  });
}

function restore(selector, value) {
  const f = $(selector);
  if (!f) return;
  if (typeof value === "boolean") f.checked = value;
  else f.value = value;
  for (let d = f.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
}

/** What a freshly shown incident needs: a hold, the buttons that only scripts can serve, the place's map. */
function ready() {
  for (const made of [$("#help"), $("#retry"), document.querySelector(".keyed")]) if (made) made.hidden = false;
  const notice = $("#held");
  holder = notice && !notice.hidden ? notice.querySelector("b").textContent : "";
  const edit = $("#edit");
  edit?.addEventListener("toggle", () => edit.open && void place());
  if (edit?.open) void place();
  void hold();
}

async function place() {
  const { picker } = await import("/static/picker.js");
  picker($(".slots"), say);
}

async function hold() {
  const id = opened;
  if (held && held !== id) release();
  if (!id || !$(".acts")) return;
  held = id;
  const answer = await ask(address("", `/incidents/${encodeURIComponent(id)}/hold`), { token });
  if (id !== opened || !$("#held")) return;
  if (answer.status === 409) {
    held = "";
    $("#held span").textContent = answer.message;
    $("#held").hidden = false;
    holder = answer.message;
  } else if (answer.ok) {
    $("#held").hidden = true;
    holder = "";
  } else held = "";
}

function release() {
  if (!held) return;
  const url = address("", `/incidents/${encodeURIComponent(held)}/release`);
  held = "";
  void fetch(url, { method: "POST", body: new URLSearchParams({ token }), headers: { Accept: "application/json", "X-Token": token }, keepalive: true }).catch(() => {});
}

// -- deciding ------------------------------------------------------------------------------------------------------------

async function send(form, button) {
  const fields = new FormData(form, button);
  if (busy) return;
  if ("log" in form.dataset) return tell(form, fields);
  const undo = fields.get("do") === "undo";
  if (holder && !undo && form !== bulk) return wrong(_("%(why)s: take another one, or wait.", { why: holder.replace(/\.$/, "") }));
  if (form === bulk && !ticked().length) return say(_("Nothing is ticked: Shift with an arrow, or the boxes, tick incidents."));
  busy = true;
  document.body.setAttribute("aria-busy", "true");
  const answer = await ask(form.action, fields);
  busy = false;
  document.body.removeAttribute("aria-busy");
  if (!answer.ok) {
    wrong(answer.message, answer.status === 409 || answer.status === 404);
    for (const li of form === bulk ? ticked() : []) state(li, answer.message);
    return;
  }
  if (form === bulk) {
    bulk.elements.reason.value = "";
    bulk.querySelector("details").open = false;
  } else form.reset(); // what was typed has been written
  if (undo) await undone(answer.data);
  else await done(answer.data, form === bulk);
}

async function done({ done: judged, failed }, many) {
  const kind = judged[0].kind;
  const what = many ? _("%(n)s incidents", { n: judged.length }) : title(at);
  const settles = kind === "confirm" || kind === "reject";
  let last = row(at);
  if (settles) {
    for (const j of judged) {
      const li = row(j.incident);
      if (!li) continue;
      Object.assign(li.dataset, { seen: j.version, status: j.status });
      li.querySelector("input[type=hidden]").value = j.version;
      mark(li, false);
      state(li, STATE[j.status] ?? "");
      last = li;
    }
    const following = last && next(last);
    if (following) await go(following);
    else if (opened) await open(opened);
  } else {
    await open(judged[0].incident ?? opened);
    const li = row(opened);
    if (li) await go(li, { open: false });
    else $("#title")?.focus({ preventScroll: true });
  }
  for (const f of failed) if (row(f.incident)) state(row(f.incident), f.message);
  const missed = failed.length ? " " + _("%(n)s not: %(why)s", { n: failed.length, why: failed[0].message }) : "";
  told();
  const final = settles && !items().some(waits) ? " " + _("That was the last one here.") : "";
  say(_("%(done)s: %(what)s. u undoes it.", { done: DONE[kind], what }) + missed + final);
}

async function undone({ done: judged }) {
  const { incident, kind, title: name } = judged[0];
  at = incident ?? at;
  if (opened || !row(incident)) await open(incident);
  else {
    const answer = await ask(address(opened));
    if (answer.ok) reconcile(new DOMParser().parseFromString(answer.text, "text/html"));
  }
  if (row(incident)) await go(row(incident), { open: false });
  say(_("Undone: %(what)s.", { what: `${DONE[kind].toLowerCase()}${name ? `, ${name}` : ""}` }));
}

async function tell(form, fields) {
  busy = true;
  const answer = await ask(form.action, fields);
  busy = false;
  if (!answer.ok) return wrong(answer.message);
  const whom = fields.get("tell");
  form.reset();
  leave(form.closest("details"));
  say(_("Written into the log: %(whom)s is to be told.", { whom }));
}

// -- what others do ----------------------------------------------------------------------------------------------------

/** Take over what changed elsewhere; what is being read stays as it is, and says so where somebody changed it. */
async function renew() {
  if (busy || asked !== shown) return later();
  const answer = await ask(address(opened));
  if (!answer.ok || busy || asked !== shown) return;
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  const now = page.querySelector(".acts")?.dataset.seen;
  if (opened && now !== undefined && now !== $(".acts")?.dataset.seen) wrong(_("Somebody changed this incident since you opened it; what you typed stays."), true);
  reconcile(page);
}

let soon = 0;
function later() {
  clearTimeout(soon);
  soon = setTimeout(() => void renew(), 1500);
}

let stream = null;
function listen() {
  const stamp = document.querySelector("meta[name=stamp]")?.content;
  if (stream || document.hidden || !stamp || !("EventSource" in window)) return;
  const url = new URL(address("", "/live"));
  url.searchParams.set("stamp", stamp);
  stream = new EventSource(url);
  stream.addEventListener("change", later);
}

function deaf() {
  stream?.close();
  stream = null;
}

// -- keys ------------------------------------------------------------------------------------------------------------------

function leave(panel) {
  if (panel) panel.open = false;
  armed?.classList.remove("armed");
  armed = null;
  (row(at) ? link(row(at)) : $("#title"))?.focus({ preventScroll: true });
}

function panel(key) {
  const found = $(`[data-panel="${key}"]`);
  for (const other of document.querySelectorAll(".menu[open]")) if (other !== found) other.open = false;
  found.open = true;
  (found.querySelector("[data-first]") ?? found.querySelector("[aria-current]") ?? found.querySelector("button:not([hidden])")).focus();
}

const ACTS = {
  e: () => {
    $("#edit").open = true;
    $("#f-title").focus();
  },
  p: () => {
    $("#edit").open = true;
    $("#f-place").select();
    $(".slots").scrollIntoView({ block: "nearest" });
  },
  m: () => {
    const n = work.querySelectorAll(".suggestion").length;
    $("#same").scrollIntoView({ block: "nearest" });
    if (!n) {
      $("#same input[name=with]:not([type=hidden])").focus();
      return say(_("Nothing comes near it; write the id of another one."));
    }
    armed = $("#same");
    armed.classList.add("armed");
    armed.focus({ preventScroll: true });
    say(n > 1 ? _("Press 1 to %(n)s to merge with that one; Esc leaves.", { n }) : _("Press 1 to merge with that one; Esc leaves."));
  },
  s: () => {
    const ticks = work.querySelectorAll(".ticks input");
    if (!ticks.length) return say(_("It rests on one mention: there is nothing to split."));
    ticks[1].focus();
    say(_("Space ticks a mention that is another incident, j and k go on, Enter splits the ticked off."));
  },
  g: () => panel("g"),
  t: () => panel("t"),
};

async function act(key) {
  if (busy) return;
  const many = ticked().length > 0;
  if (key === "u") return send(made({ do: "undo" }));
  if (key === "a" && many) return send(bulk, bulk.querySelector('[value="confirm"]'));
  if (key === "x" && many) {
    const menu = bulk.querySelector("details");
    menu.open = true;
    return menu.querySelector("[data-first]").focus();
  }
  const li = row(at);
  if (!li && !opened) return say(_("Nothing is chosen: j goes to the first."));
  if (key === "a" && !opened) return send(quick(li));
  if (opened !== at && !(await open(at, { push: !opened }))) return;
  if (key === "a") return send($(".acts .first").form, $(".acts .first"));
  if (key === "x") return panel("x");
  ACTS[key]();
}

/** A form that stands in no incident. */
function made(fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address("");
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  return form;
}
const quick = (li) => made({ do: "confirm", incident: li.dataset.id, [`seen-${li.dataset.id}`]: li.dataset.seen });

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || keys.open || e.defaultPrevented) return;
  const field = e.target.closest("input:not([type=checkbox]), select, textarea");
  const menu = document.querySelector(".menu[open]");
  const handled = (what) => {
    e.preventDefault();
    void what;
  };
  if (e.key === "Escape") {
    if (menu || armed) return handled(leave(menu));
    const edit = e.target.closest("#edit");
    if (edit || field || e.target.closest(".ticks")) return handled(leave(edit));
    if (opened) return handled(open("", { push: true }).then(() => row(at) && go(row(at), { open: false })));
    return;
  }
  if (/^[1-9]$/.test(e.key) && (menu || armed) && (!field || (menu?.contains(field) && field.value === ""))) {
    const button = (menu ?? armed).querySelector(`[data-key="${e.key}"]`);
    if (button) return handled(button.click());
  }
  if (field) return;
  const tick = e.target.closest(".ticks input");
  if (tick && ["j", "k", "ArrowDown", "ArrowUp"].includes(e.key)) {
    const all = [...work.querySelectorAll(".ticks input")];
    return handled(all[all.indexOf(tick) + (e.key === "j" || e.key === "ArrowDown" ? 1 : -1)]?.focus());
  }
  if (tick && e.key === "Enter") return handled(send(tick.form, $("#splitter button")));
  const inQueue = e.target === document.body || rows.contains(e.target);
  if (e.key === "ArrowDown" && inQueue) return handled(move(1, e.shiftKey));
  if (e.key === "ArrowUp" && inQueue) return handled(move(-1, e.shiftKey));
  if (e.key === "Enter" && e.target === document.body && at) return handled(open(at, { push: true, focus: true }));
  if (!letters.checked) return;
  if (e.key === "?") return handled(keys.showModal());
  if (e.shiftKey) return;
  if (e.key === "j") return handled(move(1));
  if (e.key === "k") return handled(move(-1));
  if ("aexmsgptu".includes(e.key)) return handled(act(e.key));
});

rows.addEventListener("click", (e) => {
  const li = e.target.closest("li[data-id]");
  if (!li || e.ctrlKey || e.metaKey || e.button) return;
  if (e.shiftKey) {
    e.preventDefault();
    const all = items();
    const ends = [all.indexOf(row(at) ?? li), all.indexOf(li)].sort((a, b) => a - b);
    for (const one of all.slice(ends[0], ends[1] + 1)) if (!one.dataset.gone) mark(one, true);
    at = li.dataset.id;
    link(li).focus();
    told();
  } else if (e.target.closest("a")) {
    e.preventDefault();
    at = li.dataset.id;
    void open(at, { push: true, focus: true });
  }
});
rows.addEventListener("change", (e) => {
  mark(e.target.closest("li"), e.target.checked);
  told();
});
rows.addEventListener("focusin", (e) => {
  const li = e.target.closest("li[data-id]");
  if (li && !opened) at = li.dataset.id;
});
document.addEventListener("submit", (e) => {
  if (e.target.method !== "post") return;
  e.preventDefault();
  void send(e.target, e.submitter);
});
document.addEventListener("click", (e) => {
  const button = e.target.closest("[data-key-of]");
  if (button) {
    e.preventDefault();
    void act(button.dataset.keyOf);
  } else if (e.target.closest("#help")) keys.showModal();
  else if (e.target.closest("#again")) void open(opened);
  else if (e.target.closest("#retry")) void hold();
  else for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(e.target)) menu.open = false;
});
addEventListener("popstate", () => void open(new URL(location.href).searchParams.get("incident") ?? ""));
addEventListener("pagehide", () => {
  release();
  deaf();
});
addEventListener("pageshow", (e) => {
  if (e.persisted) void hold();
  listen();
});
document.addEventListener("visibilitychange", () => (document.hidden ? deaf() : listen())); // a browser holds few lines to one server
setInterval(() => document.visibilityState === "visible" && held && void hold(), RENEW);

letters.checked = localStorage.getItem("letters") !== "off";
letters.addEventListener("change", () => localStorage.setItem("letters", letters.checked ? "on" : "off"));
for (const li of items()) li.toggleAttribute("data-ticked", li.querySelector("input[type=checkbox]").checked);
ready();
