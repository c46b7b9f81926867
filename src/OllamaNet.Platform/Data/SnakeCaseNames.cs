using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace OllamaNet.Platform.Data;

public static partial class SnakeCaseNames
{
    /// <summary>Columns become <c>snake_case</c>, so that plain SQL needs no quotes. Call it last in <c>OnModelCreating</c>.</summary>
    public static void UseSnakeCase(this ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
            property.SetColumnName(ToSnakeCase(property.Name));
    }

    internal static string ToSnakeCase(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
