using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Auth.Data.Migrations
{
    /// <inheritdoc />
    public partial class Principals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Who has an account already may have keys too.
            migrationBuilder.Sql(
                """
                INSERT INTO platform.principals (user_id, roles, security_version, disabled)
                SELECT u.id, array(SELECT r.name FROM auth.user_roles AS m JOIN auth.roles AS r ON r.id = m.role_id WHERE m.user_id = u.id ORDER BY r.name), u.security_version, false
                FROM auth.users AS u
                ON CONFLICT (user_id) DO NOTHING
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DELETE FROM platform.principals");
        }
    }
}
