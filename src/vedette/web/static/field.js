// The field report form: what cannot be sent waits in this browser, each report under its own id, so that none is lost and none doubled.
import { _ } from "/static/words.js";

const form = document.getElementById("field");
const $ = (id) => document.getElementById(id);

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("vedette-field", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("queue", { keyPath: "client" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
async function queue(mode, act) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const work = db.transaction("queue", mode);
    const asked = act(work.objectStore("queue"));
    work.oncomplete = () => { db.close(); resolve(asked?.result); };
    work.onerror = work.onabort = () => { db.close(); reject(work.error); };
  });
}
const put = (row) => queue("readwrite", (s) => s.put(row));
const drop = (client) => queue("readwrite", (s) => s.delete(client));
const all = async () => (await queue("readonly", (s) => s.getAll())).sort((a, b) => a.made.localeCompare(b.made));

function id() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
function localNow() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
function zone() {
  const minutes = -new Date().getTimezoneOffset();
  const two = (n) => String(Math.trunc(n)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}
function item(text, note, wrong) {
  const li = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = text;
  const said = document.createElement("span");
  said.className = wrong ? "wrong" : "by";
  said.textContent = note;
  li.append(words, said);
  return li;
}
function short(fields) {
  return `${fields.seen.slice(0, 16).replace("T", " ")} ${fields.where || ""} ${fields.what}`.slice(0, 140);
}
async function show() {
  const rows = await all();
  $("waiting").hidden = !rows.length;
  $("count").textContent = rows.length;
  $("queue").replaceChildren(...rows.map((row) => {
    const li = item(short(row.fields), row.wrong || _("waits for a connection"), row.wrong);
    if (row.wrong) {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = _("Take it back into the form");
      again.addEventListener("click", async () => {
        for (const [name, value] of Object.entries(row.fields)) if (form.elements[name] && name !== "token") form.elements[name].value = name === "seen" ? value.slice(0, 16) : value;
        form.elements.client.value = id();
        await drop(row.client);
        await show();
        form.elements.what.focus();
      });
      li.append(again);
    }
    return li;
  }));
}

let busy = false;
async function send() {
  if (busy) return;
  busy = true;
  try {
    for (const row of await all()) {
      if (row.wrong) continue;
      let answer, said;
      try {
        const me = await fetch("/field.json", { headers: { Accept: "application/json" }, redirect: "manual" });
        if (!me.ok) {
          $("line").textContent = me.status >= 500 ? _("The desk does not answer; it is tried again") : _("Sign in to send what waits");
          break;
        }
        const { token } = await me.json();
        answer = await fetch("/field", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-Token": token }, body: JSON.stringify({ ...row.fields, client: row.client }) });
        said = await answer.json().catch(() => ({}));
      } catch {
        $("line").textContent = _("No connection");
        break;
      }
      if (answer.ok) {
        await drop(row.client);
        $("line").textContent = "";
        $("done").hidden = false;
        const note = { new: _("received; events read in it: %(n)s", { n: said.events }), known: _("received before; nothing was doubled"), waiting: _("received; it is read soon"), unread: _("received; kept unread, as it is in another language") }[said.status];
        $("sent").prepend(item(short(row.fields), note || _("received")));
      } else if ([400, 409, 413, 422].includes(answer.status)) {
        await put({ ...row, wrong: said.error?.message || _("not taken (%(status)s)", { status: answer.status }) });
      } else {
        $("line").textContent = answer.status === 401 || answer.status === 403 ? _("Sign in to send what waits") : _("The desk does not answer; it is tried again");
        break;
      }
    }
  } finally {
    busy = false;
    await show();
  }
}

if (form && "indexedDB" in window) {
  form.elements.client.value = id();
  form.elements.seen.value = localNow();
  form.elements.reporter.value ||= localStorage.getItem("vedette-reporter") || "";
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    const client = fields.client;
    delete fields.token;
    delete fields.client;
    fields.seen += zone();
    localStorage.setItem("vedette-reporter", fields.reporter);
    form.elements.client.value = id();
    try {
      await put({ client, fields, made: new Date().toISOString() });
    } catch {
      form.elements.client.value = client;
      form.submit();  // this browser keeps nothing: send it the plain way
      return;
    }
    for (const name of ["where", "lat", "lon", "what", "numbers", "knowledge"]) form.elements[name].value = "";
    form.elements.seen.value = localNow();
    $("here-said").textContent = "";
    await show();
    await send();
    form.elements.what.focus({ preventScroll: true });
  });
  $("again").addEventListener("click", () => void send());
  addEventListener("online", () => void send());
  addEventListener("offline", () => { $("line").textContent = _("No connection"); });
  setInterval(() => navigator.onLine && !$("waiting").hidden && void send(), 30000);
  if (!navigator.onLine) $("line").textContent = _("No connection");
  void show().then(send);
  if (new URLSearchParams(location.search).has("sent")) history.replaceState(null, "", "/field");
}
if ("geolocation" in navigator && window.isSecureContext) {
  $("here").hidden = false;
  $("here").addEventListener("click", () => {
    $("here-said").textContent = _("Asking where this is …");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(5);
        form.elements.lon.value = coords.longitude.toFixed(5);
        $("here-said").textContent = _("Within %(n)s m.", { n: Math.round(coords.accuracy) });
      },
      (e) => { $("here-said").textContent = e.code === 1 ? _("This browser may not tell where it is; write the place.") : _("The position could not be told; write the place."); },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  });
}
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/field-worker.js", { scope: "/field" }).then((r) => { document.documentElement.dataset.worker = r.scope; }, () => {});
