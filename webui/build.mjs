// Writes the map's bundle, its worker, country outlines and the licences of what is in them to src/vedette/web/dist.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature } from "topojson-client";
import { topology } from "topojson-server";

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.argv[2] ?? join(here, "../src/vedette/web/dist");
const modules = join(here, "node_modules");
const shipped = ["maplibre-gl", "topojson-client", "world-atlas"];

mkdirSync(dist, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { map: "src/map.ts" },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  outdir: dist,
  logLevel: "warning",
});
for (const file of ["maplibre-gl-worker.mjs", "maplibre-gl.css"]) copyFileSync(join(modules, "maplibre-gl/dist", file), join(dist, file));

// The outlines are cut at the antimeridian here: drawn as they come, shapes that cross it draw lines over the whole map.
const atlas = JSON.parse(readFileSync(join(modules, "world-atlas/countries-50m.json"), "utf8"));
const degrees = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).reflectY(true).precision(0.1);
const countries = geoProject(feature(atlas, atlas.objects.countries), degrees);
for (const f of countries.features) f.properties = { name: f.properties.name };
writeFileSync(join(dist, "countries.json"), JSON.stringify(topology({ countries }, 1e5)));

const licences = shipped.map((name) => {
  const folder = join(modules, name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
  return `${name} ${version}\n\n${existsSync(join(folder, file ?? "?")) ? readFileSync(join(folder, file), "utf8") : ""}`;
});
writeFileSync(join(dist, "LICENCES.txt"), licences.join("\n----------------\n\n"));
