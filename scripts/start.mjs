// The entry of `npm start`: plain JavaScript, so that it runs right after `npm ci`.
// Looked at first: a parent that is killed while we load must not be missed.
const parent = process.env.npm_lifecycle_event === "start" ? process.ppid : undefined;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Evenkeel needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

await import("./start/register-typescript.mjs");
const { start } = await import("./start/start.ts");
process.exitCode = await start({ flags: process.argv.slice(2), parent });
// Nothing is left to do; what still holds the process open must not.
setTimeout(() => process.exit(), 1_000).unref();
