using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class Tree : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_messages_conversation_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.CreateIndex(
                name: "IX_messages_conversation_id_parent_id",
                schema: "chat",
                table: "messages",
                columns: new[] { "conversation_id", "parent_id" });

            migrationBuilder.AddForeignKey(
                name: "FK_messages_messages_parent_id",
                schema: "chat",
                table: "messages",
                column: "parent_id",
                principalSchema: "chat",
                principalTable: "messages",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_messages_messages_parent_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "IX_messages_conversation_id_parent_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.CreateIndex(
                name: "IX_messages_conversation_id",
                schema: "chat",
                table: "messages",
                column: "conversation_id");
        }
    }
}
