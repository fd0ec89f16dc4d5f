-- CreateTable
CREATE TABLE "move" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "vmid" INTEGER NOT NULL,
    "guest_object_id" INTEGER,
    "guest_name" TEXT,
    "guest_kind" TEXT NOT NULL,
    "from_node" TEXT NOT NULL,
    "to_node" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "source" TEXT NOT NULL,
    "requested_by_id" UUID,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "batch_id" UUID,
    "recommendation_id" UUID,
    "origin_id" UUID,
    "reason" TEXT,
    "accepted" TEXT[],
    "predicted" JSONB NOT NULL DEFAULT '{}',
    "intent_id" UUID,
    "intent_at" TIMESTAMPTZ(3),
    "intent_count" INTEGER NOT NULL DEFAULT 0,
    "known_upids" TEXT[],
    "request_upid" TEXT,
    "task_upid" TEXT,
    "task_exit" TEXT,
    "task_ended_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "verifying_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),
    "cancel_requested_by" TEXT,
    "stop_sent_at" TIMESTAMPTZ(3),
    "progress" JSONB,
    "log_lines" INTEGER NOT NULL DEFAULT 0,
    "log" TEXT,
    "result" TEXT,
    "failure" JSONB,
    "warnings" TEXT[],
    "trouble" TEXT,
    "trouble_since" TIMESTAMPTZ(3),
    "executor" TEXT,
    "heartbeat_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "move_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "move_transition" (
    "id" BIGSERIAL NOT NULL,
    "move_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,

    CONSTRAINT "move_transition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "move_slot" (
    "cluster_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "move_id" UUID NOT NULL,

    CONSTRAINT "move_slot_pkey" PRIMARY KEY ("cluster_id","scope","node","number")
);

-- CreateIndex
CREATE INDEX "move_cluster_id_requested_at_idx" ON "move"("cluster_id", "requested_at" DESC);

-- CreateIndex
CREATE INDEX "move_batch_id_idx" ON "move"("batch_id");

-- CreateIndex
CREATE INDEX "move_transition_move_id_id_idx" ON "move_transition"("move_id", "id");

-- CreateIndex
CREATE INDEX "move_slot_move_id_idx" ON "move_slot"("move_id");

-- AddForeignKey
ALTER TABLE "move" ADD CONSTRAINT "move_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "move_transition" ADD CONSTRAINT "move_transition_move_id_fkey" FOREIGN KEY ("move_id") REFERENCES "move"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "move_slot" ADD CONSTRAINT "move_slot_move_id_fkey" FOREIGN KEY ("move_id") REFERENCES "move"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say. A guest is on its way once at most; what is not known blocks it too.
CREATE UNIQUE INDEX "move_active_guest_key" ON "move" ("cluster_id", "vmid")
  WHERE "state" NOT IN ('done', 'failed', 'cancelled', 'superseded');

CREATE INDEX "move_active_idx" ON "move" ("requested_at")
  WHERE "state" NOT IN ('done', 'failed', 'cancelled', 'superseded');

-- The same table as LEGAL_TRANSITIONS in lib/server/moves/move-states.ts; a test compares the two.
CREATE FUNCTION "move_keeps_to_its_states"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'planned' THEN
      RAISE EXCEPTION 'a move begins as planned, not as %', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state = OLD.state OR (OLD.state, NEW.state) IN (
    ('planned', 'waiting'), ('planned', 'cancelled'), ('planned', 'superseded'), ('planned', 'failed'),
    ('waiting', 'preflight'), ('waiting', 'cancelled'), ('waiting', 'superseded'), ('waiting', 'failed'),
    ('preflight', 'submitting'), ('preflight', 'cancelled'), ('preflight', 'superseded'), ('preflight', 'failed'),
    ('submitting', 'running'), ('submitting', 'failed'), ('submitting', 'cancelled'), ('submitting', 'unknown'),
    ('running', 'verifying'), ('running', 'unknown'),
    ('verifying', 'done'), ('verifying', 'failed'), ('verifying', 'cancelled'), ('verifying', 'unknown'),
    ('unknown', 'done'), ('unknown', 'failed')
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a move cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER "move_keeps_to_its_states"
  BEFORE INSERT OR UPDATE OF "state" ON "move"
  FOR EACH ROW EXECUTE FUNCTION "move_keeps_to_its_states"();
