-- Readings arrive in order of time. With the time first in the key each one is appended to the index; with it last,
-- every row splits a page somewhere, and the index takes four times the space.
ALTER TABLE "metrics"."recent_sample"
  DROP CONSTRAINT "recent_sample_pkey",
  ADD CONSTRAINT "recent_sample_pkey" PRIMARY KEY ("at", "number", "kind", "chunk");
