using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Platform.Data.Migrations
{
    /// <summary>What administrators set. Written and read without the model, which needs no snapshot of it.</summary>
    [DbContext(typeof(PlatformDb))]
    [Migration("20261122020500_Settings")]
    public partial class Settings : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE TABLE platform.settings (
                    name text PRIMARY KEY,
                    value text,
                    sealed bytea,
                    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    updated_by uuid NOT NULL,
                    CHECK ((value IS NULL) <> (sealed IS NULL))
                );
                CREATE TABLE platform.settings_revision (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), value bigint NOT NULL);
                INSERT INTO platform.settings_revision (value) VALUES (1);
                """);
        }

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE platform.settings, platform.settings_revision");
    }
}
