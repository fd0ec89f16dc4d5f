-- CreateTable
CREATE TABLE "engine_pause" (
    "scope" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "by_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT NOT NULL DEFAULT '',
    "by_failure" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "engine_pause_pkey" PRIMARY KEY ("scope")
);

-- CreateTable
CREATE TABLE "automation_run" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "requested_by_id" UUID,
    "requested_by" TEXT NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "outcome" TEXT,
    "sentence" TEXT NOT NULL DEFAULT '',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "snapshot_read_at" TIMESTAMPTZ(3),
    "recommendation_id" UUID,
    "health_before" DOUBLE PRECISION,
    "health_after" DOUBLE PRECISION,
    "rounds" INTEGER NOT NULL DEFAULT 0,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "stop_outcome" TEXT,
    "stop_sentence" TEXT,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "automation_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "automation_decision" (
    "run_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "unit" INTEGER NOT NULL,
    "wave" INTEGER NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "vmid" INTEGER NOT NULL,
    "guest_name" TEXT,
    "from_node" TEXT NOT NULL,
    "to_node" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "need" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "bundle" INTEGER,
    "temporary" BOOLEAN NOT NULL,
    "forced" BOOLEAN NOT NULL,
    "action" TEXT NOT NULL,
    "guardrail" TEXT,
    "reason" TEXT NOT NULL,
    "until_at" TIMESTAMPTZ(3),
    "confidence" DOUBLE PRECISION NOT NULL,
    "risk" DOUBLE PRECISION NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "downtime_ms" DOUBLE PRECISION NOT NULL,
    "bytes" DOUBLE PRECISION NOT NULL,
    "move_id" UUID,
    "move_state" TEXT,

    CONSTRAINT "automation_decision_pkey" PRIMARY KEY ("run_id","round","rank")
);

-- CreateTable
CREATE TABLE "automation_state" (
    "cluster_id" UUID NOT NULL,
    "observations" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "automation_state_pkey" PRIMARY KEY ("cluster_id")
);

-- CreateIndex
CREATE INDEX "automation_run_cluster_id_started_at_idx" ON "automation_run"("cluster_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "automation_run_started_at_idx" ON "automation_run"("started_at" DESC);

-- AddForeignKey
ALTER TABLE "automation_run" ADD CONSTRAINT "automation_run_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "automation_decision" ADD CONSTRAINT "automation_decision_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "automation_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "automation_state" ADD CONSTRAINT "automation_state_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say. A cluster has one run that has not ended at most.
CREATE UNIQUE INDEX "automation_run_active_key" ON "automation_run" ("cluster_id") WHERE "ended_at" IS NULL;
