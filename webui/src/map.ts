// The map of the board: country outlines, a dot for each exact place (full: conflict, hollow: other), dots that lie close together as
// one with their number, a hatched circle where only an area is known.
import { LngLatBounds, Map as MapLibre, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import type { GeoJSONSource, StyleSpecification } from "maplibre-gl";
import type { Feature, FeatureCollection, Point, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

interface Incident {
  id: string;
  title: string;
  when: string;
  type: string;
  conflict: boolean;
  place: string;
  exact: boolean;
  radius_km: number;
  url: string;
}
type Incidents = FeatureCollection<Point, Incident>;
/** Incidents at one place of one precision. */
interface Spot {
  key: string;
  at: [number, number];
  incidents: Incident[];
}

const INK = "#1d2b3a";
const CONFLICT = "#a3271f";
const OTHER = "#1f5f99";
const FIT = { padding: 40, maxZoom: 8.5 };
const FONT = ["sans-serif"];

/** A text in the page's language, which the page gives; `n` stands where it says so. */
const words = JSON.parse(document.body.dataset.words || "{}") as Record<string, string>;
const _ = (text: string, n = 0): string => (words[text] ?? text).replace("%(n)s", String(n));

const box = document.getElementById("map");
if (box) void start(box);

async function start(box: HTMLElement): Promise<void> {
  const { incidents, countries, worker } = box.dataset;
  if (!incidents || !countries || !worker) return;
  setWorkerUrl(new URL(worker, location.href).href);
  const [topology, found] = await Promise.all([
    json<Topology<{ countries: GeometryCollection<{ name: string }> }>>(countries),
    json<Incidents>(incidents),
  ]);
  const outlines = feature(topology, topology.objects.countries) as FeatureCollection;
  const spots = together(found);
  const map = new MapLibre({
    container: box,
    style: style(outlines, spots),
    bounds: extent(found),
    fitBoundsOptions: FIT,
    attributionControl: false,
    locale: {
      "Map.Title": _("Map"),
      "NavigationControl.ZoomIn": _("Nearer"),
      "NavigationControl.ZoomOut": _("Farther"),
      "Popup.Close": _("Close"),
    },
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 12,
    renderWorldCopies: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.on("style.load", () => map.addImage("hatch", hatch(), { pixelRatio: 2 }));
  map.on("idle", () => {
    document.documentElement.dataset.map = "idle";
  });

  const byKey = new Map(spots.map((s) => [s.key, s]));
  for (const layer of ["dots", "clusters", "areas"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  map.on("click", (e) => {
    const [cluster] = map.queryRenderedFeatures(e.point, { layers: ["clusters"] });
    if (cluster) return void into(map, cluster);
    const hits = map.queryRenderedFeatures(e.point, { layers: ["dots", "areas"] });
    const [spot] = hits.flatMap((h) => byKey.get(String(h.properties.key)) ?? []).sort((a, b) => size(a) - size(b));
    if (!spot) return;
    if (spot.incidents.length === 1) open(spot.incidents[0]!);
    else new Popup({ maxWidth: "320px" }).setLngLat(spot.at).setDOMContent(listed(spot)).addTo(map);
  });

  let moved = false;
  const choose = (id: string | undefined, move: boolean): void => {
    const spot = spots.find((s) => s.incidents.some((i) => i.id === id));
    delete document.documentElement.dataset.map;
    for (const source of ["spots", "circles"]) (map.getSource(source) as GeoJSONSource | undefined)?.setData(data(spots, spot)[source]!);
    if (!move) return;
    moved ||= spot !== undefined;
    map.resize(); // the pane beside it may have grown: a move begun before would end off the middle
    if (!spot) return;
    map.easeTo({ center: spot.at, duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300 });
  };
  const name = (): void => {
    void (map.getSource("land_names") as GeoJSONSource | undefined)?.setData(named(outlines, map.getBounds()));
  };
  map.on("moveend", name);
  map.on("movestart", (e) => (moved ||= "originalEvent" in e && e.originalEvent !== undefined));
  map.on("resize", () => {
    if (!moved) map.fitBounds(extent(found), { ...FIT, duration: 0 });
  });
  map.once("load", name);
  map.once("load", () => choose(document.body.dataset.incident, false));
  document.addEventListener("vedette:incident", (e) => choose((e as CustomEvent<string | undefined>).detail, true));
}

/** Closer, to where the dots of a cluster part. */
async function into(map: MapLibre, cluster: Feature): Promise<void> {
  const source = map.getSource("spots") as GeoJSONSource;
  const zoom = await source.getClusterExpansionZoom(Number(cluster.properties?.cluster_id));
  const center = (cluster.geometry as Point).coordinates as [number, number];
  delete document.documentElement.dataset.map;
  map.easeTo({ center, zoom, duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300 });
}

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as T;
}

function together(found: Incidents): Spot[] {
  const spots = new Map<string, Spot>();
  for (const f of found.features) {
    const [lon = 0, lat = 0] = f.geometry.coordinates;
    const key = `${f.properties.exact} ${f.properties.place} ${lon} ${lat}`;
    const spot = spots.get(key) ?? { key, at: [lon, lat], incidents: [] };
    spot.incidents.push(f.properties);
    spots.set(key, spot);
  }
  return [...spots.values()];
}

/** Radius in km of what is drawn for a spot: nothing for a dot. */
function size(spot: Spot): number {
  const first = spot.incidents[0]!;
  return first.exact ? 0 : first.radius_km;
}

function data(spots: Spot[], chosen?: Spot): Record<string, FeatureCollection> {
  const exact = (s: Spot): boolean => s.incidents[0]!.exact;
  const areas = spots.filter((s) => !exact(s)).sort((a, b) => size(b) - size(a));
  const properties = (s: Spot): Record<string, unknown> => ({
    key: s.key,
    count: s.incidents.length,
    label: s.incidents[0]!.place + (s.incidents.length > 1 ? ` (${s.incidents.length})` : ""),
    conflict: s.incidents.some((i) => i.conflict),
    radius: size(s),
    chosen: s === chosen,
  });
  const points = (of: Spot[]): FeatureCollection => ({
    type: "FeatureCollection",
    features: of.map((s) => ({ type: "Feature", geometry: { type: "Point", coordinates: s.at }, properties: properties(s) })),
  });
  return {
    spots: points(spots.filter(exact)),
    names: points(areas),
    circles: {
      type: "FeatureCollection",
      features: areas.map((s) => circle(s.at, size(s), properties(s))),
    },
  };
}

function style(outlines: FeatureCollection, spots: Spot[]): StyleSpecification {
  const found = data(spots);
  const source = (of: FeatureCollection | undefined) => ({ type: "geojson" as const, data: of ?? outlines });
  const colour: ["case", ...unknown[]] = ["case", ["get", "conflict"], CONFLICT, OTHER];
  const label = { "text-font": FONT, "text-field": ["get", "label"], "text-size": 12 };
  const stroke = ["case", ["get", "chosen"], "#111", ["get", "conflict"], "#fff", OTHER];
  const fill = ["case", ["get", "conflict"], CONFLICT, "#fff"];
  const halo = { "text-color": INK, "text-halo-color": "#fff", "text-halo-width": 1.5 };
  return {
    version: 8,
    sources: {
      land: source(outlines),
      land_names: source({ type: "FeatureCollection", features: [] }),
      spots: {
        ...source(found.spots),
        cluster: true,
        clusterRadius: 22,
        clusterMaxZoom: 10,
        clusterProperties: { count: ["+", ["get", "count"]], conflict: ["any", ["get", "conflict"]], chosen: ["any", ["get", "chosen"]] },
      },
      names: source(found.names),
      circles: source(found.circles),
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": "#dde7ee" } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": "#f7f5ef" } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": "#9aa5ad", "line-width": 1, "line-dasharray": [3, 2] } },
      { id: "area-fill", type: "fill", source: "circles", paint: { "fill-color": colour, "fill-opacity": 0.08 } },
      { id: "areas", type: "fill", source: "circles", paint: { "fill-pattern": "hatch", "fill-opacity": ["interpolate", ["linear"], ["get", "radius"], 40, 0.5, 200, 0.12] } },
      {
        id: "area-edge",
        type: "line",
        source: "circles",
        paint: { "line-color": colour, "line-width": ["case", ["get", "chosen"], 4, 1.2], "line-dasharray": [4, 2] },
      },
      {
        id: "countries",
        type: "symbol",
        source: "land_names",
        layout: { ...label, "text-size": 11, "text-transform": "uppercase", "text-letter-spacing": 0.08 },
        paint: { ...halo, "text-color": "#5c6770" },
      },
      { id: "area-names", type: "symbol", source: "names", layout: { ...label, "text-optional": true }, paint: halo },
      {
        id: "dots",
        type: "circle",
        source: "spots",
        filter: ["!", ["has", "point_count"]],
        paint: {
          "circle-radius": ["interpolate", ["linear"], ["get", "count"], 1, 6, 20, 12],
          "circle-color": fill,
          "circle-stroke-color": stroke,
          "circle-stroke-width": ["case", ["get", "chosen"], 4, ["get", "conflict"], 1.5, 3],
        },
      },
      {
        id: "clusters",
        type: "circle",
        source: "spots",
        filter: ["has", "point_count"],
        paint: {
          "circle-radius": ["interpolate", ["linear"], ["get", "count"], 2, 11, 200, 22],
          "circle-color": fill,
          "circle-stroke-color": stroke,
          "circle-stroke-width": ["case", ["get", "chosen"], 4, 3],
        },
      },
      {
        id: "cluster-counts",
        type: "symbol",
        source: "spots",
        filter: ["has", "point_count"],
        layout: { "text-font": FONT, "text-field": ["to-string", ["get", "count"]], "text-size": 12, "text-allow-overlap": true },
        paint: { "text-color": ["case", ["get", "conflict"], "#fff", INK] },
      },
      {
        id: "dot-names",
        type: "symbol",
        source: "spots",
        filter: ["!", ["has", "point_count"]],
        layout: { ...label, "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.9, "text-justify": "auto" },
        paint: halo,
      },
    ],
  } as StyleSpecification;
}

/** A point of each country in the part of it that is in view, for its name: the one nearest to the middle of that part. */
function named(outlines: FeatureCollection, view: LngLatBounds): FeatureCollection {
  const [west, south, east, north] = [Math.max(view.getWest(), -180), view.getSouth(), Math.min(view.getEast(), 180), view.getNorth()];
  const seen = new Map<Feature, [number, number][]>();
  for (let x = 1; x < 24; x++) {
    for (let y = 1; y < 16; y++) {
      const at: [number, number] = [west + ((east - west) * x) / 24, south + ((north - south) * y) / 16];
      const country = outlines.features.find((f) => inside(f, at));
      if (country) seen.set(country, [...(seen.get(country) ?? []), at]);
    }
  }
  const features = [...seen].map(([country, points]): Feature => {
    const mean = [0, 1].map((n) => points.reduce((sum, p) => sum + p[n]!, 0) / points.length);
    const away = (p: [number, number]): number => (p[0] - mean[0]!) ** 2 + (p[1] - mean[1]!) ** 2;
    const best = points.reduce((a, b) => (away(b) < away(a) ? b : a));
    return { type: "Feature", geometry: { type: "Point", coordinates: best }, properties: { label: country.properties?.name ?? "" } };
  });
  return { type: "FeatureCollection", features };
}

function inside(country: Feature, [x, y]: [number, number]): boolean {
  const shape = country.geometry;
  const parts = shape.type === "MultiPolygon" ? shape.coordinates : shape.type === "Polygon" ? [shape.coordinates] : [];
  return parts.some((rings) => {
    let odd = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [x1 = 0, y1 = 0] = ring[i]!;
        const [x2 = 0, y2 = 0] = ring[j]!;
        if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
      }
    }
    return odd;
  });
}

function circle([lon, lat]: [number, number], km: number, properties: Record<string, unknown>): Feature<Polygon> {
  const high = km / 111.2;
  const wide = high / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  const ring = Array.from({ length: 65 }, (_, i) => {
    const turn = (i * Math.PI) / 32;
    return [lon + wide * Math.cos(turn), Math.max(-89.9, Math.min(89.9, lat + high * Math.sin(turn)))];
  });
  return { type: "Feature", geometry: { type: "Polygon", coordinates: [ring] }, properties };
}

/** Where most incidents lie: the nine tenths that are nearest to the middle one, so that one far away does not shrink the rest. */
function extent(found: Incidents): LngLatBounds {
  const places = found.features.map((f) => {
    const [lon = 0, lat = 0] = f.geometry.coordinates;
    return { lon, lat, reach: Math.min(f.properties.exact ? 8 : f.properties.radius_km, 60) / 111.2 };
  });
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const [lon, lat] = [middle(places.map((p) => p.lon)), middle(places.map((p) => p.lat))];
  const away = (p: { lon: number; lat: number }): number => Math.hypot((p.lon - lon) * Math.cos((lat * Math.PI) / 180), p.lat - lat);
  const kept = places.sort((a, b) => away(a) - away(b)).slice(0, Math.ceil(places.length * 0.9));
  const bounds = new LngLatBounds();
  for (const p of kept) {
    bounds.extend([p.lon - p.reach, Math.max(-85, p.lat - p.reach)]);
    bounds.extend([p.lon + p.reach, Math.min(85, p.lat + p.reach)]);
  }
  return bounds.isEmpty() ? new LngLatBounds([-170, -56], [180, 74]) : bounds;
}

function hatch(): ImageData {
  const size = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d")!;
  pen.strokeStyle = INK;
  pen.lineWidth = 1;
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
  }
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}

function listed(spot: Spot): HTMLElement {
  const list = document.createElement("ul");
  list.className = "spot";
  for (const incident of spot.incidents.slice(0, 12)) {
    const link = document.createElement("a");
    link.href = incident.url;
    link.textContent = `${incident.when}: ${incident.title}`;
    link.addEventListener("click", (e) => {
      e.preventDefault();
      open(incident);
    });
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  if (spot.incidents.length > 12) list.append(_("and %(n)s more in the list", spot.incidents.length - 12));
  return list;
}

/** As if its row in the list were chosen, else its own page. */
function open(incident: Incident): void {
  const row = document.querySelector<HTMLAnchorElement>(`a[data-incident="${CSS.escape(incident.id)}"]`);
  if (row) row.click();
  else location.assign(incident.url);
}
