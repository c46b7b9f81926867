using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Inference.Data.Migrations
{
    /// <summary>What tokens cost, and whom the budget alarmed already. Read and written in SQL, as the sums are that they belong to: the model knows nothing of it.</summary>
    [DbContext(typeof(InferenceDb))]
    [Migration("20261122083000_Prices")]
    public partial class Prices : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE inference.model_prices (
                    model text NOT NULL,
                    valid_from timestamptz NOT NULL,
                    prompt numeric(18, 6) NOT NULL,
                    answer numeric(18, 6) NOT NULL,
                    PRIMARY KEY (model, valid_from)
                );

                CREATE VIEW inference.price_times AS
                SELECT model, valid_from, lead(valid_from, 1, 'infinity') OVER (PARTITION BY model ORDER BY valid_from) AS valid_until, prompt, answer FROM inference.model_prices;

                CREATE TABLE inference.budget_alarms (
                    month date NOT NULL,
                    percent integer NOT NULL,
                    raised_at timestamptz NOT NULL,
                    PRIMARY KEY (month, percent)
                );
                """);
        }

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP VIEW inference.price_times; DROP TABLE inference.model_prices, inference.budget_alarms");
    }
}
