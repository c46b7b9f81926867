using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Chat.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(ChatDb))]
    [Migration("20261121162500_Imports")]
    public partial class Imports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "revoked_at", schema: "chat", table: "shares");

            migrationBuilder.CreateTable(
                name: "imported_conversations",
                schema: "chat",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<byte[]>(type: "bytea", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_imported_conversations", x => new { x.owner_id, x.source });
                    table.ForeignKey(
                        name: "FK_imported_conversations_conversations_conversation_id",
                        column: x => x.conversation_id,
                        principalSchema: "chat",
                        principalTable: "conversations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_imported_conversations_conversation_id",
                schema: "chat",
                table: "imported_conversations",
                column: "conversation_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "imported_conversations", schema: "chat");
            migrationBuilder.AddColumn<DateTimeOffset>(name: "revoked_at", schema: "chat", table: "shares", type: "timestamp with time zone", nullable: true);
        }
    }
}
