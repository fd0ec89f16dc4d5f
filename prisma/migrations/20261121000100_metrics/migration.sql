-- Samples and live state. Written by hand: Prisma knows neither partitions nor UNLOGGED tables, and all of it is
-- reached through pg. docs/decisions/sample-storage.md says why it is laid out like this, with the figures.
--
-- Bodies are binary blocks made by lib/server/metrics/sample-block.ts. Partitions are made and dropped by
-- lib/server/metrics/maintain-partitions.ts; there is no default partition, so that dropping stays instant.

CREATE SCHEMA IF NOT EXISTS "metrics";

-- One row per cluster that ever stored a sample. The number is the short form of the cluster's id in sample keys.
-- Everything before hours_until is in minute_block, everything before days_until in hour_block; the two "done"
-- counters say how far the hour and the day after that are.
CREATE TABLE "metrics"."cluster_progress" (
  "number"      smallint GENERATED ALWAYS AS IDENTITY,
  "cluster_id"  uuid        NOT NULL,
  "hours_until" timestamptz NOT NULL,
  "hour_done"   integer     NOT NULL DEFAULT 0,
  "days_until"  timestamptz NOT NULL,
  "day_done"    integer     NOT NULL DEFAULT 0,
  CONSTRAINT "cluster_progress_pkey" PRIMARY KEY ("number"),
  CONSTRAINT "cluster_progress_cluster_id_key" UNIQUE ("cluster_id")
) WITH (fillfactor = 50);

-- Everything before minutes_until is in minute_sample. Lost in a database crash together with what it speaks of,
-- recent_sample, and then taken from minute_sample again.
CREATE UNLOGGED TABLE "metrics"."minute_progress" (
  "number"        smallint    NOT NULL,
  "minutes_until" timestamptz NOT NULL,
  CONSTRAINT "minute_progress_pkey" PRIMARY KEY ("number")
) WITH (fillfactor = 10);

-- Readings as they come (every 10 s), kept for hours. A row holds up to 32 objects. Partitions are UNLOGGED.
CREATE TABLE "metrics"."recent_sample" (
  "number" smallint    NOT NULL,
  "kind"   smallint    NOT NULL,
  "chunk"  integer     NOT NULL,
  "at"     timestamptz NOT NULL,
  "body"   bytea       STORAGE PLAIN NOT NULL,
  CONSTRAINT "recent_sample_pkey" PRIMARY KEY ("number", "kind", "chunk", "at")
) PARTITION BY RANGE ("at");

-- Whole minutes (average, maximum) of up to 32 objects a row, until the hour is packed into minute_block.
-- The key begins with the time, so that a minute appends to one index page instead of touching hundreds.
CREATE TABLE "metrics"."minute_sample" (
  "at"     timestamptz NOT NULL,
  "number" smallint    NOT NULL,
  "kind"   smallint    NOT NULL,
  "chunk"  integer     NOT NULL,
  "body"   bytea       STORAGE PLAIN NOT NULL,
  CONSTRAINT "minute_sample_pkey" PRIMARY KEY ("at", "number", "kind", "chunk")
) PARTITION BY RANGE ("at");

-- The minutes of one object in one hour; "at" is the hour's beginning.
CREATE TABLE "metrics"."minute_block" (
  "at"        timestamptz NOT NULL,
  "kind"      smallint    NOT NULL,
  "object_id" integer     NOT NULL,
  "body"      bytea       STORAGE MAIN NOT NULL,
  CONSTRAINT "minute_block_pkey" PRIMARY KEY ("at", "kind", "object_id")
) PARTITION BY RANGE ("at");

-- The hours (average, maximum, 95th percentile) of one object in one UTC day; "at" is the day's beginning.
CREATE TABLE "metrics"."hour_block" (
  "at"        timestamptz NOT NULL,
  "kind"      smallint    NOT NULL,
  "object_id" integer     NOT NULL,
  "body"      bytea       STORAGE MAIN NOT NULL,
  CONSTRAINT "hour_block_pkey" PRIMARY KEY ("at", "kind", "object_id")
) PARTITION BY RANGE ("at");

-- The newest reading of each cluster, deflated JSON. UNLOGGED: ten seconds after a crash there is a new one.
CREATE UNLOGGED TABLE "metrics"."snapshot" (
  "cluster_id" uuid        NOT NULL,
  "sequence"   bigint      NOT NULL,
  "read_at"    timestamptz NOT NULL,
  "body"       bytea       STORAGE EXTERNAL NOT NULL,
  CONSTRAINT "snapshot_pkey" PRIMARY KEY ("cluster_id")
) WITH (
  fillfactor = 50,
  autovacuum_vacuum_threshold = 5,
  autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_threshold = 100,
  toast.autovacuum_vacuum_scale_factor = 0
);

-- What is wrong with a cluster's connection now; no row while nothing is.
CREATE UNLOGGED TABLE "metrics"."connection_problem" (
  "cluster_id" uuid        NOT NULL,
  "code"       text        NOT NULL,
  "message"    text        NOT NULL,
  "since"      timestamptz NOT NULL,
  CONSTRAINT "connection_problem_pkey" PRIMARY KEY ("cluster_id")
);
