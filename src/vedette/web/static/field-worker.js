// Keeps the field form's page and what it needs, so that it opens without a connection. It keeps nothing else.
const CACHE = "vedette-field-2";
const KEPT = ["/field", "/static/style.css", "/static/field.css", "/static/field.js", "/static/words.js", "/static/icon.svg"];

self.addEventListener("install", (e) => {
  e.waitUntil(caches.open(CACHE).then((c) => c.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (e) => {
  e.waitUntil(caches.keys().then((all) => Promise.all(all.filter((n) => n.startsWith("vedette-") && n !== CACHE).map((n) => caches.delete(n)))).then(() => self.clients.claim()));
});

async function fresh(request, path) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    // A page that says "sign in" is none of ours: the form that was kept stays.
    if (answer.ok && !answer.redirected) await cache.put(path, answer.clone());
    return answer;
  } catch (e) {
    const kept = await cache.match(path);
    if (kept) return kept;
    throw e;
  }
}

self.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method === "GET" && url.origin === location.origin && KEPT.includes(url.pathname) && !url.search) e.respondWith(fresh(e.request, url.pathname));
});
