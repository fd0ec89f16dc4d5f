/** Next.js calls this once when a server starts, before it answers anybody; the build does not. */
export async function register(): Promise<void> {
  // In this form, and no other, the bundler leaves the import out of the edge bundle.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startServer } = await import("./inngest/start-server");
    await startServer();
  }
}
