-- CreateTable
CREATE TABLE "placement_rule" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "strict" BOOLEAN NOT NULL DEFAULT true,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "vmids" INTEGER[],
    "tags" TEXT[],
    "pools" TEXT[],
    "nodes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT,

    CONSTRAINT "placement_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "node_policy" (
    "cluster_id" UUID NOT NULL,
    "node" TEXT NOT NULL,
    "ignored" BOOLEAN NOT NULL DEFAULT false,
    "memory_reserve_bytes" BIGINT NOT NULL DEFAULT 0,
    "maintenance_since" TIMESTAMPTZ(3),
    "maintenance_until" TIMESTAMPTZ(3),
    "maintenance_reason" TEXT,
    "maintenance_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "node_policy_pkey" PRIMARY KEY ("cluster_id","node")
);

-- CreateTable
CREATE TABLE "recommendation" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "snapshot_sequence" BIGINT NOT NULL,
    "snapshot_read_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "moves_count" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "changes" JSONB NOT NULL,
    "elapsed_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "recommendation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recommendation_feedback" (
    "recommendation_id" UUID NOT NULL,
    "vmid" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "user_name" TEXT NOT NULL,
    "useful" BOOLEAN NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recommendation_feedback_pkey" PRIMARY KEY ("recommendation_id","vmid","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "placement_rule_cluster_id_name_key" ON "placement_rule"("cluster_id", "name");

-- CreateIndex
CREATE INDEX "recommendation_cluster_id_created_at_idx" ON "recommendation"("cluster_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "placement_rule" ADD CONSTRAINT "placement_rule_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_policy" ADD CONSTRAINT "node_policy_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation" ADD CONSTRAINT "recommendation_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recommendation_feedback" ADD CONSTRAINT "recommendation_feedback_recommendation_id_fkey" FOREIGN KEY ("recommendation_id") REFERENCES "recommendation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
