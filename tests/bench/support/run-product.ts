import { register } from "@/instrumentation";

/** Everything the application does in the background, started as its server starts it, without the pages. */
await register();
process.send?.("ready");
process.on("disconnect", () => process.exit(0));
