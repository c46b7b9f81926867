using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Inference.Data.Migrations
{
    /// <summary>What other roles may know of usage: how often each model was asked lately, and how fast it answered. It changes nothing that the model knows of, so that it needs no snapshot of it.</summary>
    [DbContext(typeof(InferenceDb))]
    [Migration("20261122045000_ModelFigures")]
    public partial class ModelFigures : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE VIEW inference.model_figures AS
                SELECT model, sum(requests)::bigint AS requests,
                    (sum(answer_tokens) * 1000.0 / nullif(sum(duration_ms - first_token_ms), 0))::float8 AS tokens_per_second,
                    (sum(first_token_ms)::float8 / nullif(sum(first_tokens), 0)) AS first_token_ms
                FROM inference.usage_hours WHERE hour > now() - interval '30 days' AND model <> '' GROUP BY model
                """);
        }

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP VIEW inference.model_figures");
    }
}
