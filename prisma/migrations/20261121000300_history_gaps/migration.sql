-- AlterTable
ALTER TABLE "cluster" ADD COLUMN     "backfill_state" JSONB,
ADD COLUMN     "history_gap_at" TIMESTAMPTZ(3);

