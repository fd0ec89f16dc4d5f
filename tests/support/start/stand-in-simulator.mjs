// Stands in for the simulator in the tests of the launcher.
import { createServer } from "node:http";

const port = Number(process.argv[2]);
createServer((_request, response) => response.end(String(process.pid))).listen(port, "127.0.0.1", () => {
  const connection = {
    url: `http://127.0.0.1:${port}`,
    fingerprint: "AA:BB",
    token: process.env.TOKEN,
  };
  process.stdout.write(`ready ${JSON.stringify(connection)}\n`);
});
