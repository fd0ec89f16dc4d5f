import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { playRecording } from "@/lib/server/collection/play-recording";

/** `npm run -s snapshot -- --recording FILE.jsonl`: what the client and the collection make of recorded answers. */
function main(): void {
  const recording = readArguments();
  if (recording === null) return;
  let text: string;
  try {
    text = decode(readFileSync(recording === "-" ? 0 : recording));
  } catch (error) {
    fail(`${recording} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  playRecording(text).then(
    (played) => {
      process.stdout.write(`${JSON.stringify(played)}\n`);
      if (played.calls === 0)
        fail(`${recording} holds no recorded call: one JSON object a line is expected.`);
    },
    (error: unknown) => fail(`Unexpected error: ${error instanceof Error ? error.message : String(error)}`),
  );
}

/** Windows' shells write UTF-16 when they redirect. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? "utf16le" : "utf8");
}

function readArguments(): string | null {
  try {
    const { values } = parseArgs({ options: { recording: { type: "string" } } });
    if (values.recording) return values.recording;
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
    return null;
  }
  fail("Usage: npm run -s snapshot -- --recording FILE.jsonl");
  return null;
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}

main();
