// Loaded before a child's own program: the child ends when the launcher does, even by kill -9. It ends at once,
// because the next start may already wait for its port; what it was doing is safe against a crash anyway.
// Workers that the child forks inherit this file, but their channel belongs to the child: it is left alone.
if (process.env.EVENKEEL_LAUNCHER_PID === String(process.ppid)) {
  process.on("disconnect", () => process.exit(0));
  process.channel?.unref();
}
