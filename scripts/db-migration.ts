import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { applyMigrations } from "@/lib/server/db/apply-migrations";
import { startPostgres } from "@/lib/server/db/embedded/start-postgres";
import { schemaDifferences } from "@/lib/server/db/schema-differences";

// Makes a migration from the difference between prisma/migrations and prisma/schema.prisma, on a PostgreSQL of its own.
const root = path.join(import.meta.dirname, "..");
const migrations = path.join(root, "prisma/migrations");
const [name] = process.argv.slice(2);

if (!name || !/^[a-z0-9]+([_-][a-z0-9]+)*$/.test(name)) {
  process.stderr.write(
    "Give the migration a name in lower case, such as: npm run db:migration -- add_alerts\n",
  );
  process.exit(2);
}

const difference = await findDifference();
if (difference === "") {
  process.stdout.write("The migrations already make what prisma/schema.prisma says; nothing to do.\n");
} else {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const file = path.join(migrations, `${time}_${name.replaceAll("-", "_")}`, "migration.sql");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${difference}\n`);
  process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
}

async function findDifference(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-migration-"));
  await chmod(folder, 0o755);
  const server = await startPostgres({
    directory: path.join(folder, "postgres"),
    password: randomBytes(16).toString("hex"),
    settings: { fsync: "off" },
  });
  try {
    await mkdir(migrations, { recursive: true });
    await applyMigrations(server.url, migrations);
    return await schemaDifferences(server.url, path.join(root, "prisma/schema.prisma"));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
