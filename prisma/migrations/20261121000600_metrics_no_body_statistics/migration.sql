-- Statistics of packed bodies serve no query, and would be written anew every few minutes. Partitions get the same
-- when they are made.
ALTER TABLE "metrics"."snapshot" ALTER COLUMN "body" SET STATISTICS 0;
