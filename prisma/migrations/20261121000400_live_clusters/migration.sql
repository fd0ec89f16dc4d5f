-- Open pages hear of a cluster that was added, renamed, paused or removed, whoever changed it.

CREATE FUNCTION "metrics"."announce_clusters"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('evenkeel_live', 'clusters');
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_clusters"
  AFTER INSERT OR DELETE OR UPDATE OF "name", "paused_at", "removed_at", "interval_seconds" ON "cluster"
  FOR EACH STATEMENT EXECUTE FUNCTION "metrics"."announce_clusters"();
