using Npgsql;

namespace OllamaNet.Platform.Http;

/// <summary>Tells a database that is gone from one that refuses a statement.</summary>
internal static class DatabaseFailure
{
    /// <summary>EF Core wraps what Npgsql throws, sometimes twice.</summary>
    public static bool IsUnavailable(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is PostgresException answered) return IsShutdownOrOverload(answered.SqlState);
            if (current is NpgsqlException) return true;
        }

        return false;
    }

    // 08: connection exception, 53: insufficient resources, 57P01-57P03: shutdown, crash, cannot connect now.
    private static bool IsShutdownOrOverload(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P0", StringComparison.Ordinal);
}
