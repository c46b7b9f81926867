using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Platform.Data.Migrations
{
    /// <summary>Finds what was done to something by its kind and name too, however long the log is.</summary>
    [DbContext(typeof(PlatformDb))]
    [Migration("20261122093700_AuditTargets")]
    public partial class AuditTargets : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            CREATE INDEX ix_audit_target_kind ON platform.audit (target_kind, at, id);
            CREATE INDEX ix_audit_target_name ON platform.audit (target_name, at, id);
            """);

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP INDEX platform.ix_audit_target_kind, platform.ix_audit_target_name");
    }
}
