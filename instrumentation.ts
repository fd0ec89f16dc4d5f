/** Next.js calls this once when a server starts, before it answers anybody; the build does not. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startServer } = await import("./inngest/start-server");
  await startServer();
}
