import type { NextConfig } from "next";

const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "graphile-worker", "@node-rs/argon2", "pino", "undici", "proxmox-api"],
  // `npm run check` has its own type check; building twice would double the time to first start.
  typescript: { ignoreBuildErrors: true },
};

export default config;
