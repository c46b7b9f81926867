using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Platform.Data.Migrations
{
    /// <summary>Own roles, groups and grants. The contexts of the roles write them, so this one's model has none of it.</summary>
    [DbContext(typeof(PlatformDb))]
    [Migration("20261122080000_Access")]
    public partial class Access : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE TABLE platform.roles (name text PRIMARY KEY, description text, permissions text[] NOT NULL);
                CREATE TABLE platform.groups (id uuid PRIMARY KEY, name text NOT NULL, description text, created_at timestamptz NOT NULL);
                CREATE UNIQUE INDEX ix_groups_name ON platform.groups (lower(name));
                CREATE TABLE platform.group_members (
                    group_id uuid NOT NULL REFERENCES platform.groups ON DELETE CASCADE,
                    user_id uuid NOT NULL,
                    PRIMARY KEY (group_id, user_id)
                );
                CREATE INDEX ix_group_members_user_id ON platform.group_members (user_id);
                CREATE TABLE platform.grants (
                    kind text NOT NULL,
                    resource text NOT NULL,
                    subject_kind integer NOT NULL,
                    subject_id uuid NOT NULL,
                    allow boolean NOT NULL,
                    PRIMARY KEY (kind, resource, subject_id)
                );
                CREATE INDEX ix_grants_subject_id ON platform.grants (subject_id);
                CREATE TABLE platform.restricted_resources (kind text NOT NULL, resource text NOT NULL, PRIMARY KEY (kind, resource));
                CREATE TABLE platform.access_revision (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), value bigint NOT NULL);
                INSERT INTO platform.access_revision (value) VALUES (1);
                CREATE FUNCTION platform.is_granted(kind text, resource text, who uuid, restricted boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
                    SELECT NOT coalesce(bool_or(NOT g.allow), false) AND (NOT $4 OR coalesce(bool_or(g.allow), false)) FROM platform.grants AS g
                    WHERE g.kind = $1 AND g.resource = $2
                        AND (g.subject_id = $3 OR EXISTS (SELECT FROM platform.group_members AS m WHERE m.group_id = g.subject_id AND m.user_id = $3))
                $$;
                CREATE FUNCTION platform.access_changed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE platform.access_revision SET value = value + 1;
                    PERFORM pg_notify('ollamanet_revocations', '');
                    RETURN NULL;
                END $$;
                CREATE TRIGGER access_changed AFTER INSERT OR UPDATE OR DELETE ON platform.roles FOR EACH STATEMENT EXECUTE FUNCTION platform.access_changed();
                CREATE TRIGGER access_changed AFTER INSERT OR UPDATE OR DELETE ON platform.group_members FOR EACH STATEMENT EXECUTE FUNCTION platform.access_changed();
                CREATE TRIGGER access_changed AFTER INSERT OR UPDATE OR DELETE ON platform.grants FOR EACH STATEMENT EXECUTE FUNCTION platform.access_changed();
                CREATE TRIGGER access_changed AFTER INSERT OR UPDATE OR DELETE ON platform.restricted_resources FOR EACH STATEMENT EXECUTE FUNCTION platform.access_changed();
                """);
        }

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            DROP TABLE platform.roles, platform.group_members, platform.groups, platform.grants, platform.restricted_resources, platform.access_revision;
            DROP FUNCTION platform.access_changed(), platform.is_granted(text, text, uuid, boolean);
            """);
    }
}
