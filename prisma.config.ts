import { defineConfig } from "prisma/config";

// The ordinary Prisma CLI can be used on this folder: DATABASE_URL names the database then.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
