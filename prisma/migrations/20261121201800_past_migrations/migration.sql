-- CreateTable
CREATE TABLE "past_migration" (
    "cluster_id" UUID NOT NULL,
    "upid" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "bytes" DOUBLE PRECISION NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "past_migration_pkey" PRIMARY KEY ("cluster_id","upid")
);

-- AddForeignKey
ALTER TABLE "past_migration" ADD CONSTRAINT "past_migration_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;
