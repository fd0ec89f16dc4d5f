import { startServer } from "@/inngest/start-server";
import { liveHub } from "@/lib/server/live/live-hub";

// The server as it collects, without its pages: jobs, and one browser that watches. Its log goes to standard output,
// and so does a line for each message that the browser gets.
await startServer();
await liveHub().subscribe((bytes) => {
  const [kind = ""] = /^event: (\w+)/m.exec(new TextDecoder().decode(bytes))?.slice(1) ?? [];
  process.stdout.write(`${JSON.stringify({ heard: kind, atMs: Date.now() })}\n`);
});
process.stdout.write(`${JSON.stringify({ started: true })}\n`);
