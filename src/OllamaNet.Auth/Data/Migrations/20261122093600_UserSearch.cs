using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Auth.Data.Migrations
{
    /// <summary>Finds parts of names and addresses among many accounts. It changes nothing that the model knows of, so that it needs no snapshot of it.</summary>
    [DbContext(typeof(AuthDb))]
    [Migration("20261122093600_UserSearch")]
    public partial class UserSearch : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
            CREATE INDEX ix_users_words ON auth.users USING gin (user_name gin_trgm_ops, email gin_trgm_ops, display_name gin_trgm_ops);
            """);

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX auth.ix_users_words");
    }
}
