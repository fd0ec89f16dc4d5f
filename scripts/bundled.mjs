// Runs a command of this folder as one file: `node scripts/bundled.mjs plan FILE`. To read two hundred modules one by one takes several
// times as long as a plan. The file is made when it is missing or when a source of it has changed, and kept beside the packages.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const cache = path.join(root, "node_modules/.cache/evenkeel");
const name = process.argv.splice(2, 1)[0] ?? "";
const entry = path.join(root, "scripts", `${name}.ts`);

let place = findBundle();
try {
  place ??= await makeBundle();
} catch {
  // Nowhere to keep it, as in a folder that is read only.
}
if (place) {
  await import(pathToFileURL(place).href);
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import(pathToFileURL(entry).href);
}

/** The bundle, if it was made of the sources as they are now. */
function findBundle() {
  try {
    const { file, sources } = JSON.parse(readFileSync(path.join(cache, `${name}.json`), "utf8"));
    const isFresh = Object.entries(sources).every(([source, mark]) => markOf(source) === mark);
    return isFresh && statSync(path.join(cache, file)).isFile() ? path.join(cache, file) : null;
  } catch {
    return null;
  }
}

async function makeBundle() {
  const { build } = createRequire(createRequire(import.meta.url).resolve("tsx"))("esbuild");
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: `node${process.versions.node.split(".")[0]}`,
    format: "esm",
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
    },
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const [{ contents }] = outputFiles;
  const file = `${name}-${createHash("sha256").update(contents).digest("hex").slice(0, 16)}.mjs`;
  const sources = ["tsconfig.json", "package-lock.json", ...Object.keys(metafile.inputs)];
  mkdirSync(cache, { recursive: true });
  put(file, contents);
  put(
    `${name}.json`,
    JSON.stringify({ file, sources: Object.fromEntries(sources.map((source) => [source, markOf(source)])) }),
  );
  return path.join(cache, file);
}

function markOf(source) {
  const { mtimeMs, size } = statSync(path.join(root, source));
  return `${mtimeMs} ${size}`;
}

/** At once, so that nobody reads half of it. */
function put(file, contents) {
  const half = path.join(cache, `${file}.${process.pid}`);
  writeFileSync(half, contents);
  renameSync(half, path.join(cache, file));
}
