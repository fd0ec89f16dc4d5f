-- CreateTable
CREATE TABLE "maintenance" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "node" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "until" TIMESTAMPTZ(3),
    "overdue_told_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "evacuation" TEXT NOT NULL DEFAULT 'none',
    "evacuation_at" TIMESTAMPTZ(3),
    "evacuation_by" TEXT,
    "evacuation_ended_at" TIMESTAMPTZ(3),
    "leave_stopped" BOOLEAN NOT NULL DEFAULT false,
    "tries_since" TIMESTAMPTZ(3),
    "node_lost_at" TIMESTAMPTZ(3),
    "home" TEXT NOT NULL DEFAULT 'none',
    "home_at" TIMESTAMPTZ(3),
    "home_by" TEXT,
    "home_ended_at" TIMESTAMPTZ(3),
    "home_tries_since" TIMESTAMPTZ(3),
    "seconds_left" DOUBLE PRECISION,
    "waves_left" INTEGER,
    "trouble" TEXT,
    "executor" TEXT,
    "heartbeat_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "maintenance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "maintenance_guest" (
    "maintenance_id" UUID NOT NULL,
    "vmid" INTEGER NOT NULL,
    "guest_object_id" INTEGER,
    "name" TEXT,
    "kind" TEXT NOT NULL,
    "was_running" BOOLEAN NOT NULL,
    "ha" BOOLEAN NOT NULL,
    "from_node" TEXT NOT NULL,
    "choice" TEXT,
    "state" TEXT NOT NULL,
    "action" TEXT,
    "to_node" TEXT,
    "wave" INTEGER,
    "seconds" DOUBLE PRECISION,
    "move_id" UUID,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "code" TEXT,
    "detail" TEXT,
    "fix" TEXT,
    "home" TEXT NOT NULL DEFAULT 'none',
    "home_wanted" BOOLEAN NOT NULL DEFAULT false,
    "home_move_id" UUID,
    "home_reason" TEXT,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "maintenance_guest_pkey" PRIMARY KEY ("maintenance_id","vmid")
);

-- CreateTable
CREATE TABLE "power_task" (
    "id" UUID NOT NULL,
    "maintenance_id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "vmid" INTEGER NOT NULL,
    "guest_kind" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "intent_id" UUID,
    "intent_at" TIMESTAMPTZ(3),
    "intent_count" INTEGER NOT NULL DEFAULT 0,
    "known_upids" TEXT[],
    "upid" TEXT,
    "exit" TEXT,
    "exit_at" TIMESTAMPTZ(3),
    "result" TEXT,
    "fix" TEXT,
    "trouble" TEXT,
    "trouble_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "power_task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "maintenance_cluster_id_started_at_idx" ON "maintenance"("cluster_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "power_task_maintenance_id_idx" ON "power_task"("maintenance_id");

-- AddForeignKey
ALTER TABLE "maintenance" ADD CONSTRAINT "maintenance_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "maintenance_guest" ADD CONSTRAINT "maintenance_guest_maintenance_id_fkey" FOREIGN KEY ("maintenance_id") REFERENCES "maintenance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "power_task" ADD CONSTRAINT "power_task_maintenance_id_fkey" FOREIGN KEY ("maintenance_id") REFERENCES "maintenance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say. A node is in one maintenance at a time, and a guest is switched by one task at a time.
CREATE UNIQUE INDEX "maintenance_active_node_key" ON "maintenance" ("cluster_id", "node") WHERE "ended_at" IS NULL;

CREATE UNIQUE INDEX "power_task_active_guest_key" ON "power_task" ("cluster_id", "vmid") WHERE "state" NOT IN ('done', 'failed');
