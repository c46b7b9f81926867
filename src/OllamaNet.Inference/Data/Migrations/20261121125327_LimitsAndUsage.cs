using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Inference.Data.Migrations
{
    /// <inheritdoc />
    public partial class LimitsAndUsage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "limit_rules",
                schema: "inference",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    requests_per_minute = table.Column<int>(type: "integer", nullable: true),
                    tokens_per_minute = table.Column<int>(type: "integer", nullable: true),
                    concurrent_streams = table.Column<int>(type: "integer", nullable: true),
                    tokens_per_day = table.Column<long>(type: "bigint", nullable: true),
                    tokens_per_month = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_limit_rules", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_limit_rules_subject_name",
                schema: "inference",
                table: "limit_rules",
                columns: new[] { "subject", "name" },
                unique: true);

            // Partitioned tables are beyond what the model can say; they are written and read without it.
            migrationBuilder.Sql(
                """
                INSERT INTO inference.revisions (name, value) VALUES ('limits', 1);
                CREATE TRIGGER count_up AFTER INSERT OR UPDATE OR DELETE ON inference.limit_rules FOR EACH STATEMENT EXECUTE FUNCTION inference.count_up('limits');

                CREATE TABLE inference.usage (
                    id uuid NOT NULL,
                    at timestamptz NOT NULL,
                    user_id uuid NOT NULL,
                    key_id uuid,
                    protocol smallint NOT NULL,
                    operation smallint NOT NULL,
                    asked text NOT NULL,
                    model text,
                    node text,
                    prompt_tokens integer NOT NULL,
                    answer_tokens integer NOT NULL,
                    estimated boolean NOT NULL,
                    cached boolean NOT NULL,
                    first_token_ms integer,
                    duration_ms integer NOT NULL,
                    waited_ms integer NOT NULL,
                    attempts smallint NOT NULL,
                    outcome smallint NOT NULL,
                    error smallint,
                    PRIMARY KEY (at, id)
                ) PARTITION BY RANGE (at);

                CREATE TABLE inference.usage_hours (
                    hour timestamptz NOT NULL,
                    user_id uuid NOT NULL,
                    key_id uuid NOT NULL,
                    model text NOT NULL,
                    node text NOT NULL,
                    protocol smallint NOT NULL,
                    requests bigint NOT NULL,
                    errors bigint NOT NULL,
                    prompt_tokens bigint NOT NULL,
                    answer_tokens bigint NOT NULL,
                    first_tokens bigint NOT NULL,
                    first_token_ms bigint NOT NULL,
                    duration_ms bigint NOT NULL,
                    PRIMARY KEY (hour, user_id, key_id, model, node, protocol)
                );

                CREATE INDEX ix_usage_hours_user ON inference.usage_hours (user_id, hour);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE inference.usage; DROP TABLE inference.usage_hours; DELETE FROM inference.revisions WHERE name = 'limits'");

            migrationBuilder.DropTable(
                name: "limit_rules",
                schema: "inference");
        }
    }
}
