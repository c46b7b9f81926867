using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Auth.Data.Migrations
{
    /// <inheritdoc />
    public partial class SingleSignOn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "linked_logins",
                schema: "auth",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    issuer = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    label = table.Column<string>(type: "text", nullable: true),
                    given_roles = table.Column<string[]>(type: "text[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_linked_logins", x => x.id);
                    table.ForeignKey(
                        name: "FK_linked_logins_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "auth",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sso_providers",
                schema: "auth",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    issuer = table.Column<string>(type: "text", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    sealed_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    scopes = table.Column<string>(type: "text", nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    button_text = table.Column<string>(type: "text", nullable: true),
                    new_accounts = table.Column<int>(type: "integer", nullable: false),
                    rules_json = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sso_providers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sso_spent_attempts",
                schema: "auth",
                columns: table => new
                {
                    state_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sso_spent_attempts", x => x.state_hash);
                });

            migrationBuilder.CreateIndex(
                name: "IX_linked_logins_user_id",
                schema: "auth",
                table: "linked_logins",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_linked_logins_subject",
                schema: "auth",
                table: "linked_logins",
                columns: new[] { "issuer", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sso_spent_attempts_expires_at",
                schema: "auth",
                table: "sso_spent_attempts",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "linked_logins",
                schema: "auth");

            migrationBuilder.DropTable(
                name: "sso_providers",
                schema: "auth");

            migrationBuilder.DropTable(
                name: "sso_spent_attempts",
                schema: "auth");
        }
    }
}
