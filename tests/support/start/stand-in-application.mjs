// Stands in for the built application in the tests of the launcher: a small server that tells what it was given.
import { createServer } from "node:http";

const port = Number(process.argv[2]);
const host = process.argv[3];

createServer((request, response) => {
  if (request.url === "/crash") process.exit(1);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ pid: process.pid, env: process.env }));
}).listen(port, host, () => process.stdout.write('{"level":"info","msg":"stand-in is up"}\n'));

process.on("SIGTERM", () => process.exit(0));
