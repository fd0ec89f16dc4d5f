// Generates the Prisma client. Prisma insists on a schema engine binary before it generates anything, though
// generating never runs it: naming any executable that exists saves a download.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");

const { status, stderr, error } = spawnSync(process.execPath, [prisma, "generate"], {
  cwd: root,
  encoding: "utf8",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
});

if (status !== 0) {
  process.stderr.write(`The Prisma client could not be generated: ${error?.message ?? stderr}\n`);
  process.exit(1);
}
