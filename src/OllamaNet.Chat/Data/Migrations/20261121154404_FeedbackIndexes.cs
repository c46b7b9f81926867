using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class FeedbackIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_feedback_model_updated_at",
                schema: "chat",
                table: "feedback");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_updated_at",
                schema: "chat",
                table: "feedback",
                column: "updated_at");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_updated_at_message_id",
                schema: "chat",
                table: "feedback",
                columns: new[] { "updated_at", "message_id" },
                filter: "shared");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_user_id_conversation_id_created_at",
                schema: "chat",
                table: "feedback",
                columns: new[] { "user_id", "conversation_id", "created_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_feedback_updated_at",
                schema: "chat",
                table: "feedback");

            migrationBuilder.DropIndex(
                name: "IX_feedback_updated_at_message_id",
                schema: "chat",
                table: "feedback");

            migrationBuilder.DropIndex(
                name: "IX_feedback_user_id_conversation_id_created_at",
                schema: "chat",
                table: "feedback");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_model_updated_at",
                schema: "chat",
                table: "feedback",
                columns: new[] { "model", "updated_at" });
        }
    }
}
