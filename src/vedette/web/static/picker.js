// Choosing a place: entries of the gazetteer under the name that is typed, and outlines on which a click sets a point.
import { _ } from "/static/words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 440;
const HEIGHT = 240;
let outlines = null; // rings of [lon, lat], read once

/** Serve a form with the fields place, lat, lon; `say` announces what was chosen. */
export function picker(form, say) {
  const box = form.querySelector("#picker");
  if (!box || "ready" in box.dataset) return;
  box.dataset.ready = "";
  const { place, lat, lon } = form.elements;
  const list = form.querySelector("#candidates");
  let found = [];
  let view = null;
  let waiting = 0;

  const point = () => (lat.value && lon.value && isFinite(lat.value) && isFinite(lon.value) ? [Number(lon.value), Number(lat.value)] : null);
  const set = (x, y, words) => {
    lon.value = x.toFixed(5).replace(/\.?0+$/, "");
    lat.value = y.toFixed(5).replace(/\.?0+$/, "");
    draw();
    say(words);
  };

  async function look() {
    const answer = await fetch(`${box.dataset.places}&q=${encodeURIComponent(place.value)}`).catch(() => null);
    if (!answer?.ok) return;
    found = (await answer.json()).places;
    list.replaceChildren(
      ...found.map((p, n) => {
        const li = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `${n + 1}  ${[p.words, p.admin1, p.country].filter(Boolean).join(", ")} (${p.lat}, ${p.lon})`;
        button.addEventListener("click", () => {
          place.value = p.name;
          view = null;
          set(p.lon, p.lat, _("Place: %(place)s. Save writes it.", { place: p.words }));
          form.querySelector('button[value="edit"]').focus();
        });
        li.append(button);
        return li;
      }),
    );
    list.hidden = !found.length;
    if (!point()) view = null;
    draw();
  }

  /** Middle and degrees of longitude that are shown: around the point, the first entry, or where the queue's other incidents are. */
  function framed() {
    const here = point() ?? (found[0] ? [found[0].lon, found[0].lat] : null);
    if (here) return { x: here[0], y: here[1], wide: 3 };
    const [x, y] = (box.dataset.near ?? "").split(",").map(Number);
    return box.dataset.near ? { x, y, wide: 8 } : { x: 0, y: 20, wide: 300 };
  }

  function draw() {
    if (!outlines) return;
    view ??= framed();
    const scale = WIDTH / view.wide;
    const tall = scale / Math.cos((Math.min(80, Math.abs(view.y)) * Math.PI) / 180);
    const to = ([x, y]) => [WIDTH / 2 + (x - view.x) * scale, HEIGHT / 2 - (y - view.y) * tall];
    const made = (name, attributes, text) => {
      const e = document.createElementNS(SVG, name);
      for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
      if (text) e.textContent = text;
      return e;
    };
    const svg = made("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": _("Outlines around the place; a click sets the point. The fields lat and lon say the same.") });
    const near = (ring) => {
      const [w, s, e, n] = ring.box;
      return e > view.x - view.wide && w < view.x + view.wide && n > view.y - view.wide && s < view.y + view.wide;
    };
    const path = outlines
      .filter(near)
      .map((ring) => `M${ring.map((p) => to(p).map((v) => v.toFixed(1)).join(" ")).join("L")}Z`)
      .join("");
    svg.append(made("path", { d: path, "fill-rule": "evenodd" }));
    found.forEach((p, n) => {
      const [cx, cy] = to([p.lon, p.lat]);
      svg.append(made("circle", { cx, cy, r: 4 }));
      const first = found.findIndex((o) => o.lat === p.lat && o.lon === p.lon);
      if (first === n) svg.append(made("text", { x: cx + 9, y: cy + 4 }, `${n + 1} ${p.name}`));
    });
    const here = point();
    if (here) {
      const [x, y] = to(here);
      svg.append(made("path", { class: "mark", d: `M${x - 9} ${y}H${x + 9}M${x} ${y - 9}V${y + 9}` }), made("circle", { class: "mark", cx: x, cy: y, r: 6 }));
    }
    svg.addEventListener("click", (e) => {
      const r = svg.getBoundingClientRect();
      const px = ((e.clientX - r.left) / r.width) * WIDTH;
      const py = ((e.clientY - r.top) / r.height) * HEIGHT;
      const x = view.x + (px - WIDTH / 2) / scale;
      const y = Math.max(-90, Math.min(90, view.y - (py - HEIGHT / 2) / tall));
      set(((x + 540) % 360) - 180, y, _("Point: %(lat)s, %(lon)s. Save writes it.", { lat: y.toFixed(4), lon: x.toFixed(4) }));
    });
    const bar = document.createElement("p");
    bar.className = "line";
    const zoom = (label, by) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        view.wide = Math.min(360, Math.max(0.05, view.wide * by));
        const here = point();
        if (here) [view.x, view.y] = here;
        const at = [...bar.children].indexOf(button);
        draw();
        box.querySelectorAll(".line button")[at].focus();
      });
      return button;
    };
    bar.append(zoom(_("Nearer"), 0.4), zoom(_("Farther"), 2.5), _("a click sets the point; outlines take no side"));
    box.replaceChildren(svg, bar);
    box.hidden = false;
  }

  place.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void look(), 200);
  });
  place.addEventListener("keydown", (e) => {
    if (e.key !== "ArrowDown" || list.hidden) return;
    e.preventDefault();
    list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (e) => {
    const all = [...list.querySelectorAll("button")];
    const to = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!to) return;
    e.preventDefault();
    (all[all.indexOf(document.activeElement) + to] ?? place).focus();
  });
  for (const f of [lat, lon]) f.addEventListener("change", draw);
  form.addEventListener("reset", () => setTimeout(draw));
  void look();
  if (box.dataset.countries) void rings(box.dataset.countries).then(draw);
}

/** The rings of a TopoJSON file of countries. */
async function rings(url) {
  if (outlines) return;
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return;
  const { arcs, transform, objects } = await answer.json();
  const { scale: [sx, sy], translate: [tx, ty] } = transform;
  const lines = arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]);
  });
  const ring = (ids) => {
    const points = ids.flatMap((id, n) => {
      const line = id < 0 ? lines[~id].toReversed() : lines[id];
      return n ? line.slice(1) : line;
    });
    const xs = points.map((p) => p[0]);
    const ys = points.map((p) => p[1]);
    points.box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    return points;
  };
  const all = objects.countries.geometries.flatMap((g) => (g.type === "Polygon" ? g.arcs : g.type === "MultiPolygon" ? g.arcs.flat() : []));
  outlines = all.map(ring);
}
