import { PassThrough } from "node:stream";
import pretty from "pino-pretty";

/** Where the application's log lines go: as they are, or made readable when a person watches a terminal. */
export function relayLog(output: NodeJS.WriteStream): (line: string) => void {
  // A reader that went away (`npm start | head`) is no reason to stop.
  output.on("error", () => undefined);
  if (!output.isTTY) return (line) => void output.write(`${line}\n`);
  const lines = new PassThrough();
  lines.pipe(pretty({ colorize: true, translateTime: "SYS:HH:MM:ss", destination: output, sync: true }));
  return (line) => void lines.write(`${line}\n`);
}
