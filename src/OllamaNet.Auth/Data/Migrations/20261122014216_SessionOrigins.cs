using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Auth.Data.Migrations
{
    /// <inheritdoc />
    public partial class SessionOrigins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "address",
                schema: "auth",
                table: "sessions",
                type: "character varying(45)",
                maxLength: 45,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "device",
                schema: "auth",
                table: "sessions",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "address",
                schema: "auth",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "device",
                schema: "auth",
                table: "sessions");
        }
    }
}
