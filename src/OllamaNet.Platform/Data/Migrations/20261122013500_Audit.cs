using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Platform.Data.Migrations
{
    /// <summary>The audit log. Partitions and triggers are beyond what the model can say: it is written and read without it, and needs no snapshot of it.</summary>
    [DbContext(typeof(PlatformDb))]
    [Migration("20261122013500_Audit")]
    public partial class Audit : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DO $$ BEGIN
                    CREATE EXTENSION IF NOT EXISTS pg_trgm;
                EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
                    RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = 'Search needs the extension pg_trgm in this database, and it could not be created: ' || SQLERRM
                        || '. Let an administrator of the database run CREATE EXTENSION pg_trgm; in it (Debian has it in postgresql-contrib), then start again.';
                END $$;

                CREATE TABLE platform.audit (
                    id uuid NOT NULL,
                    at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    actor_id uuid,
                    actor_name text,
                    key_id uuid,
                    key_name text,
                    action text NOT NULL,
                    target_kind text,
                    target_id text,
                    target_name text,
                    outcome smallint NOT NULL,
                    ip text,
                    agent text,
                    before text,
                    after text,
                    seq bigint,
                    hash bytea,
                    PRIMARY KEY (at, id)
                ) PARTITION BY RANGE (at);

                CREATE INDEX ix_audit_actor ON platform.audit (actor_id, at, id);
                CREATE INDEX ix_audit_actor_name ON platform.audit (actor_name, at, id);
                CREATE INDEX ix_audit_action ON platform.audit (action text_pattern_ops, at, id);
                CREATE INDEX ix_audit_target ON platform.audit (target_id, at, id);
                CREATE INDEX ix_audit_seq ON platform.audit (seq);
                CREATE INDEX ix_audit_unchained ON platform.audit (at, id) WHERE seq IS NULL;
                CREATE INDEX ix_audit_words ON platform.audit USING gin ((coalesce(actor_name, '') || ' ' || coalesce(key_name, '') || ' ' || action || ' ' || coalesce(target_id, '') || ' ' || coalesce(target_name, '') || ' ' || coalesce(ip, '') || ' ' || coalesce(agent, '')) gin_trgm_ops);

                CREATE TABLE platform.audit_head (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), seq bigint NOT NULL, hash bytea NOT NULL);
                INSERT INTO platform.audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

                CREATE TABLE platform.audit_checkpoints (seq bigint PRIMARY KEY, hash bytea NOT NULL, signature bytea NOT NULL, made_at timestamptz NOT NULL DEFAULT clock_timestamp());

                -- Three things may happen to an entry: it is written, it gets its place in the chain once, and it goes when a checkpoint stands for it.
                CREATE FUNCTION platform.guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME LIKE 'audit\_%' AND TG_TABLE_NAME <> 'audit_checkpoints' THEN
                        IF OLD.seq IS NULL AND NEW.seq IS NOT NULL AND to_jsonb(OLD) - 'seq' - 'hash' = to_jsonb(NEW) - 'seq' - 'hash' THEN RETURN NEW; END IF;
                    ELSIF TG_OP = 'DELETE' AND TG_TABLE_NAME <> 'audit_checkpoints' THEN
                        IF OLD.seq <= (SELECT max(seq) FROM platform.audit_checkpoints) THEN RETURN OLD; END IF;
                    END IF;
                    RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
                END $$;

                CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON platform.audit FOR EACH ROW EXECUTE FUNCTION platform.guard_audit();
                CREATE TRIGGER guard_all BEFORE TRUNCATE ON platform.audit FOR EACH STATEMENT EXECUTE FUNCTION platform.guard_audit();
                CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON platform.audit_checkpoints FOR EACH ROW EXECUTE FUNCTION platform.guard_audit();
                CREATE TRIGGER guard_all BEFORE TRUNCATE ON platform.audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION platform.guard_audit();

                -- For an entry of a month that nobody made a table for: an entry is never refused.
                CREATE TABLE platform.audit_other PARTITION OF platform.audit DEFAULT;
                CREATE TRIGGER guard_all BEFORE TRUNCATE ON platform.audit_other FOR EACH STATEMENT EXECUTE FUNCTION platform.guard_audit();

                CREATE FUNCTION platform.make_audit_month(month date) RETURNS void LANGUAGE plpgsql AS $$
                DECLARE
                    name CONSTANT text := 'audit_' || to_char(month, 'YYYY_MM');
                    first CONSTANT timestamptz := month::timestamp AT TIME ZONE 'UTC';
                    next CONSTANT timestamptz := (month + interval '1 month') AT TIME ZONE 'UTC';
                BEGIN
                    PERFORM pg_advisory_xact_lock(8029752185632547185);
                    IF to_regclass('platform.' || name) IS NOT NULL OR EXISTS (SELECT 1 FROM platform.audit_other WHERE at >= first AND at < next) THEN RETURN; END IF;
                    EXECUTE format('CREATE TABLE platform.%I PARTITION OF platform.audit FOR VALUES FROM (%L) TO (%L)', name, first, next);
                    EXECUTE format('CREATE TRIGGER guard_all BEFORE TRUNCATE ON platform.%I FOR EACH STATEMENT EXECUTE FUNCTION platform.guard_audit()', name);
                END $$;

                SELECT platform.make_audit_month((date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead))::date) FROM generate_series(0, 2) AS ahead;
                """);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TABLE platform.audit, platform.audit_head, platform.audit_checkpoints;
                DROP FUNCTION platform.make_audit_month(date);
                DROP FUNCTION platform.guard_audit();
                """);
        }
    }
}
