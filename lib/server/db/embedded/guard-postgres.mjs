// Stands between the launcher and PostgreSQL, which would outlive a launcher that was killed: when the channel to
// the launcher closes, for whatever reason, it shuts PostgreSQL down. Plain JavaScript: it starts at once.
import { spawn } from "node:child_process";

const FAST_SHUTDOWN_MS = 4_000;

let postgres;

// Signals of the terminal are the launcher's to answer.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

process.on("disconnect", stop);
process.on("message", (message) => {
  if (message === "stop") return stop();
  const { file, args, options } = message;
  postgres = spawn(file, args, { ...options, stdio: ["ignore", "ignore", "inherit"] });
  postgres.on("spawn", () => report({ pid: postgres.pid }));
  postgres.on("error", (error) => leave({ error: error.message }, 1));
  postgres.on("exit", (code) => leave({ code }, code ?? 1));
});

/** Fast shutdown first; immediate when that takes too long, which costs a recovery and loses nothing. */
function stop() {
  if (!postgres) process.exit(0);
  postgres.kill("SIGINT");
  setTimeout(() => postgres.kill("SIGQUIT"), FAST_SHUTDOWN_MS).unref();
}

function report(message) {
  if (process.connected) process.send(message, () => undefined);
}

function leave(message, code) {
  report(message);
  process.exitCode = code;
  if (process.connected) process.disconnect();
  setTimeout(() => process.exit(code), 100).unref();
}
