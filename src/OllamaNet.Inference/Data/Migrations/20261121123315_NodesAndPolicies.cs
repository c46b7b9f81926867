using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Inference.Data.Migrations
{
    /// <inheritdoc />
    public partial class NodesAndPolicies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "configured_node_states",
                schema: "inference",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    draining = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_configured_node_states", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "join_tokens",
                schema: "inference",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    prefix = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    allowed_networks = table.Column<string[]>(type: "text[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_tokens", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "model_policies",
                schema: "inference",
                columns: table => new
                {
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    local_only = table.Column<bool>(type: "boolean", nullable: false),
                    hidden = table.Column<bool>(type: "boolean", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_policies", x => x.model);
                });

            migrationBuilder.CreateTable(
                name: "nodes",
                schema: "inference",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    sealed_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    settings = table.Column<string>(type: "jsonb", nullable: false),
                    declaration = table.Column<string>(type: "jsonb", nullable: true),
                    approved = table.Column<bool>(type: "boolean", nullable: false),
                    draining = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    join_token_id = table.Column<Guid>(type: "uuid", nullable: true),
                    announced_from = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    allowed_networks = table.Column<string[]>(type: "text[]", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_nodes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "revisions",
                schema: "inference",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_revisions", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "user_settings",
                schema: "inference",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    local_only_required = table.Column<bool>(type: "boolean", nullable: false),
                    local_only_chosen = table.Column<bool>(type: "boolean", nullable: false),
                    cache_answers = table.Column<bool>(type: "boolean", nullable: false),
                    cache_embeddings = table.Column<bool>(type: "boolean", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_user_settings", x => x.user_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_join_tokens_prefix",
                schema: "inference",
                table: "join_tokens",
                column: "prefix",
                unique: true);

            // Two names that differ in case only are one name, as in the configuration.
            migrationBuilder.Sql("CREATE UNIQUE INDEX ix_nodes_name ON inference.nodes (lower(name))");

            // What processes hold in memory is read anew when its revision counts up; a trigger cannot be forgotten.
            migrationBuilder.Sql(
                """
                INSERT INTO inference.revisions (name, value) VALUES ('models', 1), ('nodes', 1);

                CREATE FUNCTION inference.count_up() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE inference.revisions SET value = value + 1 WHERE name = TG_ARGV[0];
                    PERFORM pg_notify('ollamanet_inference', TG_ARGV[0]);
                    RETURN NULL;
                END $$;

                CREATE TRIGGER count_up AFTER INSERT OR UPDATE OR DELETE ON inference.nodes FOR EACH STATEMENT EXECUTE FUNCTION inference.count_up('nodes');
                CREATE TRIGGER count_up AFTER INSERT OR UPDATE OR DELETE ON inference.configured_node_states FOR EACH STATEMENT EXECUTE FUNCTION inference.count_up('nodes');
                CREATE TRIGGER count_up AFTER INSERT OR UPDATE OR DELETE ON inference.model_aliases FOR EACH STATEMENT EXECUTE FUNCTION inference.count_up('models');
                CREATE TRIGGER count_up AFTER INSERT OR UPDATE OR DELETE ON inference.model_policies FOR EACH STATEMENT EXECUTE FUNCTION inference.count_up('models');
                CREATE TRIGGER count_up AFTER INSERT OR UPDATE OR DELETE ON inference.user_settings FOR EACH STATEMENT EXECUTE FUNCTION inference.count_up('models');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER count_up ON inference.model_aliases");

            migrationBuilder.DropTable(
                name: "configured_node_states",
                schema: "inference");

            migrationBuilder.DropTable(
                name: "join_tokens",
                schema: "inference");

            migrationBuilder.DropTable(
                name: "model_policies",
                schema: "inference");

            migrationBuilder.DropTable(
                name: "nodes",
                schema: "inference");

            migrationBuilder.DropTable(
                name: "revisions",
                schema: "inference");

            migrationBuilder.DropTable(
                name: "user_settings",
                schema: "inference");

            migrationBuilder.Sql("DROP FUNCTION inference.count_up()");
        }
    }
}
