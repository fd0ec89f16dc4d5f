import "server-only";
import type { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
} from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const CHARACTER_OID = 18;
const TEXT_OID = 25;

interface CatalogField {
  readonly name: string;
  dataTypeID: number;
}

const NOTHING_TO_DO = "-- This is an empty migration.";
const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * The SQL that would bring the database to what the Prisma schema file says; empty when nothing is missing.
 * Looks at the PostgreSQL schema `public` only: what is written by hand lives in others.
 */
export async function schemaDifferences(databaseUrl: string, schemaFile: string): Promise<string> {
  await loadEngine();
  const schema = { files: [{ path: schemaFile, content: await readFile(schemaFile, "utf8") }] };
  const schemaEngine = await engine.SchemaEngine.new(
    { datamodels: schema.files.map((file) => [file.path, file.content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(catalogAdapter(databaseUrl)),
  );
  try {
    const { stdout } = await schemaEngine.diff({
      from: { tag: "schemaDatasource", ...schema, configDir: path.dirname(schemaFile) },
      to: { tag: "schemaDatamodel", ...schema },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    });
    const script = stdout?.trim() ?? "";
    return script === NOTHING_TO_DO ? "" : script;
  } finally {
    schemaEngine.free();
  }
}

/**
 * Prisma's adapter refuses the catalogue's one-byte type "char", which its engine asks for. Such columns are
 * passed through the adapter as text and given their type again behind it; one connection at a time, so that
 * an answer and its description belong together.
 */
function catalogAdapter(connectionString: string): PrismaPg {
  let characterColumns: ReadonlySet<string> = new Set();
  const pool = new pg.Pool({ connectionString, max: 1 });
  pool.on("connect", (client) => {
    const { connection } = client as unknown as { connection: EventEmitter };
    connection.prependListener("rowDescription", ({ fields }: { fields: CatalogField[] }) => {
      const characters = fields.filter(({ dataTypeID }) => dataTypeID === CHARACTER_OID);
      for (const field of characters) field.dataTypeID = TEXT_OID;
      characterColumns = new Set(characters.map(({ name }) => name));
    });
  });

  const factory = new PrismaPg(pool, { disposeExternalPool: true });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const typeOf = (type: ColumnType, index: number) =>
        characterColumns.has(result.columnNames[index] ?? "") ? ColumnTypeEnum.Character : type;
      return { ...result, columnTypes: result.columnTypes.map(typeOf) };
    };
    return adapter;
  };
  return factory;
}

let loaded: Promise<void> | undefined;

/** Prisma ships the engine for bundlers; Node.js has to be handed the module's bytes. */
function loadEngine(): Promise<void> {
  loaded ??= (async () => {
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: failWith } });
    const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
    const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engine });
    engine.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
  })();
  return loaded;
}

function failWith(message: string): never {
  throw new Error(`Prisma's schema engine gave up: ${message}`);
}
