import { createRequire } from "node:module";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../../../..");
const ENTRY = path.join(import.meta.dirname, "run-application.ts");

interface Bundler {
  readonly build: (options: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/**
 * Makes one file of the application's modules, as a build does: a process that is killed often must not spend its life on loading.
 *
 * @returns the file; it lies beside the packages, which stay as they are
 */
export async function bundleApplication(): Promise<string> {
  const file = path.join(ROOT, `node_modules/.cache/evenkeel/crash-application-${process.pid}.mjs`);
  const require = createRequire(import.meta.url);
  const { build } = createRequire(require.resolve("tsx"))("esbuild") as Bundler;
  await build({
    entryPoints: [ENTRY],
    absWorkingDir: ROOT,
    outfile: file,
    bundle: true,
    packages: "external",
    conditions: ["react-server"],
    platform: "node",
    target: `node${process.versions.node.split(".")[0]}`,
    format: "esm",
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
    },
    logLevel: "error",
  });
  return file;
}
