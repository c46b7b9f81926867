using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class OrganisedIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_tags_owner_id",
                schema: "chat",
                table: "tags");

            migrationBuilder.DropIndex(
                name: "IX_folders_owner_id_parent_id",
                schema: "chat",
                table: "folders");

            migrationBuilder.CreateIndex(
                name: "IX_folders_owner_id_id",
                schema: "chat",
                table: "folders",
                columns: new[] { "owner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_folders_parent_id",
                schema: "chat",
                table: "folders",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_archived",
                schema: "chat",
                table: "conversations",
                columns: new[] { "owner_id", "updated_at", "id" },
                descending: new[] { false, true, true },
                filter: "deleted_at IS NULL AND archived_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_in_folder",
                schema: "chat",
                table: "conversations",
                columns: new[] { "folder_id", "updated_at", "id" },
                descending: new[] { false, true, true },
                filter: "deleted_at IS NULL AND archived_at IS NULL AND folder_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_pinned",
                schema: "chat",
                table: "conversations",
                columns: new[] { "owner_id", "updated_at", "id" },
                descending: new[] { false, true, true },
                filter: "deleted_at IS NULL AND archived_at IS NULL AND pinned_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_shown",
                schema: "chat",
                table: "conversations",
                columns: new[] { "owner_id", "updated_at", "id" },
                descending: new[] { false, true, true },
                filter: "deleted_at IS NULL AND archived_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_top",
                schema: "chat",
                table: "conversations",
                columns: new[] { "owner_id", "updated_at", "id" },
                descending: new[] { false, true, true },
                filter: "deleted_at IS NULL AND archived_at IS NULL AND folder_id IS NULL AND pinned_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_trash",
                schema: "chat",
                table: "conversations",
                columns: new[] { "owner_id", "deleted_at", "id" },
                descending: new[] { false, true, true },
                filter: "deleted_at IS NOT NULL");

            migrationBuilder.AddForeignKey(
                name: "FK_conversations_folders_folder_id",
                schema: "chat",
                table: "conversations",
                column: "folder_id",
                principalSchema: "chat",
                principalTable: "folders",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.Sql("""CREATE UNIQUE INDEX "IX_tags_owner_id_name" ON chat.tags (owner_id, lower(name))""");

            migrationBuilder.AddForeignKey(
                name: "FK_folders_folders_parent_id",
                schema: "chat",
                table: "folders",
                column: "parent_id",
                principalSchema: "chat",
                principalTable: "folders",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP INDEX chat."IX_tags_owner_id_name" """);

            migrationBuilder.DropForeignKey(
                name: "FK_conversations_folders_folder_id",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropForeignKey(
                name: "FK_folders_folders_parent_id",
                schema: "chat",
                table: "folders");

            migrationBuilder.DropIndex(
                name: "IX_folders_owner_id_id",
                schema: "chat",
                table: "folders");

            migrationBuilder.DropIndex(
                name: "IX_folders_parent_id",
                schema: "chat",
                table: "folders");

            migrationBuilder.DropIndex(
                name: "IX_conversations_archived",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "IX_conversations_in_folder",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "IX_conversations_pinned",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "IX_conversations_shown",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "IX_conversations_top",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "IX_conversations_trash",
                schema: "chat",
                table: "conversations");

            migrationBuilder.CreateIndex(
                name: "IX_tags_owner_id",
                schema: "chat",
                table: "tags",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_folders_owner_id_parent_id",
                schema: "chat",
                table: "folders",
                columns: new[] { "owner_id", "parent_id" });
        }
    }
}
