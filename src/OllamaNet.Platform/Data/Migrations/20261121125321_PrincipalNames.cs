using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class PrincipalNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "user_name",
                schema: "platform",
                table: "principals",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "IX_principals_user_name",
                schema: "platform",
                table: "principals",
                column: "user_name");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_principals_user_name",
                schema: "platform",
                table: "principals");

            migrationBuilder.DropColumn(
                name: "user_name",
                schema: "platform",
                table: "principals");
        }
    }
}
