using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Inference.Data.Migrations
{
    /// <inheritdoc />
    public partial class AliasesRemember : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "previous",
                schema: "inference",
                table: "model_aliases",
                type: "text[]",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "previous",
                schema: "inference",
                table: "model_aliases");
        }
    }
}
