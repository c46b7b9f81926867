using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class Organised : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "edited_at",
                schema: "chat",
                table: "messages",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "pinned",
                schema: "chat",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "settings",
                schema: "chat",
                table: "messages",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                schema: "chat",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deleted_at",
                schema: "chat",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "folder_id",
                schema: "chat",
                table: "conversations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "options",
                schema: "chat",
                table: "conversations",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "pinned_at",
                schema: "chat",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "preset_id",
                schema: "chat",
                table: "conversations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "system_prompt",
                schema: "chat",
                table: "conversations",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "attachments",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    media_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    size = table.Column<int>(type: "integer", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: true),
                    height = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attachments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "feedback",
                schema: "chat",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    rating = table.Column<short>(type: "smallint", nullable: false),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: true),
                    shared = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feedback", x => new { x.message_id, x.user_id });
                    table.ForeignKey(
                        name: "FK_feedback_messages_message_id",
                        column: x => x.message_id,
                        principalSchema: "chat",
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "folders",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    colour = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    icon = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    system_prompt = table.Column<string>(type: "text", nullable: true),
                    preset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_folders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notes",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: true),
                    range_start = table.Column<int>(type: "integer", nullable: true),
                    range_end = table.Column<int>(type: "integer", nullable: true),
                    quote = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notes", x => x.id);
                    table.ForeignKey(
                        name: "FK_notes_conversations_conversation_id",
                        column: x => x.conversation_id,
                        principalSchema: "chat",
                        principalTable: "conversations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_notes_messages_message_id",
                        column: x => x.message_id,
                        principalSchema: "chat",
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "passages",
                schema: "chat",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    vector = table.Column<float[]>(type: "real[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passages", x => new { x.message_id, x.ordinal });
                    table.ForeignKey(
                        name: "FK_passages_messages_message_id",
                        column: x => x.message_id,
                        principalSchema: "chat",
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "presets",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    visibility = table.Column<short>(type: "smallint", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    system_prompt = table.Column<string>(type: "text", nullable: true),
                    options = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_presets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "queued_questions",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parts = table.Column<string>(type: "jsonb", nullable: false),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    options = table.Column<string>(type: "jsonb", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_queued_questions", x => x.id);
                    table.ForeignKey(
                        name: "FK_queued_questions_conversations_conversation_id",
                        column: x => x.conversation_id,
                        principalSchema: "chat",
                        principalTable: "conversations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shares",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    snapshot = table.Column<string>(type: "jsonb", nullable: false),
                    requires_sign_in = table.Column<bool>(type: "boolean", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    views = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shares", x => x.id);
                    table.ForeignKey(
                        name: "FK_shares_conversations_conversation_id",
                        column: x => x.conversation_id,
                        principalSchema: "chat",
                        principalTable: "conversations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "summaries",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    up_to_message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    edited = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_summaries", x => x.id);
                    table.ForeignKey(
                        name: "FK_summaries_conversations_conversation_id",
                        column: x => x.conversation_id,
                        principalSchema: "chat",
                        principalTable: "conversations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_summaries_messages_up_to_message_id",
                        column: x => x.up_to_message_id,
                        principalSchema: "chat",
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tags",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    colour = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tags", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attachment_contents",
                schema: "chat",
                columns: table => new
                {
                    attachment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attachment_contents", x => x.attachment_id);
                    table.ForeignKey(
                        name: "FK_attachment_contents_attachments_attachment_id",
                        column: x => x.attachment_id,
                        principalSchema: "chat",
                        principalTable: "attachments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message_attachments",
                schema: "chat",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attachment_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message_attachments", x => new { x.message_id, x.attachment_id });
                    table.ForeignKey(
                        name: "FK_message_attachments_attachments_attachment_id",
                        column: x => x.attachment_id,
                        principalSchema: "chat",
                        principalTable: "attachments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_message_attachments_messages_message_id",
                        column: x => x.message_id,
                        principalSchema: "chat",
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "conversation_tags",
                schema: "chat",
                columns: table => new
                {
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tag_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_conversation_tags", x => new { x.conversation_id, x.tag_id });
                    table.ForeignKey(
                        name: "FK_conversation_tags_conversations_conversation_id",
                        column: x => x.conversation_id,
                        principalSchema: "chat",
                        principalTable: "conversations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_conversation_tags_tags_tag_id",
                        column: x => x.tag_id,
                        principalSchema: "chat",
                        principalTable: "tags",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_messages_parent_id",
                schema: "chat",
                table: "messages",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_deleted_at",
                schema: "chat",
                table: "conversations",
                column: "deleted_at",
                filter: "deleted_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_folder_id",
                schema: "chat",
                table: "conversations",
                column: "folder_id",
                filter: "folder_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_preset_id",
                schema: "chat",
                table: "conversations",
                column: "preset_id",
                filter: "preset_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_attachments_created_at",
                schema: "chat",
                table: "attachments",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_attachments_owner_id",
                schema: "chat",
                table: "attachments",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_conversation_tags_tag_id",
                schema: "chat",
                table: "conversation_tags",
                column: "tag_id");

            migrationBuilder.CreateIndex(
                name: "IX_feedback_model_updated_at",
                schema: "chat",
                table: "feedback",
                columns: new[] { "model", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "IX_folders_owner_id_parent_id",
                schema: "chat",
                table: "folders",
                columns: new[] { "owner_id", "parent_id" });

            migrationBuilder.CreateIndex(
                name: "IX_message_attachments_attachment_id",
                schema: "chat",
                table: "message_attachments",
                column: "attachment_id");

            migrationBuilder.CreateIndex(
                name: "IX_notes_conversation_id",
                schema: "chat",
                table: "notes",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "IX_notes_message_id",
                schema: "chat",
                table: "notes",
                column: "message_id");

            migrationBuilder.CreateIndex(
                name: "IX_notes_owner_id_updated_at_id",
                schema: "chat",
                table: "notes",
                columns: new[] { "owner_id", "updated_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_passages_conversation_id",
                schema: "chat",
                table: "passages",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "IX_presets_owner_id",
                schema: "chat",
                table: "presets",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_presets_visibility",
                schema: "chat",
                table: "presets",
                column: "visibility",
                filter: "visibility <> 0");

            migrationBuilder.CreateIndex(
                name: "IX_queued_questions_conversation_id",
                schema: "chat",
                table: "queued_questions",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "IX_shares_conversation_id",
                schema: "chat",
                table: "shares",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "IX_shares_owner_id_created_at_id",
                schema: "chat",
                table: "shares",
                columns: new[] { "owner_id", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_shares_token_hash",
                schema: "chat",
                table: "shares",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_summaries_conversation_id",
                schema: "chat",
                table: "summaries",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "IX_summaries_up_to_message_id",
                schema: "chat",
                table: "summaries",
                column: "up_to_message_id");

            migrationBuilder.CreateIndex(
                name: "IX_tags_owner_id",
                schema: "chat",
                table: "tags",
                column: "owner_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachment_contents",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "conversation_tags",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "feedback",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "folders",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "message_attachments",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "notes",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "passages",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "presets",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "queued_questions",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "shares",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "summaries",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "tags",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "attachments",
                schema: "chat");

            migrationBuilder.DropIndex(
                name: "IX_messages_parent_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "IX_conversations_deleted_at",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "IX_conversations_folder_id",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropIndex(
                name: "IX_conversations_preset_id",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "edited_at",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "pinned",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "settings",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "archived_at",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "folder_id",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "options",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "pinned_at",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "preset_id",
                schema: "chat",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "system_prompt",
                schema: "chat",
                table: "conversations");
        }
    }
}
