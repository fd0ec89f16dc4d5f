-- AlterTable
ALTER TABLE "power_task" ADD COLUMN     "requested_by" TEXT,
ADD COLUMN     "requested_by_id" UUID,
ADD COLUMN     "uptime_before_seconds" INTEGER,
ALTER COLUMN "maintenance_id" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "power_task_cluster_id_vmid_created_at_idx" ON "power_task"("cluster_id", "vmid", "created_at" DESC);
