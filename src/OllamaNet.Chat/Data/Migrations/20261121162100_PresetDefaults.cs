using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class PresetDefaults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "preset_defaults",
                schema: "chat",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    preset_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_preset_defaults", x => x.user_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_preset_defaults_preset_id",
                schema: "chat",
                table: "preset_defaults",
                column: "preset_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "preset_defaults",
                schema: "chat");
        }
    }
}
