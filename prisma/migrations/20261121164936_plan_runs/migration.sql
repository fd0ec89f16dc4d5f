-- CreateTable
CREATE TABLE "plan_run" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "recommendation_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "requested_by_id" UUID,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "plan_moves_count" INTEGER NOT NULL,
    "paused_by" TEXT,
    "cancelled_by" TEXT,
    "ends_as" TEXT,
    "result" TEXT,
    "trouble" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "plan_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_step" (
    "plan_run_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "wave" INTEGER NOT NULL,
    "vmid" INTEGER NOT NULL,
    "guest_object_id" INTEGER,
    "guest_name" TEXT,
    "guest_kind" TEXT NOT NULL,
    "from_node" TEXT NOT NULL,
    "to_node" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "need" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "downtime_ms" DOUBLE PRECISION NOT NULL,
    "bytes" DOUBLE PRECISION NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "risk" DOUBLE PRECISION NOT NULL,
    "temporary" BOOLEAN NOT NULL,
    "bundle" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "move_id" UUID,
    "result" TEXT,

    CONSTRAINT "plan_step_pkey" PRIMARY KEY ("plan_run_id","position")
);

-- CreateTable
CREATE TABLE "plan_event" (
    "id" BIGSERIAL NOT NULL,
    "plan_run_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "by" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,

    CONSTRAINT "plan_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "move_outcome" (
    "move_id" UUID NOT NULL,
    "point" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "figures" JSONB NOT NULL,
    "other_moves" INTEGER NOT NULL,
    "sentence" TEXT NOT NULL,

    CONSTRAINT "move_outcome_pkey" PRIMARY KEY ("move_id","point")
);

-- CreateIndex
CREATE INDEX "plan_run_cluster_id_requested_at_idx" ON "plan_run"("cluster_id", "requested_at" DESC);

-- CreateIndex
CREATE INDEX "plan_step_move_id_idx" ON "plan_step"("move_id");

-- CreateIndex
CREATE INDEX "plan_event_plan_run_id_id_idx" ON "plan_event"("plan_run_id", "id");

-- AddForeignKey
ALTER TABLE "plan_run" ADD CONSTRAINT "plan_run_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_step" ADD CONSTRAINT "plan_step_plan_run_id_fkey" FOREIGN KEY ("plan_run_id") REFERENCES "plan_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_event" ADD CONSTRAINT "plan_event_plan_run_id_fkey" FOREIGN KEY ("plan_run_id") REFERENCES "plan_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "move_outcome" ADD CONSTRAINT "move_outcome_move_id_fkey" FOREIGN KEY ("move_id") REFERENCES "move"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say. One plan of a cluster is carried out at a time.
CREATE UNIQUE INDEX "plan_run_active_cluster_key" ON "plan_run" ("cluster_id")
  WHERE "state" IN ('running', 'paused', 'stopping');

CREATE INDEX "move_done_idx" ON "move" ("ended_at") WHERE "state" = 'done';

-- Open pages are told of every move and plan as it changes (lib/server/live); signs of life are no news.
CREATE FUNCTION "move_is_told"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('evenkeel_live', 'move:' || NEW.id);
  RETURN NULL;
END;
$$;

CREATE TRIGGER "move_is_told_when_made"
  AFTER INSERT ON "move"
  FOR EACH ROW EXECUTE FUNCTION "move_is_told"();

CREATE TRIGGER "move_is_told_when_changed"
  AFTER UPDATE OF "state", "progress", "trouble", "warnings", "cancel_requested_at", "task_upid" ON "move"
  FOR EACH ROW WHEN (
    (OLD.state, OLD.progress, OLD.trouble, OLD.warnings, OLD.cancel_requested_at, OLD.task_upid)
    IS DISTINCT FROM
    (NEW.state, NEW.progress, NEW.trouble, NEW.warnings, NEW.cancel_requested_at, NEW.task_upid)
  ) EXECUTE FUNCTION "move_is_told"();

CREATE FUNCTION "plan_run_is_told"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('evenkeel_live', 'plan:' || NEW.id);
  RETURN NULL;
END;
$$;

CREATE TRIGGER "plan_run_is_told_when_made"
  AFTER INSERT ON "plan_run"
  FOR EACH ROW EXECUTE FUNCTION "plan_run_is_told"();

CREATE TRIGGER "plan_run_is_told_when_changed"
  AFTER UPDATE OF "state", "trouble", "result", "ends_as" ON "plan_run"
  FOR EACH ROW WHEN (
    (OLD.state, OLD.trouble, OLD.result, OLD.ends_as) IS DISTINCT FROM (NEW.state, NEW.trouble, NEW.result, NEW.ends_as)
  ) EXECUTE FUNCTION "plan_run_is_told"();

CREATE FUNCTION "plan_step_is_told"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('evenkeel_live', 'plan:' || NEW.plan_run_id);
  RETURN NULL;
END;
$$;

CREATE TRIGGER "plan_step_is_told"
  AFTER UPDATE OF "state" ON "plan_step"
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION "plan_step_is_told"();
